# `make` lists what can be made. Everything runs in .venv, made from the hashed lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: .venv-local .venv-dev help dev demo test test-all lint types imports migrations check format messages docs locks figures clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv-local:
	@$(PYTHON) requirements/install.py local

.venv-dev:
	@$(PYTHON) requirements/install.py dev

dev: .venv-dev ## Make the environment for tests and checks

demo: .venv-local ## Run a small world on this machine (PORT=8000)
	@exec $(RUN) demo

test: .venv-dev ## Run the tests (at most ten minutes)
	@$(BIN)/pytest -n auto -m "not slow"

test-all: .venv-dev ## Run the slow ones too: browser journeys, accessibility, faults
	@$(BIN)/pytest -n auto

lint: .venv-dev ## Formatting, lint, templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: .venv-dev ## Strict types
	@$(BIN)/mypy

imports: .venv-dev ## Who may import whom
	@$(BIN)/lint-imports

migrations: .venv-dev ## No change of a model without its migration
	@$(RUN) makemigrations --check --dry-run

check: lint types imports migrations test-all ## All that the server for checks runs

format: .venv-dev ## Put the code in its usual form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: .venv-dev ## Collect the strings for translation and compile them (needs gettext)
	@$(RUN) makemessages --locale es --no-location --no-wrap --ignore .venv --ignore build --ignore .data
	@$(RUN) compilemessages --locale es --ignore .venv

docs: .venv-dev ## Render the pages that come from the code
	@$(RUN) render_docs

locks: ## Pin the dependencies again (needs uv)
	@for name in base local dev; do \
	  uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done

figures: .venv-dev ## Measure the pages of the demo world
	@$(BIN)/python -m tests.bench.figures

clean: ## Remove what was made; the demo's data goes too
	@$(RUN) db stop 2>/dev/null || true
	@rm -rf $(VENV) .data build .coverage .mypy_cache .ruff_cache .pytest_cache

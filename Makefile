# `make` lists the commands. Python 3.11 or later, git and make are enough: all runs in .venv.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export PYTHONUNBUFFERED := 1

# Where a branch without a test is a promise without one: who may, what follows what, money, encryption.
WHOLLY_TESTED := */states.py,*/permissions.py,*/consents/services.py,*/consents/requests.py,*/visibility.py,*/blocks/services.py,*/consent_log.py,*/consent_log_verification.py,payments/ledger.py,*/ties.py,*/people_codes.py,*/viewer.py,platform/core/clock.py,platform/security/ciphers.py,platform/security/keys.py,platform/security/sealing.py

.PHONY: help demo local dev db-start db-stop test test-all lint format types imports migrations check \
	messages docs locks figures bench clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: local ## A small world on this machine (PORT=9000 for another port)
	@exec $(BIN)/python manage.py demo

local: find-python
	@$(PYTHON) requirements/install.py local

dev: find-python ## What tests and checks need, into .venv
	@$(PYTHON) requirements/install.py dev

.PHONY: find-python
find-python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, as python3 or as PYTHON=path."; exit 1; }

db-start: local ## Start the embedded PostgreSQL
	@$(BIN)/python manage.py db start

db-stop: local ## Stop the embedded PostgreSQL
	@$(BIN)/python manage.py db stop

test: dev ## Tests without the slow ones (at most 10 minutes on 2 cores)
	@$(BIN)/pytest -n auto -q -m "not slow"

test-all: dev ## Every test: journeys, accessibility, faults, the whole leak walk; and that they cover enough
	@$(BIN)/pytest -n auto -q -m whole
	@$(BIN)/pytest -n auto -q -m "not whole" --cov --cov-report=term:skip-covered --cov-fail-under=95
	@$(BIN)/coverage report --skip-covered --fail-under=100 --include="$(WHOLLY_TESTED)"

lint: dev ## Format and style of code and templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint templates --lint --quiet

format: dev ## Put the code in its usual form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

types: dev ## Strict types
	@$(BIN)/mypy

imports: dev ## The order in which packages may import each other
	@PYTHONPATH=.:platform $(BIN)/lint-imports --no-cache

migrations: dev ## Fail when a model has no migration
	@$(BIN)/python manage.py db start
	@$(BIN)/python manage.py makemigrations --check --dry-run

check: lint types imports migrations test test-all ## All that the server for checks runs

messages: dev ## Collect and compile the strings for translation (needs gettext)
	@$(BIN)/python manage.py makemessages --locale es --no-location --no-wrap \
		--ignore .venv --ignore build --ignore .data
	@$(BIN)/python manage.py compilemessages --locale es --ignore .venv

docs: dev ## Render the pages that come from the code
	@$(BIN)/python manage.py render_settings
	@$(BIN)/python manage.py render_states
	@$(BIN)/python manage.py render_columns
	@$(BIN)/python manage.py render_roles

locks: ## Pin the dependencies again (needs uv)
	@for name in base local dev; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			requirements/$$name.in -o requirements/$$name.txt || exit 1; done

figures: dev ## Measure the pages of the demo world
	@$(BIN)/python -m tests.bench.figures

bench: dev ## Measure against others; prints tables, writes build/bench.json (SIZE=1000000 for more)
	@PYTHONPATH=.:platform $(BIN)/python -m tests.bench

clean: ## Remove the environment and what was built; the data in .data stays
	@if [ -x $(BIN)/python ]; then $(BIN)/python manage.py db stop 2>/dev/null || true; fi
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*

"""A skip fails the run: tried with pytest itself, on tests that were made for it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.skips import NO_CHROMIUM, Skips

ROOT = Path(__file__).resolve().parent.parent
HEAD = "import pytest\n\ndef test_that_runs():\n    pass\n\n"
CONFTEST = """
from tests.skips import Skips

def pytest_configure(config):
    config.pluginmanager.register(Skips(config))
"""
SKIPPED = "@pytest.mark.skip(reason='not today')\ndef test_that_is_skipped():\n    pass\n"
WITHOUT_CHROMIUM = f"def test_in_a_browser():\n    pytest.skip({NO_CHROMIUM!r})\n"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs such tests, and gives pytest's exit status and words."""

    def run_tests(*modules: str, ci: str = "", workers: int = 0) -> tuple[int, str]:
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        (tmp_path / "conftest.py").write_text(CONFTEST)
        for number, module in enumerate(modules):
            (tmp_path / f"test_{number}.py").write_text(HEAD + module)
        command = [sys.executable, "-m", "pytest", "-p", "xdist.plugin", "-n", str(workers)]
        kept = {name: one for name, one in os.environ.items() if not name.startswith("PYTEST")}
        ours = {"PYTHONPATH": str(ROOT), "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        environment = kept | ours
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run_tests


def told_of(output: str) -> list[str]:
    """Return the lines below the heading that says so, without the last one."""
    *_, below = output.partition("a skip fails the run")
    return [line for line in below.splitlines()[1:] if line.startswith("test_")]


def test_this_run_is_watched_too(pytestconfig: pytest.Config) -> None:
    assert any(isinstance(one, Skips) for one in pytestconfig.pluginmanager.get_plugins())


def test_a_run_that_skips_nothing_passes(run: Run) -> None:
    status, output = run("")
    assert status == 0
    assert "a skip fails the run" not in output


@pytest.mark.parametrize("workers", [0, 2])
def test_skipped_tests_and_modules_fail_it_and_are_named_once(run: Run, workers: int) -> None:
    module = "pytest.skip('no such thing', allow_module_level=True)\n"
    status, output = run(SKIPPED, module, "pytest.importorskip('not_there')\n", workers=workers)
    assert status == 1
    first, second, third = told_of(output)
    assert first == "test_0.py::test_that_is_skipped: not today"
    assert second == "test_1.py: no such thing"
    assert third.startswith("test_2.py: could not import 'not_there'")
    assert "1 passed" in output


def test_it_fails_when_everything_is_skipped_too(run: Run) -> None:
    assert run("pytest.skip('none', allow_module_level=True)\n")[0] == 1


def test_a_failure_that_is_expected_has_run(run: Run) -> None:
    assert run("@pytest.mark.xfail(reason='known')\ndef test_fails():\n    assert False\n")[0] == 0


@pytest.mark.parametrize(
    "module",
    [
        "@pytest.mark.xfail(run=False, reason='breaks all')\ndef test_off():\n    pass\n",
        "def test_off():\n    pytest.xfail('breaks all')\n",
    ],
    ids=["not run", "given up"],
)
def test_a_failure_that_is_expected_and_did_not_run_is_a_skip(run: Run, module: str) -> None:
    status, output = run(module)
    assert status == 1
    [line] = told_of(output)
    assert line.startswith("test_0.py::test_off: expected to fail")
    assert line.endswith("breaks all")


@pytest.mark.parametrize("workers", [0, 2])
def test_a_missing_chromium_is_allowed_on_a_persons_machine(run: Run, workers: int) -> None:
    assert run(WITHOUT_CHROMIUM, workers=workers)[0] == 0


@pytest.mark.parametrize("workers", [0, 2])
def test_a_missing_chromium_fails_the_server_for_checks(run: Run, workers: int) -> None:
    status, output = run(WITHOUT_CHROMIUM, ci="1", workers=workers)
    assert status == 1
    assert told_of(output) == [f"test_0.py::test_in_a_browser: {NO_CHROMIUM}"]

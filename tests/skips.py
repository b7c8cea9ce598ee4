"""A skipped test proves nothing: a run that skips one fails, and says which and why.

One skip is allowed, on a machine that is not the server for checks (`CI` in the environment): where
Chromium is missing, tests in a browser are skipped. A failure that is expected (`xfail`) has run, and is
no skip; one that stopped the test, or kept it from running, is.
"""

import os
from collections.abc import Generator
from typing import Any

import pytest

NO_CHROMIUM = "no Chromium: install the package `chromium` or set CHROMIUM to its path"
HANDED_OVER = "skips"


def is_server_for_checks() -> bool:
    """Whether the environment says so."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


class Skips:
    """What this run skipped. Each worker of `-n` hands its own over when it ends."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.skips: dict[str, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note a skipped test, and one that gave up as was expected."""
        report = yield
        gave_up = call.excinfo is not None and call.excinfo.errisinstance(pytest.xfail.Exception)
        if gave_up or not hasattr(report, "wasxfail"):
            self.note(report)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that was skipped while tests were looked for."""
        self.note(report)

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Keep what was skipped, unless it may be."""
        if report.skipped:
            reason = reason_of(report)
            if reason != NO_CHROMIUM or is_server_for_checks():
                self.skips[report.nodeid] = reason

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker noted."""
        self.skips |= getattr(node, "workeroutput", {}).get(HANDED_OVER, {})

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Let the run fail."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput[HANDED_OVER] = self.skips
        elif self.skips and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which and why."""
        if self.skips:
            terminalreporter.section("a skip fails the run", red=True)
            for nodeid, reason in sorted(self.skips.items()):
                terminalreporter.line(f"{nodeid}: {reason}")


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why something was skipped."""
    if hasattr(report, "wasxfail"):
        return f"expected to fail, and did not run to its end: {report.wasxfail}"
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")

"""Several processes live and end together, and what ended is told by name."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import supervisor as module
from demo.supervisor import Stop, Supervisor, stop_on_signals

SLEEPS = "import time; print('begun', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('begun', flush=True); time.sleep(60)"
)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    """A supervisor whose processes are gone after the test, whatever happens in it."""
    made = Supervisor(tmp_path, lambda _step: None)
    yield made
    made.end_all()


def run(supervisor: Supervisor, name: str, code: str) -> "subprocess.Popen[bytes]":
    supervisor.start(name, [sys.executable, "-c", code], dict(os.environ))
    return supervisor.running[name]


def has_begun(supervisor: Supervisor, name: str) -> bool:
    return "begun" in (supervisor.folder / f"{name}.log").read_text()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_the_end_of_one_is_told_with_its_last_line(supervisor: Supervisor) -> None:
    run(supervisor, "quiet", SLEEPS)
    run(supervisor, "worker", "print('first'); print('no broker')")
    with pytest.raises(SystemExit, match=r"“worker” ended.*Its last line: no broker"):
        supervisor.watch()


def test_watching_goes_on_while_all_live(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = run(supervisor, "worker", SLEEPS)
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            process.kill()
            process.wait()

    monkeypatch.setattr(module.time, "sleep", nap)
    with pytest.raises(SystemExit, match=r"“worker” ended, so everything is stopped\. More in"):
        supervisor.watch()
    assert len(naps) == 3


def test_waiting_ends_when_ready_or_when_a_process_ends_or_when_time_is_up(
    supervisor: Supervisor,
) -> None:
    run(supervisor, "website", SLEEPS)
    supervisor.wait_until(lambda: has_begun(supervisor, "website"), seconds=20, what="It")
    with pytest.raises(SystemExit, match="The website did not answer within 0 seconds"):
        supervisor.wait_until(lambda: False, seconds=0.01, what="The website")
    run(supervisor, "worker", "")
    with pytest.raises(SystemExit, match="“worker” ended"):
        supervisor.wait_until(lambda: False, seconds=20, what="The website")


def test_all_end_and_who_does_not_go_is_killed(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    processes = [run(supervisor, "tame", SLEEPS), run(supervisor, "stubborn", STUBBORN)]
    for name in ("tame", "stubborn"):
        supervisor.wait_until(lambda n=name: has_begun(supervisor, n), seconds=20, what=name)  # type: ignore[misc]
    supervisor.end_all()
    assert [process.returncode for process in processes] == [-signal.SIGTERM, -signal.SIGKILL]
    assert supervisor.running == {}
    assert all(is_gone(process.pid) for process in processes)


def test_a_process_without_a_log_has_an_obituary_all_the_same(supervisor: Supervisor) -> None:
    assert supervisor.obituary("nobody").startswith("The process “nobody” ended")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_once_and_later_ones_are_ignored(number: signal.Signals) -> None:
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop_on_signals()
        with pytest.raises(Stop):
            os.kill(os.getpid(), number)
            time.sleep(1)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)

"""Several processes that live and end together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

Say = Callable[[str], None]
PATIENCE = 10  # seconds a process has to end by itself
PR_SET_PDEATHSIG = 1


class Stop(Exception):  # noqa: N818 - a wish, not an error
    """Somebody asked to end: Ctrl-C, or a signal from outside."""


@dataclass
class Supervisor:
    """Starts processes; the end of one, or a signal, ends all."""

    folder: Path
    say: Say
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        """Start a process whose output goes to its own log; it ends when this process dies."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as output:
            self.running[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end them in order
                preexec_fn=end_with_parent,  # noqa: PLW1509 - no threads here
            )

    def ended(self) -> str | None:
        """Return the name of a process that has ended, if any."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name
        return None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait for `ready`; stop with a sentence when a process ends first or time is up."""
        deadline = time.monotonic() + seconds
        while not ready():
            if name := self.ended():
                raise SystemExit(self.obituary(name))
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"{what} did not answer within {seconds:.0f} seconds: see {self.folder}."
                )
            time.sleep(0.05)

    def watch(self) -> None:
        """Return only by an exception: a process ended, or somebody asked to stop."""
        while True:
            if name := self.ended():
                raise SystemExit(self.obituary(name))
            time.sleep(0.3)

    def obituary(self, name: str) -> str:
        """Say which process ended, with its last line."""
        log = self.folder / f"{name}.log"
        lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
        last = f" Its last line: {lines[-1]}" if lines else ""
        return f"The process “{name}” ended, so everything is stopped.{last} More in {log}."

    def end_all(self) -> None:
        """End every process, newest first; those that do not go are killed."""
        for process in reversed(self.running.values()):
            signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            signal_group(process, signal.SIGKILL)  # also what the process left behind
            process.wait()
        self.running.clear()


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to the process and those it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_on_signals() -> None:
    """Turn Ctrl-C and SIGTERM into `Stop`, once; later ones are ignored while things end."""

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stop

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)

"""The strict stand-in for Stripe, started as a process for the tests.

It checks every request against Stripe's own parameter types, keeps a double-entry ledger, signs
webhooks and injects faults: see `tests.payments.stripe_stand_in`.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = "tests.payments.stripe_stand_in"
BUILD = ROOT / "build"


class Seen:
    """What the stand-in saw in all tests of this run, for `build/stripe_stand_in.json`."""

    def __init__(self) -> None:
        self.worlds = self.faults = self.deliveries = 0
        self.requests: Counter[str] = Counter()
        self.violations: list[Any] = []
        self.ledger_errors: list[Any] = []

    def add(self, report: Any) -> None:
        """Count one test's world."""
        self.worlds += 1
        self.faults += len(report["faults_fired"])
        self.deliveries += len(report["webhook_deliveries"])
        self.requests.update(report["requests"])
        self.violations += report["violations"] + report["response_shape_errors"]
        self.ledger_errors += report["ledger"]["errors"]

    def write(self) -> None:
        """Leave the sum behind; workers that share the tests write a file each."""
        BUILD.mkdir(exist_ok=True)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        name = f"stripe_stand_in{'_' + worker if worker else ''}.json"
        total = vars(self) | {"requests": dict(sorted(self.requests.items()))}
        (BUILD / name).write_text(json.dumps(total, indent=2) + "\n")


SEEN = Seen()


@dataclass(frozen=True)
class StandIn:
    """The running stand-in: its address, and the people's part of its world."""

    address: str

    def control(self, path: str, body: Any = None) -> Any:
        """Ask something of the stand-in that no real client could."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/_control/{path}", data)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def fault(self, match: str, kind: str, **how: Any) -> None:
        """Let the next request that matches go wrong."""
        self.control("faults", [{"match": match, "kind": kind, **how}])

    def report(self) -> Any:
        """Return everything it saw."""
        return self.control("report")

    def assert_satisfied(self) -> None:
        """No request broke a rule, and no money appeared or vanished."""
        report = self.report()
        SEEN.add(report)
        assert report["violations"] == []
        assert report["response_shape_errors"] == []
        assert report["ledger"]["ok"], report["ledger"]["errors"]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def running_stand_in() -> Iterator[StandIn]:
    """Start the stand-in once, wherever a port is free."""
    command = [sys.executable, "-m", PROGRAM]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.readline()
    assert "http://" in said, "the stand-in did not start; its error is above"
    try:
        yield StandIn(said.split()[-1])
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
        SEEN.write()


@pytest.fixture
def stripe_stand_in(running_stand_in: StandIn, settings: Any) -> Iterator[StandIn]:
    """A fresh world at the stand-in, which the gateway talks to; afterwards it must be satisfied."""
    settings.STRIPE_API_BASE = running_stand_in.address
    settings.STRIPE_SECRET_KEY = "sk_test_standin"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_old"]
    running_stand_in.control("reset", {})
    yield running_stand_in
    running_stand_in.assert_satisfied()


def wait_until(happened: Any, *, seconds: float = 10) -> None:
    """Wait for something that another process or thread does."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)

"""A real worker is killed while the provider works on a transfer: nothing is lost, nothing doubled."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models.functions import Now

from core.models import Task
from tests.payments.money import Money
from tests.payments.stand_in import ROOT, StandIn, running_stand_in, stripe_stand_in, wait_until

__all__ = ["running_stand_in", "stripe_stand_in"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Start = Callable[[], subprocess.Popen[bytes]]


def database_url() -> str:
    """Return the address of this test's own database."""
    one = connection.settings_dict
    where = quote(one["HOST"], safe="") + (f":{one['PORT']}" if one["PORT"] else "")
    password = f":{quote(one['PASSWORD'], safe='')}" if one["PASSWORD"] else ""
    return f"postgres://{one['USER']}{password}@{where}/{one['NAME']}"


@pytest.fixture
def start_worker(tmp_path: Path, stripe_stand_in: StandIn) -> Iterator[Start]:
    """Start real Celery workers with their clock, on this test's database."""
    started: list[subprocess.Popen[bytes]] = []
    for folder in ("broker", "broker_control"):
        (tmp_path / folder).mkdir()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "STRIPE_API_BASE": stripe_stand_in.address,
        "STRIPE_SECRET_KEY": "sk_test_standin",
    }
    celery = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "config",
        "worker",
        "--beat",
        "--pool",
        "solo",
    ]

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(celery, env=environment, cwd=ROOT, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker and its clock without a warning."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def test_a_worker_killed_in_mid_transfer_pays_once(
    stripe_stand_in: StandIn, start_worker: Start
) -> None:
    money = Money(stripe_stand_in)
    money.pay_in()
    money.set_up_pay()
    stripe_stand_in.fault("POST /v1/transfers", "slow", delay=3)
    money.work.hand_in()
    money.work.approve()

    first = start_worker()
    wait_until(lambda: stripe_stand_in.report()["faults_fired"], seconds=60)  # it has asked
    kill(first)
    wait_until(lambda: len(money.sent()) == 1, seconds=20)  # the provider did it all the same
    assert payout_state(money) == "sending"

    Task.objects.filter(state="running").update(leased_until=Now() - timedelta(seconds=1))
    start_worker()
    wait_until(lambda: payout_state(money) == "released", seconds=60)
    assert len(money.sent()) == 1
    assert money.balances()["due"] == 0
    assert not Task.objects.filter(state="dead").exists()


def payout_state(money: Money) -> Any:
    """Return where the payout is, if there is one yet."""
    from payments.models import Payout

    return Payout.objects.values_list("state", flat=True).filter(milestone=money.stage).first()

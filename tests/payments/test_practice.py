"""The practice provider, as its own process: the gateway runs unchanged against it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from payments import stripe_gateway as gateway
from payments.practice import payer
from payments.practice.api import nested
from tests.journeys.conftest import listens
from tests.payments.stand_in import ROOT, free_port, wait_until
from tests.payments.test_stripe_gateway import open_checkout, send

NOWHERE = "http://127.0.0.1:9/stripe/webhook/"


def start(port: int, folder: Path, **changed: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "manage.py"), "practice", "--port", str(port)]
    environment = os.environ | {"DATA_DIR": str(folder)} | changed
    return subprocess.Popen(
        [*command, "--webhook-url", NOWHERE], env=environment, stderr=subprocess.PIPE
    )


@pytest.fixture
def port(settings: Any, tmp_path: Path) -> Iterator[int]:
    """Start the provider, and point the gateway at it."""
    port = free_port()
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{port}"
    settings.STRIPE_SECRET_KEY = "sk_test_practice"
    process = start(port, tmp_path)
    wait_until(lambda: listens(port), seconds=30)
    yield port
    end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)
    if process.stderr:
        process.stderr.close()


def test_the_whole_way_of_the_money(port: int) -> None:
    opened = open_checkout()
    assert opened == open_checkout()
    payer.pay(opened.url)
    paid = gateway.get_checkout(opened.id)
    assert (paid.status, paid.payment_status, paid.reference) == ("complete", "paid", "funding_1")
    payment = gateway.get_payment(paid.payment_id)
    assert (payment.status, payment.amount) == ("succeeded", 10_330)

    payee = gateway.create_payee(key="consultant:1:payee", reference="consultant_1")
    with pytest.raises(gateway.ProviderRefused, match="insufficient_capabilities_for_transfer"):
        send(payee.id, payment.charge_id)
    link = gateway.create_onboarding_link(
        key="consultant:1:link:1", account=payee.id, refresh_url=opened.url, return_url=opened.url
    )
    payer.finish_setup(link)
    assert gateway.get_payee(payee.id).can_receive is True
    sent = send(payee.id, payment.charge_id, key="1:transfer:2")
    assert gateway.find_transfers("milestone_1") == [sent]
    with pytest.raises(gateway.ProviderRefused, match="amount_too_large"):
        send(payee.id, payment.charge_id, key="1:transfer:3")


def test_an_ended_page_can_not_be_ended_again_nor_paid(port: int) -> None:
    opened = open_checkout()
    gateway.expire_checkout(opened.id)
    gateway.expire_checkout(opened.id)  # the same key: the same answer
    with pytest.raises(RuntimeError, match="no form"):
        payer.pay(opened.url)
    assert gateway.get_checkout(opened.id).status == "expired"
    paid = open_checkout("1:pay_in:2")
    payer.pay(paid.url)
    with pytest.raises(gateway.ProviderRefused, match="resource_not_open"):
        gateway.expire_checkout(paid.id)


def test_the_same_key_with_other_words_is_refused(port: int) -> None:
    open_checkout(amount=10_000)
    with pytest.raises(gateway.ProviderRefused):
        open_checkout(amount=20_000)


@pytest.mark.parametrize("look", [gateway.get_checkout, gateway.get_payment, gateway.get_payee])
def test_what_is_not_there_is_missing(port: int, look: Any) -> None:
    with pytest.raises(gateway.ProviderRefused, match="resource_missing"):
        look("nothing_1")


def test_a_restart_forgets_nothing(settings: Any, tmp_path: Path) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_practice"
    ids = []
    for _start in range(2):
        port = free_port()
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{port}"
        process = start(port, tmp_path)
        wait_until(lambda port=port: listens(port), seconds=30)
        ids.append(open_checkout().id)
        end(process)
    assert ids[0] == ids[1]


def test_it_does_not_start_where_money_could_be_real(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "practice", "--port", "1"]
    elsewhere = [*command, "--webhook-url", "https://site.example/hook/"]
    answer = subprocess.run(elsewhere, capture_output=True, check=False, text=True)
    assert answer.returncode == 1
    assert answer.stderr.strip().endswith(
        "The practice provider sends its events to this machine only."
    )


def test_form_encoding_is_read_as_nested_values() -> None:
    flat = {"a[b][0][c]": "1", "a[b][1][c]": "2", "d": "3"}
    assert nested(flat) == {"a": {"b": [{"c": "1"}, {"c": "2"}]}, "d": "3"}

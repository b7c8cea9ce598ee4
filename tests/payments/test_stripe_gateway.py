"""The gateway against the strict stand-in: what it sends, and what it makes of each fault."""

import hashlib
import hmac
import json
import time

import pytest

from payments import stripe_gateway as gateway
from tests.payments.stand_in import StandIn


def open_checkout(key: str = "1:pay_in:1", amount: int = 10_000) -> gateway.Checkout:
    return gateway.create_checkout(
        key=key, amount=amount, cost=330, currency="usd", transfer_group="milestone_1",
        reference="funding_1", success_url="https://site.example/a", cancel_url="https://site.example/b",
    )  # fmt: skip


def paid_charge(stand_in: StandIn) -> str:
    checkout = open_checkout()
    stand_in.control(f"checkout/{checkout.id}", {})
    return gateway.get_payment(gateway.get_checkout(checkout.id).payment_id).charge_id


def ready_payee(stand_in: StandIn) -> str:
    payee = gateway.create_payee(key="consultant:1:payee", reference="consultant_1")
    stand_in.control(f"onboard/{payee.id}", {})
    return payee.id


def send(
    account: str, charge: str, *, key: str = "1:transfer:1", amount: int = 10_000
) -> gateway.Transfer:
    return gateway.create_transfer(
        key=key, amount=amount, currency="usd", destination=account, source_charge=charge,
        transfer_group="milestone_1", reference="payout_1",
    )  # fmt: skip


def test_a_payment_page_is_opened_paid_and_read_back(stripe_stand_in: StandIn) -> None:
    opened = open_checkout()
    assert (opened.status, opened.payment_status, opened.payment_id) == ("open", "unpaid", "")
    assert opened.url.startswith("https://")
    stripe_stand_in.control(f"checkout/{opened.id}", {})
    paid = gateway.get_checkout(opened.id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    payment = gateway.get_payment(paid.payment_id)
    assert (payment.status, payment.amount, payment.currency) == ("succeeded", 10_330, "usd")
    assert payment.charge_id


def test_the_same_key_opens_one_page(stripe_stand_in: StandIn) -> None:
    assert open_checkout().id == open_checkout().id


def test_a_bank_debit_is_unpaid_until_it_arrives(stripe_stand_in: StandIn) -> None:
    opened = open_checkout()
    stripe_stand_in.control(f"checkout/{opened.id}", {"method": "us_bank_account"})
    assert gateway.get_checkout(opened.id).payment_status == "unpaid"


def test_held_money_is_sent_whole(stripe_stand_in: StandIn) -> None:
    charge, account = paid_charge(stripe_stand_in), ready_payee(stripe_stand_in)
    sent = send(account, charge)
    assert (sent.amount, sent.destination, sent.transfer_group) == (10_000, account, "milestone_1")
    assert gateway.find_transfers("milestone_1") == [sent]


def test_a_payee_who_is_not_ready_is_told_by_the_provider(stripe_stand_in: StandIn) -> None:
    charge = paid_charge(stripe_stand_in)
    payee = gateway.create_payee(key="consultant:1:payee", reference="consultant_1")
    with pytest.raises(gateway.ProviderRefused) as refused:
        send(payee.id, charge)
    assert refused.value.code == "insufficient_capabilities_for_transfer"


def test_the_set_up_link_is_the_providers_own(stripe_stand_in: StandIn) -> None:
    account = ready_payee(stripe_stand_in)
    link = gateway.create_onboarding_link(
        key="consultant:1:link:1", account=account,
        refresh_url="https://site.example/a", return_url="https://site.example/b",
    )  # fmt: skip
    assert link.startswith("https://connect.")


@pytest.mark.parametrize("kind", ["reset", "500", "503"])
def test_an_answer_lost_after_the_transfer_pays_once(stripe_stand_in: StandIn, kind: str) -> None:
    charge, account = paid_charge(stripe_stand_in), ready_payee(stripe_stand_in)
    stripe_stand_in.fault("POST /v1/transfers", kind, when="after", times=5)
    with pytest.raises(gateway.OutcomeUnknown):
        send(account, charge)
    stripe_stand_in.control("faults", [])
    for _again in range(3):
        try:
            sent = send(account, charge)
            break
        except gateway.OutcomeUnknown:
            continue
    assert gateway.find_transfers("milestone_1") == [sent]


def test_too_many_requests_is_try_later(stripe_stand_in: StandIn) -> None:
    stripe_stand_in.fault("checkout/sessions", "429", times=5)
    with pytest.raises(gateway.TryLater):
        open_checkout()
    assert gateway.create_payee(key="a:b", reference="c").id
    stripe_stand_in.control("reset", {})


def test_other_parameters_under_a_used_key_are_refused_by_the_provider(
    stripe_stand_in: StandIn,
) -> None:
    open_checkout(amount=10_000)
    with pytest.raises((gateway.OutcomeUnknown, gateway.ProviderRefused)):
        open_checkout(amount=20_000)
    report = stripe_stand_in.report()
    assert [one["code"] for one in report["violations"]] == ["idempotency_conflict"]
    stripe_stand_in.control("reset", {})


def signed(body: bytes, secret: str, *, at: float | None = None) -> str:
    stamp = int(at or time.time())
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def snapshot(**over: object) -> bytes:
    event = {"id": "evt_1", "object": "event", "type": "charge.succeeded", "livemode": False}
    return json.dumps(event | {"data": {"object": {"id": "ch_1"}}} | over).encode()


@pytest.fixture
def two_secrets(settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_old"]


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_either_secret_signs_while_one_is_rolled(two_secrets: None, secret: str) -> None:
    body = snapshot(account="acct_1")
    event = gateway.verified_event(body, signed(body, secret))
    assert event == gateway.ProviderEvent("evt_1", "charge.succeeded", "ch_1", "acct_1")


def test_a_thin_event_names_its_object(two_secrets: None) -> None:
    body = json.dumps(
        {"id": "evt_2", "object": "v2.core.event", "type": "v2.core.account.updated", "livemode": False,
         "related_object": {"id": "acct_9", "type": "v2.core.account", "url": "/"}}
    ).encode()  # fmt: skip
    event = gateway.verified_event(body, signed(body, "whsec_new"))
    assert (event.object_id, event.account) == ("acct_9", "")


@pytest.mark.parametrize("flaw", ["secret", "body", "old", "none", "garbage", "live", "not utf-8"])
def test_a_message_that_is_not_ours_is_refused(two_secrets: None, flaw: str) -> None:
    body = snapshot(livemode=flaw == "live")
    header = signed(
        body,
        "whsec_wrong" if flaw == "secret" else "whsec_new",
        at=time.time() - 3600 if flaw == "old" else None,
    )
    header = {"none": "", "garbage": "t=now,v1=xyz"}.get(flaw, header)
    body = {"body": body.replace(b"ch_1", b"ch_2"), "not utf-8": b"\xff" + body}.get(flaw, body)
    with pytest.raises(gateway.BadSignature):
        gateway.verified_event(body, header)

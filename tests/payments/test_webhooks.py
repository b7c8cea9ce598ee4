"""The provider's messages over real HTTP: kept once if signed, refused if not, handled later."""

from typing import Any

import pytest
from django.test import Client

from core.models import Task
from payments.models import ProviderEvent
from tests.payments.money import Money, run_jobs
from tests.payments.stand_in import wait_until
from tests.payments.test_stripe_gateway import signed, snapshot


@pytest.fixture
def listening(live_server: Any, transactional_db: None, stripe_stand_in: Any) -> Any:
    """The stand-in sends its messages to this server."""
    url = f"{live_server.url}/stripe/webhook/"
    hooks = [
        {"url": url, "secret": "whsec_new"},
        {"url": url, "secret": "whsec_new", "connect": True},
        {"url": url, "secret": "whsec_new", "thin": True},
    ]
    stripe_stand_in.control("config", {"webhooks": hooks, "duplicate": 1})
    return stripe_stand_in


def deliver(stand_in: Any) -> None:
    """Wait until every message was sent, then do the jobs."""
    stand_in.control("webhooks/flush", {})
    run_jobs()


@pytest.mark.django_db(transaction=True)
def test_the_whole_path_by_real_messages_each_sent_twice(listening: Any) -> None:
    money = Money(listening)
    money.pay()
    deliver(listening)
    assert money.funding.state == "held"
    account = money.set_up_pay(finish=False)
    listening.control(f"onboard/{account}", {})
    deliver(listening)
    money.finish_work()
    deliver(listening)
    assert money.payout.state == "released"
    assert len(money.sent()) == 1
    assert ProviderEvent.objects.filter(handled_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_messages_in_the_wrong_order_end_in_the_same_state(listening: Any) -> None:
    money = Money(listening)
    listening.control("config", {"hold": True})
    money.pay(method="us_bank_account")
    from payments.stripe_gateway import get_checkout

    listening.control(f"pi/{get_checkout(money.funding.checkout_id).payment_id}", {})
    listening.control("webhooks/release", {"order": "reverse"})
    deliver(listening)
    assert money.funding.state == "held"


@pytest.mark.django_db(transaction=True)
def test_badly_signed_messages_are_not_kept(listening: Any) -> None:
    money = Money(listening)
    listening.control(
        "config", {"bad_signature": ["secret", "body", "old_timestamp", "missing"], "duplicate": 0}
    )
    money.pay()
    listening.control("webhooks/flush", {})
    wait_until(lambda: len(listening.report()["webhook_deliveries"]) >= 4)
    bad = [one for one in listening.report()["webhook_deliveries"] if one["bad_signature"]]
    assert {one["result"] for one in bad} == {400}
    kept = set(ProviderEvent.objects.values_list("event_id", flat=True))
    assert kept.isdisjoint(one["event"] for one in bad)


@pytest.fixture
def ours(settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new"]


@pytest.mark.django_db
def test_an_event_is_kept_and_asked_for_once(client: Client, ours: None) -> None:
    body = snapshot()
    for _again in range(2):
        response = client.post(
            "/stripe/webhook/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": signed(body, "whsec_new")},
        )
        assert response.status_code == 200
    assert ProviderEvent.objects.get().object_id == "ch_1"
    assert Task.objects.filter(name="payments.handle_event").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"not json", b'{"id": "x", "livemode": false}']
)
def test_signed_nonsense_is_refused_without_a_server_error(
    client: Client, ours: None, body: bytes
) -> None:
    response = client.post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signed(body, "whsec_new")},
    )
    assert response.status_code == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
def test_only_a_post_is_heard_and_only_of_a_decent_size(client: Client, ours: None) -> None:
    assert client.get("/stripe/webhook/").status_code == 405
    assert client.post("/stripe/webhook/", b"x" * 500_001, content_type="a/b").status_code == 413

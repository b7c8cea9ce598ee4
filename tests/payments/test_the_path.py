"""From paying in to arrived, against the strict stand-in, with its faults."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import NotAllowed, Refused
from engagements.models import Milestone
from engagements.parties import parties_of
from notices.models import Notice
from payments.jobs import ask_again, make_missing_payouts
from payments.models import Funding, LedgerTransaction, Payout, PayoutMethod
from payments.queries import money_of
from payments.services import funding
from payments.services.funding import cost_of
from tests.clock import moved_clock
from tests.factories import acting, make_checked_member
from tests.payments.money import Money, enqueue, make_everything_due, run_jobs, states
from tests.payments.stand_in import StandIn

pytestmark = pytest.mark.django_db
FEE = 60_001


@pytest.mark.parametrize("amount", [1, 99, 5_000, 60_001, 1_234_567])
def test_the_cost_on_top_lets_the_fee_arrive_whole(amount: int) -> None:
    total = amount + cost_of(amount)
    provider_keeps = -(-total * 290 // 10_000) + 30  # at most this, rounded up
    assert total - provider_keeps >= amount - 1
    assert cost_of(amount) <= amount * 3 // 100 + 33


def test_from_paying_in_to_arrived(money: Money) -> None:
    money.pay_in()
    assert money.funding.state == "held"
    assert money.stage.state == "ready"
    assert money.balances() == {
        "provider": FEE + money.funding.cost,
        "held": -FEE,
        "costs": -money.funding.cost,
    }

    account = money.set_up_pay()
    money.finish_work()
    assert money.payout.state == "released"
    assert [(one.amount, one.destination) for one in money.sent()] == [(FEE, account)]
    assert money.balances() == {
        "provider": money.funding.cost,
        "held": 0,
        "costs": -money.funding.cost,
        "due": 0,
    }

    [waited] = money.work.engagement.organization.paid_stages.all()  # its public record
    assert (waited.work, waited.stage, waited.days) == (money.work.engagement.pk, money.stage.pk, 0)

    bank = bring_to_the_bank(money, account, FEE)
    money.hear("payout.paid", bank, account=account)
    assert money.payout.state == "paid_out"
    assert Notice.objects.filter(user=money.work.person, page="money").exists()


def bring_to_the_bank(money: Money, account: str, amount: int) -> str:
    """Let the consultant's account at the provider pay out to the bank."""
    import stripe

    client = stripe.StripeClient("sk_test_standin", base_addresses={"api": money.provider.address})
    money.provider.control("settle", {})
    made = client.v1.payouts.create(
        {"amount": amount, "currency": "usd"},
        {"stripe_account": account, "idempotency_key": f"bank:{amount}"},
    )
    money.provider.control(f"payout/{made.id}", {"status": "paid"})
    return made.id


def test_paying_in_twice_opens_one_page(money: Money) -> None:
    assert money.open_page() == money.open_page()
    assert money.provider.report()["requests"]["POST /v1/checkout/sessions"] == 1


def test_only_those_who_may_pay_open_the_page(money: Money) -> None:
    for stranger in (money.work.person, make_checked_member()):
        with pytest.raises(NotAllowed):
            funding.start(money.stage, actor=stranger)
    assert not Funding.objects.exists()


def test_a_stage_that_is_paid_in_can_not_be_paid_again(money: Money) -> None:
    money.pay_in()
    with pytest.raises(Refused):
        money.open_page()


def test_a_provider_that_does_not_answer_costs_a_sentence_and_no_second_page(money: Money) -> None:
    money.provider.fault("checkout/sessions", "reset", when="after", times=4)
    with pytest.raises(Refused):
        money.open_page()
    money.provider.control("faults", [])
    opened = {money.open_page() for _again in range(2)}
    assert len(opened) == 1


def test_a_bank_debit_is_on_its_way_until_it_arrives(money: Money) -> None:
    money.pay(method="us_bank_account")
    page = money.funding.checkout_id
    money.hear("checkout.session.completed", page)
    assert (money.funding.state, money.stage.state) == ("processing", "planned")
    payment = funding.gateway.get_checkout(page).payment_id
    money.provider.control(f"pi/{payment}", {})
    money.hear("checkout.session.async_payment_succeeded", page)
    assert (money.funding.state, money.stage.state) == ("held", "ready")


def test_a_bank_debit_that_fails_can_be_tried_again(money: Money) -> None:
    money.pay(method="us_bank_account")
    page = money.funding.checkout_id
    money.hear("checkout.session.completed", page)
    payment = funding.gateway.get_checkout(page).payment_id
    money.provider.control(f"pi/{payment}", {"outcome": "fail"})
    money.hear("checkout.session.async_payment_failed", page)
    assert (money.funding.state, money.stage.state) == ("failed", "planned")
    assert money.open_page() != page
    money.pay()
    money.hear("checkout.session.completed", money.funding.checkout_id)
    assert money.funding.state == "held"


def test_repeated_and_reordered_events_change_nothing(money: Money) -> None:
    money.pay_in()
    page = money.funding.checkout_id
    for kind in (
        "checkout.session.completed",
        "checkout.session.expired",
        "checkout.session.completed",
    ):
        money.hear(kind, page)
    assert money.funding.state == "held"
    assert LedgerTransaction.objects.count() == 0  # hidden from nobody in particular
    with acting(money.work.person):
        assert [row.name for row in LedgerTransaction.objects.all()] == ["paid_in"]


def test_an_ended_page_is_forgotten_and_a_new_one_opened(money: Money) -> None:
    first = money.open_page()
    expire(first)
    money.hear("checkout.session.expired", first)
    assert money.funding.state == "draft"
    assert money.open_page() != first


def test_an_ended_page_nobody_told_us_about_is_found_when_paying(money: Money) -> None:
    first = money.open_page()
    expire(first)
    assert money.open_page() != first


def expire(page: str) -> None:
    funding.gateway._client().v1.checkout.sessions.expire(
        page, {}, {"idempotency_key": f"end:{page}"}
    )


def test_payment_that_arrived_without_a_word_is_found_by_the_sweep(money: Money) -> None:
    money.pay()
    Funding.objects.update(created_at=timezone.now() - timedelta(hours=2))
    with transaction.atomic():
        ask_again()
    run_jobs()
    assert money.funding.state == "held"


def test_approval_nobody_heard_of_is_found_by_the_sweep(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    Milestone.objects.filter(pk=money.stage.pk).update(
        state="approved", approved_at=timezone.now(), review_ends_at=timezone.now()
    )
    with transaction.atomic():
        make_missing_payouts()
        make_missing_payouts()
    run_jobs()
    assert money.payout.state == "released"
    assert len(money.sent()) == 1


def test_pay_waits_for_the_set_up_and_goes_out_after_it(money: Money) -> None:
    money.pay_in()
    money.finish_work()
    assert money.payout.state == "waiting_for_setup"
    assert money.sent() == []
    assert "and the payment provider, who set it up" in who_sends(money)
    money.set_up_pay()
    assert money.payout.state == "released"
    assert len(money.sent()) == 1
    assert who_sends(money) == "The payment provider"


def who_sends(money: Money) -> str:
    """Return who acts before the pay is sent, as both sides read it."""
    with acting(money.work.member):
        engagement = money.work.engagement
        parties = parties_of(engagement)
        (stage,) = money_of(engagement, parties=parties, by_clock=set())
    return next(str(one.who) for one in stage.moments if one.text == "Sent")


def test_an_account_that_lost_its_ability_waits_again_and_is_paid_once(money: Money) -> None:
    money.pay_in()
    account = money.set_up_pay(finish=False)
    PayoutMethod.objects.update(can_receive=True)  # as it was once
    money.finish_work()
    assert money.payout.state == "waiting_for_setup"
    assert not PayoutMethod.objects.get().can_receive
    money.provider.control(f"onboard/{account}", {})
    money.hear("account.updated", account)
    assert money.payout.state == "released"
    assert len(money.sent()) == 1


@pytest.mark.parametrize("kind", ["reset", "500", "503"])
def test_an_answer_lost_after_the_transfer_pays_once(money: Money, kind: str) -> None:
    money.pay_in()
    money.set_up_pay()
    money.provider.fault("POST /v1/transfers", kind, when="after", times=4)
    money.finish_work()
    for _again in range(4):
        make_everything_due()
        run_jobs()
    assert money.payout.state == "released"
    assert len(money.sent()) == 1
    assert states() == []


def test_a_busy_provider_is_asked_again_later(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    money.provider.fault("POST /v1/transfers", "429", times=3)
    money.finish_work()
    assert money.payout.state == "sending"
    for _again in range(4):
        make_everything_due()
        run_jobs()
    assert len(money.sent()) == 1


@contextmanager
def a_day_later(money: Money) -> Iterator[None]:
    """Let a day pass here and at the provider, which then forgets its keys."""
    with moved_clock(days=1, minutes=1):
        money.provider.control("config", {"ahead": clock.setting().ahead.total_seconds()})
        yield


def test_after_a_day_of_doubt_we_look_instead_of_asking_again(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    money.provider.fault("POST /v1/transfers", "reset", when="after", times=1)
    money.provider.fault("POST /v1/transfers", "500", when="before", times=9)
    money.finish_work()
    with a_day_later(money):
        make_everything_due()
        run_jobs()
    assert money.payout.state == "released"
    assert len(money.sent()) == 1


def test_a_transfer_that_never_happened_is_asked_for_anew(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    money.provider.fault("POST /v1/transfers", "500", when="before", sticky=True, times=1)
    money.finish_work()
    assert money.payout.state == "sending"
    with a_day_later(money):
        for _again in range(2):
            make_everything_due()
            run_jobs()
    assert (money.payout.state, money.payout.attempt) == ("released", 2)
    assert len(money.sent()) == 1


def test_running_the_job_twice_pays_once(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    money.finish_work()
    for name in ("payments.release", "payments.send_transfer"):
        enqueue(name, payout=money.payout.pk)
    run_jobs()
    assert len(money.sent()) == 1
    assert money.balances()["due"] == 0


def test_a_stage_is_paid_on_its_day(stripe_stand_in: StandIn) -> None:
    money = Money(stripe_stand_in)
    money.pay_in()
    money.set_up_pay()
    money.work.hand_in()
    money.work.approve()
    Payout.objects.update(due_at=timezone.now() + timedelta(days=5))
    run_jobs()
    assert (money.payout.state, money.sent()) == ("due", [])


def test_money_of_another_amount_is_not_taken_for_ours(money: Money) -> None:
    money.pay()
    Funding.objects.update(cost=1)
    money.hear("checkout.session.completed", money.funding.checkout_id)
    assert money.funding.state == "awaiting_funds"
    assert states() == [("payments.handle_event", "waiting")]

"""Money in doubt: pages overtaken by others, signals that come twice, late or too early."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.errors import Refused
from core.models import Task
from payments import stripe_gateway as gateway
from payments.jobs import ask_again
from payments.models import Funding, Payout, PayoutMethod
from payments.services import funding, payout_methods
from payments.services.payouts import begin, make_due
from tests.factories import acting
from tests.payments.money import Money, enqueue, make_everything_due, run_jobs, states
from tests.payments.test_the_path import FEE, bring_to_the_bank

pytestmark = pytest.mark.django_db


def open_two_pages(money: Money) -> tuple[str, str]:
    """Let a first page be taken for ended, and a second one be opened."""
    first = money.open_page()
    funding.record_expired(money.funding.pk, first)
    return first, money.open_page()


def test_an_older_page_paid_late_is_held_and_the_newer_page_is_closed(money: Money) -> None:
    first, second = open_two_pages(money)
    money.provider.control(f"checkout/{first}", {})
    money.hear("checkout.session.completed", first)
    assert (money.funding.state, money.funding.checkout_id) == ("held", first)
    assert gateway.get_checkout(second).status == "expired"
    money.hear("checkout.session.expired", second)
    assert money.funding.state == "held"
    assert states() == []


def test_closing_a_page_that_has_ended_changes_nothing(money: Money) -> None:
    page = money.open_page()
    for _again in range(2):
        funding.close_page(page)
    assert gateway.get_checkout(page).status == "expired"


def test_a_page_opened_while_an_older_one_is_paid_is_closed(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = money.open_page()
    funding.record_expired(money.funding.pk, first)
    opened, really_open = [], funding._open_page

    def open_slowly(row: Funding) -> gateway.Checkout:
        opened.append(really_open(row))
        money.provider.control(f"checkout/{first}", {})
        money.hear("checkout.session.completed", first)
        return opened[0]

    monkeypatch.setattr(funding, "_open_page", open_slowly)
    with acting(money.work.member), pytest.raises(Refused):
        funding.start(money.stage, actor=money.work.member)
    assert money.funding.state == "held"
    assert gateway.get_checkout(opened[0].id).status == "expired"


def test_an_older_bank_debit_that_fails_lets_the_organization_try_again(money: Money) -> None:
    first, second = open_two_pages(money)
    money.provider.control(f"checkout/{first}", {"method": "us_bank_account"})
    money.hear("checkout.session.completed", first)
    assert (money.funding.state, money.funding.checkout_id) == ("processing", first)
    assert gateway.get_checkout(second).status == "expired"
    payment = gateway.get_checkout(first).payment_id
    money.provider.control(f"pi/{payment}", {"outcome": "fail"})
    money.hear("checkout.session.async_payment_failed", first)
    assert money.funding.state == "failed"


def test_the_failure_of_an_older_page_does_not_end_the_newer_one(money: Money) -> None:
    first, second = open_two_pages(money)
    funding.record_failed(money.funding.pk, first)
    assert (money.funding.state, money.funding.checkout_id) == ("awaiting_funds", second)


def test_an_account_that_is_ready_again_is_paid_however_often_it_is_told(money: Money) -> None:
    money.pay_in()
    money.finish_work()
    account = money.set_up_pay(finish=False)
    with transaction.atomic():
        payout_methods.record_ability(account, can_receive=True)
        payout_methods.record_ability(account, can_receive=False)  # before the job ran
    run_jobs()
    assert money.payout.state == "waiting_for_setup"
    money.provider.control(f"onboard/{account}", {})
    for _again in range(2):
        money.hear("account.updated", account)
    assert money.payout.state == "released"
    assert len(money.sent()) == 1


def test_a_set_up_nobody_told_us_about_is_found_by_the_sweep(money: Money) -> None:
    money.pay_in()
    money.finish_work()
    account = money.set_up_pay(finish=False)
    money.provider.control(f"onboard/{account}", {})
    for _again in range(2):
        with transaction.atomic():
            ask_again()
        run_jobs()
    assert money.payout.state == "released"
    assert len(money.sent()) == 1


def test_a_transfer_before_its_release_was_written_counts_both(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    money.work.hand_in()
    money.work.approve()
    release = Task.objects.filter(name="payments.release")
    release.update(due_at=timezone.now() + timedelta(hours=1))
    enqueue("payments.send_transfer", payout=money.payout.pk)
    run_jobs()
    assert (money.payout.state, money.funding.released) == ("released", FEE)
    make_everything_due()
    run_jobs()
    assert (money.balances()["due"], money.funding.released) == (0, FEE)
    assert len(money.sent()) == 1


def test_an_arrival_heard_before_the_transfer_is_written_is_not_forgotten(money: Money) -> None:
    money.pay_in()
    account = money.set_up_pay()
    money.provider.fault("POST /v1/transfers", "reset", when="after", times=4)
    money.finish_work()
    assert money.payout.state == "sending"
    assert len(money.sent()) == 1  # the provider did it
    money.hear("payout.paid", bring_to_the_bank(money, account, FEE), account=account)
    assert money.payout.state == "sending"
    for _again in range(4):
        make_everything_due()
        run_jobs()
    assert money.payout.state == "paid_out"
    assert states() == []


def test_a_bank_that_sends_it_back_is_told_and_a_later_arrival_too(money: Money) -> None:
    money.pay_in()
    account = money.set_up_pay()
    money.finish_work()
    bank = bring_to_the_bank(money, account, FEE)
    money.hear("payout.paid", bank, account=account)
    money.provider.control(f"payout/{bank}", {"status": "failed"})
    for _again in range(2):
        money.hear("payout.failed", bank, account=account)
    assert money.payout.state == "failed"
    assert len(money.sent()) == 1  # never taken back, never sent again


def test_a_repeated_approval_owes_once_and_a_sent_fee_is_not_begun_again(money: Money) -> None:
    money.pay_in()
    money.set_up_pay()
    money.finish_work()
    assert make_due(money.stage).pk == money.payout.pk
    assert begin(money.payout.pk) is None
    assert Payout.objects.count() == 1


def test_an_account_of_somebody_else_changes_nothing(money: Money) -> None:
    money.set_up_pay(finish=False)
    payout_methods.record_ability("acct_other", can_receive=True)
    assert not PayoutMethod.objects.get().can_receive

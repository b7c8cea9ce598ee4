"""Two workers, two members: real threads with connections of their own; one wins, money moves once."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from core.errors import Refused
from organizations.models import Role
from payments.services import funding
from tests.factories import acting, make_member
from tests.payments.money import Money, enqueue, make_everything_due, run_jobs, states
from tests.payments.stand_in import StandIn
from tests.payments.test_the_path import FEE

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at the same moment; return what each gave back."""
    gate, given = Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            given.append(call())
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def test_two_workers_with_the_same_payout_pay_once(stripe_stand_in: StandIn) -> None:
    money = Money(stripe_stand_in)
    money.pay_in()
    money.set_up_pay()
    money.work.hand_in()
    money.work.approve()
    enqueue("payments.send_transfer", payout=money.payout.pk)
    enqueue("payments.send_transfer", payout=money.payout.pk)
    stripe_stand_in.fault("POST /v1/transfers", "slow", delay=1)
    at_once(run_jobs, run_jobs, run_jobs)
    for _again in range(3):  # a provider that is still at it says so
        make_everything_due()
        run_jobs()
    assert (money.payout.state, states()) == ("released", [])
    assert [one.amount for one in money.sent()] == [FEE]


def test_two_members_who_pay_at_once_get_the_same_page(stripe_stand_in: StandIn) -> None:
    money = Money(stripe_stand_in)
    other = make_member(money.work.engagement.organization, role=Role.OWNER)

    def open_as(user: Any) -> str:
        try:
            with acting(user):
                return funding.start(money.stage, actor=user)
        except Refused:  # the provider is still opening the same page
            return ""

    given = at_once(*[lambda who=who: open_as(who) for who in (money.work.member, other)])
    assert len(given) == 2
    assert len({url for url in given if url}) == 1
    assert money.funding.attempt == 1


def test_our_ledger_and_the_providers_say_the_same(stripe_stand_in: StandIn) -> None:
    money = Money(stripe_stand_in, stages=2)
    money.set_up_pay()
    money.pay_in()
    money.finish_work()
    sent = sum(one.amount for one in money.sent())
    ours = money.balances()
    assert sum(ours.values()) == 0
    assert ours["provider"] == money.funding.total - sent
    assert (ours["held"], ours["due"]) == (0, 0)
    assert stripe_stand_in.control("ledger")["ok"]

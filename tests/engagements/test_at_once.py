"""Two people, or one who presses twice, at the very same time."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.errors import Refused, WrongState
from core.events import events_of
from core.states import Actor, move
from engagements.contracts import services as contracts
from engagements.delivery import services as delivery
from engagements.models import Contract, Milestone, Offer, Posting, Signature
from engagements.negotiation import services as negotiation
from engagements.signals import work_approved
from tests.conftest import as_owner
from tests.engagements.work import Work, make_posting
from tests.factories import acting, make_checked_member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Run the steps in threads that start together; return what each gave or raised."""
    start, given = Barrier(len(steps)), []

    def run(step: Callable[[], Any]) -> None:
        start.wait()
        try:
            given.append(step())
        except Refused as refused:
            given.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == len(steps)
    return given


def test_accepting_at_once_drafts_one_contract() -> None:
    work = Work()
    offer = work.offer()

    def accept() -> Contract:
        with acting(work.person):
            return negotiation.accept_offer(
                Offer.objects.get(pk=offer.pk), number=1, sha256=offer.sha256, actor=work.person
            )

    one, two = at_once(accept, accept)
    with as_owner():
        assert one == two == Contract.objects.get()


def test_accepting_while_the_maker_changes_leaves_one_of_both() -> None:
    work = Work()
    offer = work.offer()

    def accept() -> Contract:
        with acting(work.person):
            return negotiation.accept_offer(
                Offer.objects.get(pk=offer.pk), number=1, sha256=offer.sha256, actor=work.person
            )

    given = at_once(accept, lambda: work.offer(scope="Something else"))
    assert sum(isinstance(one, Refused) for one in given) == 1
    with as_owner():
        contracts_made = Contract.objects.count()
    assert contracts_made + Offer.objects.filter(state="open").count() == 1


def test_both_signing_at_once_begins_the_work_once() -> None:
    work = Work()
    contract = work.agree()

    def sign(who: Any) -> Callable[[], Contract]:
        def step() -> Contract:
            with acting(who):
                return contracts.sign(
                    contract, sha256=contract.sha256, typed_name="Name", actor=who
                )

        return step

    at_once(sign(work.person), sign(work.member), sign(work.member))
    with as_owner():
        assert Signature.objects.count() == 2
        assert Contract.objects.get().state == "active"
    assert Milestone.objects.count() == 1


def test_approving_at_once_with_the_clock_makes_the_pay_due_once() -> None:
    work = Work()
    work.start()
    work.fund()
    work.hand_in()
    heard: list[Milestone] = []

    def hear(milestone: Milestone, **_more: Any) -> None:
        heard.append(milestone)

    def approve() -> Milestone:
        with acting(work.member):
            return delivery.approve_work(work.stage(), actor=work.member)

    work_approved.connect(hear)
    try:
        at_once(approve, approve, approve)
    finally:
        work_approved.disconnect(hear)
    assert len(heard) == 1
    assert work.fresh().state == "done"


def test_of_two_who_move_what_both_have_read_one_comes_late() -> None:
    """Without any lock: the update itself names the state that was read."""
    member = make_checked_member()
    posting = make_posting(member, state="draft")

    def send(floor: int) -> Callable[[], int]:
        row = Posting.objects.get(pk=posting.pk)

        def step() -> int:
            with acting(member), transaction.atomic():
                by, now = Actor.ORGANIZATION, timezone.now()
                move(row, "in_review", by=by, actor=member, sent_at=now, pay_floor=floor)
                assert row.pay_floor == floor
            return floor

        return step

    one, two = at_once(send(1), send(2))
    (late,) = [given for given in (one, two) if isinstance(given, WrongState)]
    won = two if late is one else one
    assert Posting.objects.get().pay_floor == won
    assert events_of(posting).filter(name="moved").count() == 1

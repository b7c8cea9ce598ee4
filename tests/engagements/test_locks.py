"""Whoever holds several rows of the work takes them in one order, so that two never wait for each other."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consultants.items import Audience
from consultants.models import Consultant, MayInvite
from core.errors import NotAllowed
from engagements import locks
from engagements.contracts import services as contracts
from engagements.feedback.services import say_how_it_was
from engagements.invitations import services as invitations
from engagements.models import Contract
from engagements.negotiation import services as negotiation
from engagements.postings import services as postings
from payments.locks import lock_payout
from payments.models import Payout
from tests.engagements.work import Work, make_posting
from tests.factories import acting, make_checked_member, make_consultant

pytestmark = pytest.mark.django_db

ORDER = {
    "engagements_posting": 0,
    "engagements_interest": 1,
    "engagements_invitation": 1,
    "engagements_engagement": 2,
    "engagements_offer": 3,
    "engagements_contract": 3,
    "engagements_milestone": 3,
    "payments_funding": 4,
    "payments_payout": 5,
    "consultants_consultant": 6,
}
HOLDS = re.compile(r'(?:^UPDATE| FROM) "(\w+)" .*?"(?:id|user_id)" = (\d+)')
IS_LOCK = re.compile(r"^UPDATE| FOR (NO KEY )?UPDATE")


def held(queries: list[dict[str, str]]) -> list[str]:
    """Return the tables whose rows were locked, each row at its first lock; the consultant is one."""
    rows: dict[tuple[str, str], None] = {}
    for query in queries:
        found = HOLDS.search(query["sql"]) if IS_LOCK.search(query["sql"]) else None
        if found and found[1] in ORDER:
            table, pk = found.groups()
            rows.setdefault((table, "" if table == "consultants_consultant" else pk))
    return [table for table, _pk in rows]


@contextmanager
def in_order(*expected: str) -> Iterator[None]:
    """Fail unless the rows locked inside are of these tables, and in the one order."""
    with CaptureQueriesContext(connection) as context:
        yield
    tables = held(context.captured_queries)
    assert [table.partition("_")[2] for table in tables] == list(expected)
    ranks = [ORDER[table] for table in tables]
    assert ranks == sorted(ranks)


def test_the_path_of_a_piece_of_work() -> None:
    work = Work()
    with in_order("engagement"):
        work.offer()
    with in_order("engagement", "offer"):
        offer = work.offer()
    with in_order("engagement", "offer"):
        contract = work.accept(offer)
    with in_order("engagement", "contract"):
        work.sign(contract, work.person)
    with in_order("engagement", "contract", "consultant"):
        work.sign(contract, work.member)
    with in_order("engagement", "milestone"):
        work.fund()
    with in_order("engagement", "milestone"):
        work.hand_in()
    with in_order("engagement", "milestone", "contract", "consultant"):
        work.approve()
    with acting(work.person), in_order("engagement"):
        say_how_it_was(work.fresh(), actor=work.person, answers={})
    payout = Payout.objects.get()
    with transaction.atomic(), in_order("engagement", "milestone", "funding", "payout"):
        lock_payout(payout.pk)


def test_work_that_does_not_begin() -> None:
    work = Work()
    contract = work.agree()
    with acting(work.member), in_order("engagement", "contract"):
        contracts.decline(contract, actor=work.member)
    work.offer()
    with acting(work.person), in_order("engagement", "offer", "consultant"):
        negotiation.stop_talking(work.fresh(), actor=work.person)


def test_how_work_begins() -> None:
    member, consultant = make_checked_member(), make_consultant("Ana")
    other = make_consultant("Bo", audience=Audience.CHECKED)
    Consultant.objects.filter(pk=other.pk).update(may_invite=MayInvite.CHECKED)
    posting = make_posting(member)
    with acting(consultant.user), in_order("posting", "consultant"):
        interest = invitations.show_interest(
            posting, actor=consultant.user, items=frozenset({"name"})
        )
    with acting(member), in_order("interest", "consultant"):
        invitations.answer_interest(interest, actor=member)
    with acting(member), in_order("posting", "consultant"):
        invitations.invite(posting, consultant=other, actor=member)
    with acting(member), in_order("posting", "invitation"):
        postings.close(posting, actor=member)


def test_the_engagement_that_was_locked_hangs_on_its_rows() -> None:
    work = Work()
    work.start()
    with acting(work.member), transaction.atomic():
        for row in (
            locks.lock_contract(Contract.objects.defer("document").get()),
            locks.lock_milestone(work.stage()),
            locks.lock_offer(work.engagement.offers.get()),
        ):
            with CaptureQueriesContext(connection) as queries:
                sides = row.engagement.organization, row.engagement.consultant.user
            assert len(queries) == 0
            assert sides == (work.engagement.organization, work.person)


def test_a_contract_that_the_database_hides_is_missing() -> None:
    contract = Work().agree()
    with acting(make_checked_member()), transaction.atomic(), pytest.raises(NotAllowed):
        locks.lock_contract(contract)

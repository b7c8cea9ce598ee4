"""What projects paid: nothing from which one person's pay could be worked out."""

import hashlib
import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from engagements.models import Contract, Engagement, Milestone, Offer
from payments.models import Funding, Payout
from payments.paid import paid_by_kind
from tests.conftest import as_owner
from tests.engagements.work import make_posting
from tests.factories import make_checked_member, make_consultant

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.now() - timedelta(days=365)
_numbers = itertools.count(1)


def pay(member: User, fee: int, *, at: Any = LAST_YEAR, person: Any = None, **more: Any) -> None:
    """Leave the rows of work that has ended and was paid, as the path leaves them."""
    consultant = person or make_consultant()
    kind, stages = more.get("kind", "training"), more.get("stages", 1)
    engagement = Engagement.objects.create(
        posting=make_posting(member, kind_of_work=kind, hours=10),
        organization=member.membership.organization,
        consultant=consultant,
        state=more.get("state", "done"),
    )
    offer = Offer.objects.create(
        engagement=engagement, number=1, side="consultant", made_by=member, terms={},
        sha256="0" * 64, state="accepted", ends_at=timezone.now(),
    )  # fmt: skip
    with as_owner():
        contract = Contract.objects.create(
            engagement=engagement,
            offer=offer,
            document=b"x",
            sha256=hashlib.sha256(b"x").hexdigest(),
        )
    for number in range(1, stages + 1):
        milestone = Milestone.objects.create(
            engagement=engagement, contract=contract, number=number, title="Part",
            deliverable="Notes", due_on=timezone.localdate(), amount=fee // stages,
        )  # fmt: skip
        if number > more.get("paid", stages):
            continue
        funding = Funding.objects.create(
            milestone=milestone, engagement=engagement, amount=fee // stages, cost=0
        )
        Payout.objects.create(
            milestone=milestone, funding=funding, engagement=engagement, consultant=consultant,
            amount=fee // stages, due_at=at, state="paid_out", released_at=at,
            transfer_id=f"tr_{next(_numbers)}",
        )  # fmt: skip


@pytest.fixture
def members() -> list[User]:
    return [make_checked_member() for _each in range(3)]


def fees(members: list[User], *amounts: int, **more: Any) -> None:
    for number, amount in enumerate(amounts):
        pay(members[number % len(members)], amount, **more)


def page() -> str:
    return Client().get("/paid/").content.decode()


def test_five_by_five_people_for_three_organizations_are_shown_rounded(
    members: list[User],
) -> None:
    fees(members, 101_234, 120_000, 143_210, 180_000, 999_999)
    (one,) = paid_by_kind()
    assert (str(one.kind), one.works) == ("Training", 5)
    assert (one.low, one.middle, one.high, one.hourly) == (120_000, 145_000, 180_000, 14_500)
    html = page()
    assert "$1,450" in html
    assert "9,999" not in html  # the ends are not shown


def test_an_empty_page_says_not_enough(members: list[User]) -> None:
    assert "Not enough yet." in page()


@pytest.mark.parametrize("reason", ["four", "two teams", "one person", "this month", "big team"])
def test_too_little_shows_nothing(members: list[User], reason: str) -> None:
    if reason == "four":
        fees(members, *[100_000] * 4)
    elif reason == "two teams":
        fees(members[:2], *[100_000] * 6)
    elif reason == "one person":
        fees(members, *[100_000] * 5, person=make_consultant())
    elif reason == "this month":
        fees(members, *[100_000] * 5, at=timezone.now())
    else:  # one team has three of five
        fees([members[0], members[0], members[0], members[1], members[2]], *[100_000] * 5)
    assert paid_by_kind() == []
    assert "Not enough yet." in page()


def test_work_that_runs_or_is_paid_in_part_does_not_count(members: list[User]) -> None:
    fees(members, *[100_000] * 4)
    pay(members[0], 100_000, state="working")
    pay(members[1], 100_000, stages=2, paid=1)
    assert paid_by_kind() == []


def test_kinds_do_not_mix(members: list[User]) -> None:
    fees(members, *[100_000] * 3)
    fees(members, *[100_000] * 3, kind="speaking")
    assert paid_by_kind() == []


def test_the_sixth_changes_nothing_until_there_are_ten(members: list[User]) -> None:
    fees(members, *[100_000] * 5)
    before = paid_by_kind()
    fees(members, *[900_000] * 4, at=LAST_YEAR + timedelta(days=1))
    assert paid_by_kind() == before
    pay(members[2], 900_000, at=LAST_YEAR + timedelta(days=1))
    assert paid_by_kind()[0].works == 10


def test_the_web_role_gets_figures_and_no_row(members: list[User]) -> None:
    fees(members, *[100_000] * 5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM paid_by_kind()")
        columns = [column.name for column in cursor.description or ()]
    assert columns == ["kind", "works", "middle", "low", "high", "hourly"]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('public', 'paid_by_kind()', 'execute')")
        assert cursor.fetchone() == (False,)

"""What no project may be: the database refuses it past every service."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from engagements.models import Posting, PostingReview
from organizations.record import mark_overdue
from tests.conftest import as_owner
from tests.engagements.work import make_posting, store_posting
from tests.factories import make_checked_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def member() -> User:
    """A member whose organization has opened a project before."""
    member = make_checked_member()
    make_posting(member)
    return member


def test_a_whole_and_fair_one_is_stored(member: User) -> None:
    assert store_posting(member).state == "open"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"summary": ""},
        {"deliverable": ""},
        {"kind_of_work": ""},
        {"kind_of_work": "rescue"},
        {"fee_amount": 0},
        {"fee_amount": 200_000_000, "comparison_amount": 200_000_000},
        {"hours": 0},
        {"comparison_amount": 0},
        {"comparison_amount": 180_001},
        {"fee_up_to": 190_000, "consultants_wanted": 2},
        {"pay_floor": 0},
        {"pay_floor": 9_001},
        {"funder": ""},
        {"ways_to_join": []},
        {"sent_at": None},
        {"opened_at": None},
        {"state": "hidden"},
        {"template_name": "Usual"},
    ],
)
def test_the_database_opens_nothing_unfair_or_with_a_gap(
    member: User, fields: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        store_posting(member, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"fee_amount": -1},
        {"comparison_amount": -1},
        {"consultants_wanted": 0},
        {"due_on": TODAY, "starts_on": TODAY + timedelta(days=1)},
        {"hours": 5, "hours_travel": 3, "hours_debrief": 3},
        {"fee_up_to": 180_000},
        {"first_talk_minutes": 31},
        {"sample_asked": True},
        {"sample_amount": 10},
        {"pay_days": 31},
        {"cancel_full_hours": 337},
        {"topics_to_skip": "Family"},
        {"mandated_reporting": "The nurse"},
        {"reports_to": "The police"},
        {"recording_uses": ["video"]},
        {"recording": "Filmed"},
        {"recording_uses": ["x-ray"], "recording": "Filmed"},
        {"in_the_room": ["aliens"]},
        {"ways_to_join": ["in_person"]},
        {"ways_to_join": ["telepathy"]},
        {"support": ["a car"]},
        {"place": "in_person", "region": "Ohio"},
        {"place": "in_person", "ways_to_join": ["in_person"]},
        {"personal_experience": "demanded"},
        {"way_to_pay": "promise"},
        {"ownership": "nobody"},
        {"credit": "full name"},
        {"language": "xx"},
    ],
)
def test_the_database_keeps_no_contradiction_even_in_a_draft(
    member: User, fields: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        store_posting(member, state="draft", sent_at=None, opened_at=None, **fields)


def test_what_people_read_is_not_changed_behind_them(member: User) -> None:
    posting = store_posting(member)
    for changed in ({"in_the_room": ["police"]}, {"fee_amount": 170_000}, {"title": "Other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=posting.pk).update(**changed)


def test_a_first_one_opens_only_by_the_desk() -> None:
    member = make_checked_member()
    with pytest.raises(IntegrityError, match="the desk looks"), transaction.atomic():
        store_posting(member)
    waiting = make_posting(member, state="in_review")
    with pytest.raises(IntegrityError, match="the desk looks"), transaction.atomic():
        Posting.objects.filter(pk=waiting.pk).update(state="open", opened_at=timezone.now())


def test_an_organization_that_is_not_checked_or_owes_opens_nothing(member: User) -> None:
    organization = member.membership.organization
    mark_overdue(organization, since=timezone.now())
    with pytest.raises(IntegrityError, match="overdue"), transaction.atomic():
        store_posting(member)
    mark_overdue(organization, since=None)
    with as_owner():
        type(organization).objects.update(checked_until=timezone.now() - timedelta(hours=1))
    with pytest.raises(IntegrityError, match="not checked"), transaction.atomic():
        store_posting(member)


def test_a_decision_of_the_desk_stays() -> None:
    make_posting(make_checked_member())
    review = PostingReview.objects.get()
    with pytest.raises(Exception, match=r"append|permission|denied"), transaction.atomic():
        PostingReview.objects.filter(pk=review.pk).update(reason="Other")


def test_sending_back_without_a_reason_is_not_stored(member: User) -> None:
    posting = make_posting(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostingReview.objects.create(posting=posting, decision="returned", decided_by=member)


def test_two_projects_never_share_an_address(member: User) -> None:
    posting = make_posting(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        store_posting(member, code=posting.code)

"""What no project may be: the database refuses it past every service."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from engagements.models import Posting, PostingReview
from organizations.record import mark_overdue
from tests.conftest import as_owner
from tests.engagements.work import make_posting, store_posting
from tests.factories import make_checked_member
from tests.refusals import denied, refused

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
    ("fields", "by"),
    [
        ({"title": ""}, "posting_says_what"),
        ({"summary": ""}, "posting_says_what"),
        ({"deliverable": ""}, "posting_says_what"),
        ({"kind_of_work": ""}, "posting_kind_of_work_known"),
        ({"kind_of_work": "rescue"}, "posting_kind_of_work_known"),
        ({"fee_amount": 0}, "posting_is_paid"),
        (
            {"fee_amount": 200_000_000, "comparison_amount": 200_000_000},
            "posting_comparison_amount_sane",
        ),
        ({"hours": 0}, "posting_has_hours"),
        ({"comparison_amount": 0}, "posting_comparison_is_pay"),
        ({"comparison_amount": 180_001}, "posting_unequal_fees_have_a_reason"),
        ({"fee_up_to": 190_000, "consultants_wanted": 2}, "posting_unequal_fees_have_a_reason"),
        ({"pay_floor": 0}, "posting_pays_the_floor"),
        ({"pay_floor": 9_001}, "posting_pays_the_floor"),
        ({"funder": ""}, "posting_names_its_funder"),
        ({"ways_to_join": []}, "posting_has_a_way_to_join"),
        ({"sent_at": None}, "posting_sent_since"),
        ({"opened_at": None}, "posting_open_since"),
        ({"state": "hidden"}, "posting_state_known"),
        ({"template_name": "Usual"}, "posting_template_is_unsent"),
    ],
)
def test_the_database_opens_nothing_unfair_or_with_a_gap(
    member: User, fields: dict[str, Any], by: str
) -> None:
    with refused(by):
        store_posting(member, **fields)


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"fee_amount": -1}, "posting_fee_amount_sane"),
        ({"comparison_amount": -1}, "posting_comparison_amount_sane"),
        ({"consultants_wanted": 0}, "posting_wants_somebody"),
        ({"due_on": TODAY, "starts_on": TODAY + timedelta(days=1)}, "posting_dates_in_order"),
        ({"hours": 5, "hours_travel": 3, "hours_debrief": 3}, "posting_parts_are_within_the_hours"),
        ({"fee_up_to": 180_000}, "posting_range_goes_up"),
        ({"first_talk_minutes": 31}, "posting_long_talk_is_paid"),
        ({"sample_asked": True}, "posting_sample_is_paid"),
        ({"sample_amount": 10}, "posting_sample_is_paid"),
        ({"pay_days": 31}, "posting_paid_in_30_days"),
        ({"cancel_full_hours": 337}, "posting_cancelling_steps_down"),
        ({"topics_to_skip": "Family"}, "posting_no_topics_unless_asked"),
        ({"mandated_reporting": "The nurse"}, "posting_reporting_says_to_whom"),
        ({"reports_to": "The police"}, "posting_reporting_says_to_whom"),
        ({"recording_uses": ["video"]}, "posting_recording_is_one_answer"),
        ({"recording": "Filmed"}, "posting_recording_is_one_answer"),
        ({"recording_uses": ["x-ray"], "recording": "Filmed"}, "posting_recording_uses_known"),
        ({"in_the_room": ["aliens"]}, "posting_in_the_room_known"),
        ({"ways_to_join": ["in_person"]}, "posting_ways_fit_the_place"),
        ({"ways_to_join": ["telepathy"]}, "posting_ways_to_join_known"),
        ({"support": ["a car"]}, "posting_support_known"),
        ({"place": "in_person", "region": "Ohio"}, "posting_in_person_can_be_joined"),
        ({"place": "in_person", "ways_to_join": ["in_person"]}, "posting_in_person_can_be_joined"),
        ({"personal_experience": "demanded"}, "posting_personal_experience_known"),
        ({"way_to_pay": "promise"}, "posting_way_to_pay_known"),
        ({"ownership": "nobody"}, "posting_ownership_known"),
        ({"credit": "full name"}, "posting_credit_known"),
        ({"language": "xx"}, "posting_language_known"),
    ],
)
def test_the_database_keeps_no_contradiction_even_in_a_draft(
    member: User, fields: dict[str, Any], by: str
) -> None:
    with refused(by):
        store_posting(member, state="draft", sent_at=None, opened_at=None, **fields)


def test_what_people_read_is_not_changed_behind_them(member: User) -> None:
    posting = store_posting(member)
    for changed in ({"in_the_room": ["police"]}, {"hours": 30}, {"title": "Other"}):
        with refused(f"posting {posting.pk} is not a draft"):
            Posting.objects.filter(pk=posting.pk).update(**changed)


def test_a_first_one_opens_only_by_the_desk() -> None:
    member = make_checked_member()
    with refused("the desk looks at the first one"):
        store_posting(member)
    waiting = make_posting(member, state="in_review")
    with refused(f"posting {waiting.pk}: the desk looks at the first one"):
        Posting.objects.filter(pk=waiting.pk).update(state="open", opened_at=timezone.now())


def test_an_organization_that_is_not_checked_or_owes_opens_nothing(member: User) -> None:
    organization = member.membership.organization
    mark_overdue(organization, since=timezone.now())
    with refused("its organization has an overdue payment"):
        store_posting(member)
    mark_overdue(organization, since=None)
    with as_owner():
        type(organization).objects.update(checked_until=timezone.now() - timedelta(hours=1))
    with refused("its organization is not checked"):
        store_posting(member)


def test_a_decision_of_the_desk_stays() -> None:
    make_posting(make_checked_member())
    review = PostingReview.objects.get()
    with refused(denied("engagements_postingreview")):
        PostingReview.objects.filter(pk=review.pk).update(reason="Other")


def test_sending_back_without_a_reason_is_not_stored(member: User) -> None:
    posting = make_posting(member)
    with refused("posting_review_returns_with_a_reason"):
        PostingReview.objects.create(posting=posting, decision="returned", decided_by=member)


def test_two_projects_never_share_an_address(member: User) -> None:
    posting = make_posting(member)
    with refused("engagements_posting_code_key"):
        store_posting(member, code=posting.code)

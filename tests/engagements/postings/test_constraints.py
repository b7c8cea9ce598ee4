"""What no project may be, whoever asks: the services' own rules."""

from typing import Any

import pytest

from accounts.models import User
from core.errors import NotAllowed, Refused, WrongState
from engagements.models import Posting
from engagements.postings import services
from organizations.models import Role
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db


def make_draft(member: User, **fields: Any) -> Posting:
    return make_posting(member, **{"state": "draft"} | fields)


def publish(posting: Posting, member: User) -> Posting:
    with acting(member):
        return services.publish(posting, actor=member)


def test_pay_below_the_floor_of_today_is_not_published(member: User, settings: Any) -> None:
    draft = make_draft(member, fee_amount=180_000, hours=20)
    settings.PAY_FLOOR_HOURLY = 9_001
    with pytest.raises(
        Refused, match=r"This is \$90 for an hour\. The lowest pay here is \$90\.01"
    ):
        publish(draft, member)
    settings.PAY_FLOOR_HOURLY = 9_000
    assert publish(draft, member).state == "in_review"


def test_a_part_of_a_cent_below_the_floor_is_below_it(member: User, settings: Any) -> None:
    settings.PAY_FLOOR_HOURLY = 5_000
    with pytest.raises(Refused):
        publish(make_draft(member, fee_amount=14_999, hours=3), member)


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_what_left_the_board_does_not_come_back(member: User, state: str) -> None:
    posting = make_posting(member, state=state)
    with pytest.raises(WrongState):
        publish(posting, member)


def test_a_draft_is_not_closed(member: User) -> None:
    with acting(member), pytest.raises(WrongState):
        services.close(make_draft(member), actor=member)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE])
def test_roles_that_do_not_arrange_do_nothing_here(member: User, role: str) -> None:
    colleague = make_member(member.membership.organization, role=role)
    refuse_all(colleague, member)


def test_a_narrowed_coordinator_does_nothing_here(member: User) -> None:
    organization = member.membership.organization
    refuse_all(make_member(organization, role=Role.COORDINATOR, limited=True), member)


def test_strangers_and_consultants_do_nothing_here(member: User) -> None:
    for stranger in (make_checked_member(), make_consultant().user):
        refuse_all(stranger, member)


def refuse_all(stranger: User, member: User) -> None:
    organization, draft = member.membership.organization, make_draft(member)
    with acting(stranger):
        with pytest.raises(NotAllowed):
            services.save_draft(organization, actor=stranger, title="x")
        with pytest.raises(NotAllowed):
            services.change_draft(draft, actor=stranger, title="x")
        for step in (services.publish, services.close, services.withdraw):
            with pytest.raises(NotAllowed):
                step(draft, actor=stranger)
    draft.refresh_from_db()
    assert (draft.state, draft.title) == ("draft", "Review of a training")

"""Permissions for assigned members: in the work they belong to, not in search, not for colleagues."""

import pytest
from django.db import connection

from consultants.consent_scope import Purpose, Scope
from consultants.consents.services import give, stop
from consultants.items import Audience
from consultants.models import Assignment, Consultant
from consultants.ties import set_assigned
from consultants.visibility import card_for, may_invite, search
from core.viewer import acting_as
from tests.factories import acting, make_checked_member, make_consultant, make_member
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Some Person", audience=Audience.PICKED, rate=9_000, statement="mine")


@pytest.fixture
def owner():
    return make_checked_member()


def give_rate(consultant: Consultant, owner):
    with acting(consultant.user):
        return give(
            consultant,
            organization=owner.membership.organization,
            scope=Scope(items=frozenset({"rate"}), purpose=Purpose.WORK, assigned_only=True),
            actor=consultant.user,
        )


def items_for(viewer, consultant: Consultant) -> set[str]:
    with acting(viewer):
        card = card_for(consultant.pk)
    return set(card.items) if card else set()


def assign(owner, consultant: Consultant, member, *, is_assigned: bool = True) -> None:
    with acting(owner):
        set_assigned(
            owner.membership.organization_id, consultant.pk, member.pk, is_assigned=is_assigned
        )


@pytest.mark.parametrize(
    ("role", "limited", "sees"),
    [
        ("owner", False, True),
        ("coordinator", False, True),
        ("coordinator", True, False),
        ("finance", False, False),
        ("viewer", False, False),
        ("viewer", True, False),
    ],
)
def test_who_speaks_for_the_organization_takes_part_and_others_do_not(
    consultant, owner, role, limited, sees
) -> None:
    give_rate(consultant, owner)
    organization = owner.membership.organization
    # a second owner would end the check, so the only one stands for the role
    is_owner = role == "owner"
    member = owner if is_owner else make_member(organization, role=role, limited=limited)
    assert items_for(member, consultant) == ({"name", "rate"} if sees else set())


def test_a_member_who_is_assigned_sees_until_it_ends(consultant, owner) -> None:
    given = give_rate(consultant, owner)
    member = make_member(owner.membership.organization, role="viewer")
    colleague = make_member(owner.membership.organization, role="viewer")
    assign(owner, consultant, member)
    assign(owner, consultant, member)
    assert items_for(member, consultant) == {"name", "rate"}
    assert items_for(colleague, consultant) == set()
    assign(owner, consultant, member, is_assigned=False)
    assert items_for(member, consultant) == set()
    assign(owner, consultant, member)
    with acting(consultant.user):
        stop(given, actor=consultant.user)
    assert items_for(member, consultant) == set()
    assert items_for(owner, consultant) == set()


def test_it_does_not_count_in_search_nor_for_inviting(consultant, owner) -> None:
    give_rate(consultant, owner)
    Consultant.objects.filter(pk=consultant.pk).update(may_invite=1)
    with acting(owner):
        assert card_for(consultant.pk) is not None
        assert consultant.pk not in search().ids
        assert not may_invite(consultant.pk)


def test_an_assignment_is_worth_nothing_in_another_organization(consultant, owner) -> None:
    other = make_checked_member()
    give_rate(consultant, other)
    member = make_member(owner.membership.organization, role="viewer")
    assign(owner, consultant, member)
    assert items_for(member, consultant) == set()
    with acting_as(f"user:{member.pk}+org:{other.membership.organization_id}"):
        assert card_for(consultant.pk) is None


def test_who_leaves_is_assigned_no_more(consultant, owner) -> None:
    member = make_member(owner.membership.organization, role="viewer")
    assign(owner, consultant, member)
    with acting(consultant.user):
        assert Assignment.objects.count() == 1
    member.membership.delete()
    with acting(consultant.user):
        assert not Assignment.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "finance"])
def test_nobody_assigns_themselves(consultant, owner, role: str) -> None:
    member = make_member(owner.membership.organization, role=role)
    organization_id = owner.membership.organization_id
    stranger = make_checked_member()
    for actor in (member, stranger, consultant.user):
        with acting(actor), refused("only who speaks for the organization assigns"):
            set_assigned(organization_id, consultant.pk, actor.pk, is_assigned=True)
    with acting(owner), refused("only members are assigned"):
        set_assigned(organization_id, consultant.pk, stranger.pk, is_assigned=True)
    with acting(member), refused(denied("consultants_assignment")):
        connection.cursor().execute(
            "INSERT INTO consultants_assignment (organization_id, consultant_id, user_id) VALUES (%s, %s, %s)",
            [organization_id, consultant.pk, member.pk],
        )

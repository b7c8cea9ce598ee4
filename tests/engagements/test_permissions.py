"""Who may do what in the work: each role of a team, members named on one engagement, strangers."""

import pytest
from guardian.shortcuts import assign_perm

from accounts.models import User
from core.errors import NotAllowed
from core.states import Actor
from engagements import permissions
from engagements.states import Side
from organizations.models import Membership
from tests.engagements.work import Work
from tests.factories import make_administrator, make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db
Powers = tuple[bool, ...]


def powers(actor: User, work: Work) -> Powers:
    """Return see, negotiate, sign, approve, pay, post, arrange."""
    engagement = work.fresh()
    return (
        permissions.can_see(actor, engagement),
        permissions.can_negotiate(actor, engagement),
        permissions.can_sign(actor, engagement),
        permissions.can_approve(actor, engagement),
        permissions.can_pay(actor, engagement),
        permissions.can_post(actor, engagement.organization),
        permissions.can_arrange(actor, engagement.posting),
    )


ALL: Powers = (True,) * 7
NONE: Powers = (False,) * 7


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", ALL),
        ("coordinator", (True, True, True, True, False, True, True)),
        ("finance", (True, False, False, False, True, False, False)),
        ("viewer", (True, False, False, False, False, False, False)),
    ],
)
def test_a_role_gives_its_powers_for_the_whole_organization(role: str, expected: Powers) -> None:
    work = Work()
    member = make_member(work.engagement.organization, role=role)
    assert powers(member, work) == expected
    assert permissions.side_of(member, work.fresh()) == Side.ORGANIZATION


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ((), NONE),
        (("view",), (True, False, False, False, False, False, False)),
        (("view", "change"), (True, True, False, True, False, False, False)),
        (("view", "sign"), (True, False, True, False, False, False, False)),
        (("view", "pay"), (True, False, False, False, True, False, False)),
    ],
)
def test_a_limited_member_has_exactly_what_names_them(
    named: tuple[str, ...], expected: Powers
) -> None:
    work, other = Work(), Work()
    member = make_member(work.engagement.organization, role="coordinator", limited=True)
    for power in named:
        assign_perm(f"engagements.{power}_engagement", member, work.engagement)

    assert powers(member, work) == expected
    assert powers(member, other) == NONE


def test_who_left_the_organization_has_nothing_left() -> None:
    work = Work()
    member = make_member(work.engagement.organization, role="coordinator", limited=True)
    assign_perm("engagements.view_engagement", member, work.engagement)
    Membership.objects.filter(user=member).delete()

    assert powers(User.objects.get(pk=member.pk), work) == NONE
    assert permissions.side_of(member, work.fresh()) is None


def test_the_consultant_has_the_powers_of_their_side_only() -> None:
    work = Work()
    assert powers(work.person, work) == (False, True, True, False, False, False, False)
    assert permissions.can_hand_in(work.person, work.fresh())
    assert not permissions.can_hand_in(work.member, work.fresh())
    assert permissions.side_of(work.person, work.fresh()) == Side.CONSULTANT


def test_strangers_have_none() -> None:
    work = Work()
    for stranger in (make_consultant().user, make_checked_member(), make_administrator()):
        assert powers(stranger, work) == NONE
        assert permissions.side_of(stranger, work.fresh()) is None
        with pytest.raises(NotAllowed):
            permissions.require_side(stranger, work.fresh())


def test_each_side_is_an_actor_of_the_tables() -> None:
    assert permissions.as_actor(Side.CONSULTANT) == Actor.CONSULTANT
    assert permissions.as_actor(Side.ORGANIZATION) == Actor.ORGANIZATION

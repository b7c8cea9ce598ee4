"""Who may do what in the work, in one place. The two sides of an engagement have the same powers."""

from django.db.models import QuerySet
from guardian.shortcuts import get_user_perms

from accounts.models import User
from core.errors import NotAllowed
from core.states import Actor
from engagements.models import Engagement, Posting
from engagements.models.engagement import EngagementUserObjectPermission
from engagements.states import Side
from organizations.lessons.services import has_read_lessons
from organizations.models import Membership, Organization
from organizations.permissions import ALL_ROLES, MAY_ARRANGE, MAY_PAY, has_power, is_arranger

# What a member must be to do something in a piece of work: one of these roles, or named on it with this power.
NEEDED: dict[str, tuple[frozenset[str], str]] = {
    "negotiate": (MAY_ARRANGE, "change_engagement"),
    "sign": (MAY_ARRANGE, "sign_engagement"),
    "approve": (MAY_ARRANGE, "change_engagement"),
    "pay": (MAY_PAY, "pay_engagement"),
}


def can_post(actor: User, organization: Organization | int) -> bool:
    """Whether the actor may write and publish postings and invite: arrangers who read the lessons."""
    return is_arranger(actor, organization) and has_read_lessons(actor)


def can_arrange(actor: User, posting: Posting) -> bool:
    """Whether the actor may answer interests and invite for this posting."""
    return can_post(actor, posting.organization_id)


def can_look_on(actor: User, posting: Posting) -> bool:
    """Whether a member may see who is interested in and invited to this posting."""
    return actor.is_member and has_power(actor, posting.organization_id, roles=ALL_ROLES)


def side_of(actor: User, engagement: Engagement) -> Side | None:
    """Return which side of the engagement the actor stands on, None for strangers."""
    if actor.is_consultant:
        is_theirs = engagement.consultant.user_id == actor.pk
        return Side.CONSULTANT if is_theirs else None
    if actor.is_member and can_see(actor, engagement):
        return Side.ORGANIZATION
    return None


def require_side(actor: User, engagement: Engagement) -> Side:
    """Return the actor's side; strangers are answered like a missing page."""
    side = side_of(actor, engagement)
    if side is None:
        raise NotAllowed
    return side


def can_see(actor: User, engagement: Engagement) -> bool:
    """Whether a member may open the engagement: any unlimited role, or named on it."""
    return has_power(actor, engagement.organization_id, roles=ALL_ROLES) or _is_named(
        actor, engagement, "view_engagement"
    )


def can_negotiate(actor: User, engagement: Engagement) -> bool:
    """Whether the actor may make and answer versions of the terms."""
    return _stands_for_a_side(actor, engagement, "negotiate")


def can_sign(actor: User, engagement: Engagement) -> bool:
    """Whether the actor may sign the contract for their side."""
    return _stands_for_a_side(actor, engagement, "sign")


def can_hand_in(actor: User, engagement: Engagement) -> bool:
    """Whether the actor is the consultant whose work it is."""
    return side_of(actor, engagement) == Side.CONSULTANT


def can_approve(actor: User, engagement: Engagement) -> bool:
    """Whether the actor may approve work for the organization."""
    return not actor.is_consultant and _stands_for_a_side(actor, engagement, "approve")


def can_pay(actor: User, engagement: Engagement) -> bool:
    """Whether the actor may pay in for the organization."""
    return not actor.is_consultant and _stands_for_a_side(actor, engagement, "pay")


POWERS = {
    "negotiate": can_negotiate,
    "sign": can_sign,
    "hand_in": can_hand_in,
    "approve": can_approve,
    "pay": can_pay,
}


def as_actor(side: Side) -> Actor:
    """Return the actor of the move tables for a side."""
    return Actor.CONSULTANT if side == Side.CONSULTANT else Actor.ORGANIZATION


def where_member_may(
    power: str, membership: Membership, rows: QuerySet[Engagement]
) -> QuerySet[Engagement]:
    """Keep the pieces of work in which a member may do this."""
    roles, codename = NEEDED[power]
    if not membership.limited:
        return rows if membership.role in roles else rows.none()
    named = EngagementUserObjectPermission.objects.filter(
        user_id=membership.user_id, permission__codename=codename
    )
    return rows.filter(pk__in=named.values("content_object_id"))


def _stands_for_a_side(actor: User, engagement: Engagement, power: str) -> bool:
    roles, codename = NEEDED[power]
    if actor.is_consultant:
        return side_of(actor, engagement) == Side.CONSULTANT
    return actor.is_member and (
        has_power(actor, engagement.organization_id, roles=roles)
        or _is_named(actor, engagement, codename)
    )


def _is_named(actor: User, engagement: Engagement, codename: str) -> bool:
    """Whether a live but limited member holds this one power over this engagement (guardian)."""
    is_member = Membership.objects.filter(
        user_id=actor.pk, organization_id=engagement.organization_id
    ).exists()
    return is_member and codename in get_user_perms(actor, engagement)

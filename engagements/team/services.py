"""Choosing who in an organization works with one consultant, and what they may do there."""

from django.db import transaction
from django.urls import reverse
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from consultants.ties import set_assigned
from core import events
from core.permissions import require
from core.states import Actor
from engagements.models import Engagement
from engagements.models.engagement import EngagementUserObjectPermission
from engagements.team.queries import POWERS, VIEW, powers_in, powers_open_to
from notices.services import tell
from organizations.models import Membership
from organizations.permissions import is_arranger
from organizations.team.services import lock_member


@transaction.atomic
def name_member(
    engagement: Engagement, *, member: Membership, powers: frozenset[str], actor: User
) -> None:
    """Give a member exactly these powers over one piece of work; none takes them off it, at once."""
    require(is_arranger(actor, engagement.organization_id))
    member = lock_member(member)
    require(member.organization_id == engagement.organization_id)
    require(powers <= set(powers_open_to(member)))
    wanted = powers | {VIEW} if powers else frozenset()
    before = powers_in(engagement).get(member.user_id, frozenset())
    if wanted == before:
        return
    for codename in POWERS:
        change = assign_perm if codename in wanted else remove_perm
        if (codename in wanted) != (codename in before):
            change(f"engagements.{codename}", member.user, engagement)
    _say_who_is_assigned(engagement, member)
    name = "named" if wanted else "unnamed"
    events.record(member, name, by=Actor.ORGANIZATION, actor=actor)
    if wanted:
        tell(member.user, reverse("work", args=[engagement.code]))


def _say_who_is_assigned(engagement: Engagement, member: Membership) -> None:
    """A member takes part in the work with a person as long as any work with them names the member."""
    rows = EngagementUserObjectPermission.objects.filter(
        user_id=member.user_id,
        permission__codename=VIEW,
        content_object__organization_id=engagement.organization_id,
        content_object__consultant_id=engagement.consultant_id,
    )
    set_assigned(
        engagement.organization_id,
        engagement.consultant_id,
        member.user_id,
        is_assigned=rows.exists(),
    )

"""People of a team: asked in, given a role, gone. What is taken from somebody is gone at once."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from notices.services import tell
from organizations.models import FormerMember, Membership, Organization, Role
from organizations.permissions import can_manage_team, can_remove


@transaction.atomic
def change_role(membership: Membership, *, actor: User, role: str, limited: bool) -> Membership:
    """Give a member another role, in force for their next click; a team keeps one owner."""
    organization = lock_team(membership.organization_id)
    require(can_manage_team(actor, organization))
    membership = lock_member(membership)
    if (membership.role, membership.limited) == (role, limited):
        return membership
    if role != Role.OWNER:
        require_another_owner(membership)
    before = role_in_words(membership.role, membership.limited)
    membership.role, membership.limited = role, limited
    membership.save(update_fields=["role", "limited"])
    after = role_in_words(role, limited)
    events.record(
        membership, "role_changed", by=Actor.ORGANIZATION, actor=actor, before=before, after=after
    )
    tell(membership.user, reverse("team"))
    tell_owners(organization, but=actor)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, actor: User) -> None:
    """End a membership with every power it gave, in force for that person's next click."""
    organization = lock_team(membership.organization_id)
    membership = lock_member(membership)
    require(can_remove(actor, membership))
    require_another_owner(membership)
    name = "left" if membership.user_id == actor.pk else "removed"
    events.record(membership, name, by=Actor.ORGANIZATION, actor=actor, before=membership.role)
    FormerMember.objects.create(
        organization=organization,
        user_id=membership.user_id,
        membership_id=membership.pk,
        name=membership.name,
        title=membership.title,
    )
    tell_owners(organization, but=actor)
    # the database takes the powers over single pieces of work with it (engagements/sql/named.sql)
    membership.delete()


def lock_team(organization_id: int) -> Organization:
    """Hold a team still: its people change one step at a time."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization_id)


def lock_member(membership: Membership) -> Membership:
    """Read a membership again; somebody who left meanwhile is refused in words."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("organization", "user")
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        raise Refused(_("This person is not in the team any more."))
    return found


def is_last_owner(membership: Membership) -> bool:
    """Whether the team would have no owner without this one."""
    if membership.role != Role.OWNER:
        return False
    owners = Membership.objects.filter(
        organization_id=membership.organization_id, role=Role.OWNER
    ).exclude(pk=membership.pk)
    return not owners.exists()


def require_another_owner(membership: Membership) -> None:
    """Refuse what would leave the team without an owner; the team is locked by the caller."""
    if is_last_owner(membership):
        raise Refused(_("A team needs an owner. Make somebody else an owner first."))


def tell_owners(organization: Organization, *, but: User) -> None:
    """Leave a content-free notice with the owners, except the one who did it."""
    owners = User.objects.filter(
        membership__organization=organization, membership__role=Role.OWNER, is_active=True
    )
    for user in owners.exclude(pk=but.pk):
        tell(user, reverse("team"))


def role_in_words(role: str, limited: bool) -> str:
    """Return how the history names a role."""
    return f"{role} limited" if limited else role

"""Giving, narrowing, extending and stopping permissions. All hold for the next look."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import ledger, wording
from consultants.items import NAME, Audience, mask_of
from consultants.models import ConsentStep, Consultant, Permission, PermissionRequest, Profile
from consultants.scope import LONGEST, Scope, Use, refuse_what_cannot_be
from consultants.services import change_audience
from consultants.takedowns import ask_to_delete
from core.errors import Refused
from core.permissions import require
from organizations.models import Organization


@transaction.atomic
def give(
    consultant: Consultant,
    *,
    organization: Organization,
    scope: Scope,
    actor: User,
    request: PermissionRequest | None = None,
) -> Permission:
    """Let one organization see these items or use them; an item at "Only me" is raised to "I pick"."""
    require(consultant.user_id == actor.pk)
    refuse_what_cannot_be(scope)
    permission = proposed(consultant, organization=organization, scope=scope, request=request)
    names = frozenset(permission.item_names)
    profile = _lock_profile(consultant, names)
    permission.save(force_insert=True)
    raise_hidden(profile, names, actor=actor)  # after the permission: the ledger comes last
    _note(permission, ConsentStep.GIVEN, words=wording.permission(permission), actor=actor)
    return permission


def proposed(
    consultant: Consultant,
    *,
    organization: Organization,
    scope: Scope,
    request: PermissionRequest | None = None,
) -> Permission:
    """Return what giving this would make, not stored: it is read before it is given."""
    names = scope.items | {NAME.name} if scope.items else scope.items
    return Permission(
        consultant=consultant,
        organization=organization,
        request=request,
        items=mask_of(names),
        purpose=scope.purpose,
        purpose_text=scope.purpose_text,
        recipients=scope.recipients,
        channel=scope.channel,
        uses=scope.uses_mask,
        output=scope.output,
        uses_allowed=scope.uses_allowed,
        assigned_only=scope.assigned_only,
        valid_from=timezone.now(),
        valid_until=scope.until,
    )


@transaction.atomic
def narrow(
    permission: Permission,
    *,
    items: frozenset[str],
    uses: frozenset[Use],
    until: datetime,
    actor: User,
) -> Permission:
    """Keep only these of what was given, or let it end at another time; it never covers more than before."""
    permission = lock_own(permission, actor=actor)
    if not permission.is_on:
        raise Refused(_("This permission has ended. You can give a new one."))
    items_before, uses_before = permission.items, permission.uses
    name = keep_only(permission, items=items, uses=uses, until=until)
    if name is None:
        return permission
    permission.save(update_fields=["items", "uses", "output", "uses_allowed", "valid_until"])
    _note(permission, name, words=wording.permission(permission), actor=actor)
    gone, gone_uses = items_before & ~permission.items, uses_before & ~permission.uses
    if gone or gone_uses:
        ask_to_delete(permission, items=gone, uses=gone_uses, actor=actor)
    return permission


def keep_only(
    permission: Permission, *, items: frozenset[str], uses: frozenset[Use], until: datetime
) -> ConsentStep | None:
    """Make the row say only these, not stored, and return which way it changed; none where it stays."""
    kept = mask_of(items | {NAME.name}) & permission.items if items else 0
    kept_uses = sum(uses) & permission.uses
    if not (kept or kept_uses):
        raise Refused(_("Keep at least one thing, or stop the permission."))
    _refuse_odd_end(permission, until)
    way = _way(permission, items=kept, uses=kept_uses, until=until)
    if not kept_uses:
        permission.output, permission.uses_allowed = "", None
    permission.items, permission.uses, permission.valid_until = kept, kept_uses, until
    return way


@transaction.atomic
def stop(permission: Permission, *, actor: User) -> None:
    """End a permission now, and ask the organization to delete what it kept; twice is once."""
    permission = lock_own(permission, actor=actor)
    if permission.stopped_at is not None:
        return
    was_on = permission.is_on
    Permission.objects.filter(pk=permission.pk).update(stopped_at=Now())
    _note(permission, ConsentStep.STOPPED, words=wording.stopped(permission), actor=actor)
    if was_on:
        ask_to_delete(permission, items=permission.items, uses=permission.uses, actor=actor)


def lock_own(permission: Permission, *, actor: User) -> Permission:
    """Return the row as it is now, locked; somebody else's is a missing one."""
    require(permission.consultant.user_id == actor.pk)
    rows = Permission.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "consultant").get(pk=permission.pk)


def hidden_among(profile: Profile, names: frozenset[str]) -> frozenset[str]:
    """Return the items at "Only me", which giving them would raise."""
    return frozenset(n for n in names if getattr(profile, f"{n}_audience") == Audience.ONLY_ME)


def raise_hidden(profile: Profile, names: frozenset[str], *, actor: User) -> None:
    """Make hidden items visible to organizations that the person picks, and to nobody else."""
    for name in sorted(hidden_among(profile, names)):
        change_audience(profile, name, audience=Audience.PICKED, actor=actor)


def _lock_profile(consultant: Consultant, names: frozenset[str]) -> Profile:
    profile = Profile.objects.select_for_update().get(pk=consultant.pk)
    if names and not profile.name:
        raise Refused(_("Choose a working name in your profile first."))
    return profile


def _way(permission: Permission, *, items: int, uses: int, until: datetime) -> ConsentStep | None:
    """Which way a permission changes; none where it stays as it is."""
    if until > permission.valid_until:
        return ConsentStep.EXTENDED
    same = (items, uses, until) == (permission.items, permission.uses, permission.valid_until)
    return None if same else ConsentStep.NARROWED


def _note(permission: Permission, name: ConsentStep, *, words: str, actor: User) -> None:
    consultant = permission.consultant
    ledger.record(consultant, name, actor=actor, permission=permission, words=words)


def _refuse_odd_end(permission: Permission, until: datetime) -> None:
    if until <= timezone.now():
        raise Refused(_("Choose an end that is still to come."))
    if until > permission.valid_from + LONGEST + timedelta(days=1):
        raise Refused(_("Choose an earlier end: a permission lasts three years at most."))

"""Giving and stopping permissions. Both hold for the next look."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants.items import BY_NAME, NAME, Audience, mask_of
from consultants.models import Consultant, Permission, Profile
from consultants.services import change_audience
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from organizations.models import Organization

USUAL = timedelta(days=90)
LONGEST = timedelta(days=3 * 365)
LONGEST_TEXT = 500


@transaction.atomic
def give(
    consultant: Consultant,
    *,
    organization: Organization,
    items: frozenset[str],
    purpose: str,
    actor: User,
    until: datetime | None = None,
    purpose_text: str = "",
) -> Permission:
    """Let one organization see these items until then; an item at "Only me" is raised to "I pick"."""
    require(consultant.user_id == actor.pk)
    now = timezone.now()
    until = until or now + USUAL
    _refuse_what_cannot_be(items, purpose=purpose, purpose_text=purpose_text, lasts=until - now)
    profile = Profile.objects.select_for_update().get(pk=consultant.pk)
    if not profile.name:
        raise Refused(_("Choose a working name in your profile first."))
    names = items | {NAME.name}
    raise_hidden(profile, names, actor=actor)
    permission = Permission.objects.create(
        consultant=consultant,
        organization=organization,
        items=mask_of(names),
        purpose=purpose,
        purpose_text=purpose_text,
        valid_from=now,
        valid_until=until,
    )
    events.record(permission, "given", by=Actor.CONSULTANT, actor=actor)
    return permission


@transaction.atomic
def stop(permission: Permission, *, actor: User) -> None:
    """End a permission now; stopping twice is stopping once."""
    require(permission.consultant.user_id == actor.pk)
    stopped = Permission.objects.filter(pk=permission.pk, stopped_at=None).update(stopped_at=Now())
    if stopped:
        events.record(permission, "stopped", by=Actor.CONSULTANT, actor=actor)


def hidden_among(profile: Profile, names: frozenset[str]) -> frozenset[str]:
    """Return the items at "Only me", which giving them would raise."""
    return frozenset(n for n in names if getattr(profile, f"{n}_audience") == Audience.ONLY_ME)


def raise_hidden(profile: Profile, names: frozenset[str], *, actor: User) -> None:
    """Make hidden items visible to organizations that the person picks, and to nobody else."""
    for name in sorted(hidden_among(profile, names)):
        change_audience(profile, name, audience=Audience.PICKED, actor=actor)


def _refuse_what_cannot_be(
    items: frozenset[str], *, purpose: str, purpose_text: str, lasts: timedelta
) -> None:
    if not items <= BY_NAME.keys() or purpose not in Permission.Purpose.values:
        raise Refused(_("Choose from the list."))
    if len(purpose_text) > LONGEST_TEXT:
        raise Refused(_("Write a shorter purpose: at most 500 characters."))
    if lasts <= timedelta(0):
        raise Refused(_("Choose an end that is still to come."))
    if lasts > LONGEST:
        raise Refused(_("Choose an earlier end: a permission lasts three years at most."))

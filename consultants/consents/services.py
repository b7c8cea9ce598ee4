"""Giving, narrowing, extending and stopping permissions. All hold for the next look."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import consent_log, consent_words
from consultants.consent_scope import LONGEST, Scope, Use, refuse_what_cannot_be
from consultants.consents.takedowns import ask_to_delete
from consultants.items import NAME, Audience, mask_of
from consultants.models import Consent, ConsentRequest, ConsentStep, Consultant, Profile
from consultants.profile.services import change_audience
from core import clock
from core.clock import ClockNow
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
    request: ConsentRequest | None = None,
) -> Consent:
    """Let one organization see these items or use them; an item at "Only me" is raised to "I pick"."""
    require(consultant.user_id == actor.pk)
    refuse_what_cannot_be(scope)
    consent = proposed(consultant, organization=organization, scope=scope, request=request)
    names = frozenset(consent.item_names)
    profile = _lock_profile(consultant, names)
    consent.save(force_insert=True)
    raise_hidden(profile, names, actor=actor)  # after the permission: the ledger comes last
    _note(consent, ConsentStep.GIVEN, words=consent_words.consent(consent), actor=actor)
    return consent


def proposed(
    consultant: Consultant,
    *,
    organization: Organization,
    scope: Scope,
    request: ConsentRequest | None = None,
) -> Consent:
    """Return what giving this would make, not stored: it is read before it is given."""
    names = scope.items | {NAME.name} if scope.items else scope.items
    return Consent(
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
        valid_from=clock.now(),
        valid_until=scope.until,
    )


@transaction.atomic
def narrow(
    consent: Consent,
    *,
    items: frozenset[str],
    uses: frozenset[Use],
    until: datetime,
    actor: User,
) -> Consent:
    """Keep only these of what was given, or let it end at another time; it never covers more than before."""
    consent = lock_own(consent, actor=actor)
    if not consent.is_on:
        raise Refused(_("This permission has ended. You can give a new one."))
    items_before, uses_before = consent.items, consent.uses
    name = keep_only(consent, items=items, uses=uses, until=until)
    if name is None:
        return consent
    consent.save(update_fields=["items", "uses", "output", "uses_allowed", "valid_until"])
    _note(consent, name, words=consent_words.consent(consent), actor=actor)
    gone, gone_uses = items_before & ~consent.items, uses_before & ~consent.uses
    if gone or gone_uses:
        ask_to_delete(consent, items=gone, uses=gone_uses, actor=actor)
    return consent


def keep_only(
    consent: Consent, *, items: frozenset[str], uses: frozenset[Use], until: datetime
) -> ConsentStep | None:
    """Make the row say only these, not stored, and return which way it changed; none where it stays."""
    kept = mask_of(items | {NAME.name}) & consent.items if items else 0
    kept_uses = sum(uses) & consent.uses
    if not (kept or kept_uses):
        raise Refused(_("Keep at least one thing, or stop the permission."))
    _refuse_odd_end(consent, until)
    way = _way(consent, items=kept, uses=kept_uses, until=until)
    if not kept_uses:
        consent.output, consent.uses_allowed = "", None
    consent.items, consent.uses, consent.valid_until = kept, kept_uses, until
    return way


@transaction.atomic
def stop(consent: Consent, *, actor: User) -> None:
    """End a permission now, and ask the organization to delete what it kept; twice is once."""
    consent = lock_own(consent, actor=actor)
    if consent.stopped_at is not None:
        return
    was_on = consent.is_on
    Consent.objects.filter(pk=consent.pk).update(stopped_at=ClockNow())
    _note(consent, ConsentStep.STOPPED, words=consent_words.stopped(consent), actor=actor)
    if was_on:
        ask_to_delete(consent, items=consent.items, uses=consent.uses, actor=actor)


def lock_own(consent: Consent, *, actor: User) -> Consent:
    """Return the row as it is now, locked; somebody else's is a missing one."""
    require(consent.consultant.user_id == actor.pk)
    rows = Consent.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "consultant").get(pk=consent.pk)


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


def _way(consent: Consent, *, items: int, uses: int, until: datetime) -> ConsentStep | None:
    """Which way a permission changes; none where it stays as it is."""
    if until > consent.valid_until:
        return ConsentStep.EXTENDED
    same = (items, uses, until) == (consent.items, consent.uses, consent.valid_until)
    return None if same else ConsentStep.NARROWED


def _note(consent: Consent, name: ConsentStep, *, words: str, actor: User) -> None:
    consultant = consent.consultant
    consent_log.record(consultant, name, actor=actor, consent=consent, words=words)


def _refuse_odd_end(consent: Consent, until: datetime) -> None:
    if until <= clock.now():
        raise Refused(_("Choose an end that is still to come."))
    if until > consent.valid_from + LONGEST + timedelta(days=1):
        raise Refused(_("Choose an earlier end: a permission lasts three years at most."))

"""The check of an organization: asked for, shown, decided by two, ended by time or by a change.

The database holds the same rules (`organizations/sql/checks.sql`); what is said here is said kindly.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events, outbox
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor, may_move, move
from notices.services import tell
from organizations.checks import alikes
from organizations.checks.queries import proofs_of
from organizations.models import (
    CheckDecision,
    CheckProof,
    DnsState,
    EndReason,
    Organization,
    OrganizationCheck,
)
from organizations.permissions import can_check, owns
from organizations.states import CHECK_MOVES, CheckState

CHECK_LASTS = timedelta(days=365)
RENEW_FROM = timedelta(days=60)  # before the end, a new check can be asked for
PROOFS_NEEDED = 3
PEOPLE_NEEDED = 2
LOOK_EVERY = timedelta(seconds=60)
REMIND = timedelta(days=30)


@transaction.atomic
def open_check(organization: Organization, *, actor: User) -> OrganizationCheck:
    """Ask for a check of the organization as it is now; nothing is shown yet."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    require(owns(actor, organization))
    if organization.checks.filter(state=CheckState.WAITING).exists():
        raise Refused(_("A check is waiting already."))
    if not may_ask(organization):
        raise Refused(_("The check still holds. You can ask again 60 days before it ends."))
    check = OrganizationCheck.objects.create(
        organization=organization, name=organization.name, domain=organization.domain
    )
    alikes.note(check)
    events.record(check, "asked", by=Actor.ORGANIZATION, actor=actor)
    return check


def may_ask(organization: Organization) -> bool:
    """Whether it is time for a check: none holds, or it ends soon."""
    until = organization.checked_until
    return until is None or until <= timezone.now() + RENEW_FROM


@transaction.atomic
def say_register(check: OrganizationCheck, *, actor: User, register: str, number: str) -> None:
    """Keep where an organization says that it is registered; an administrator looks it up."""
    check = lock_waiting(check)
    require(owns(actor, check.organization))
    check.register_said, check.number_said = register, number
    check.save(update_fields=["register_said", "number_said"])
    events.record(check, "register_said", by=Actor.ORGANIZATION, actor=actor)


@transaction.atomic
def ask_for_look(check: OrganizationCheck, *, actor: User) -> None:
    """Look for the record in the domain as soon as a worker is free, at most once a minute."""
    check = lock_waiting(check)
    require(owns(actor, check.organization) or can_check(actor, check.organization))
    looked = check.dns_looked_at
    if looked is not None and looked > timezone.now() - LOOK_EVERY:
        raise Refused(_("We looked a moment ago. Wait a minute, then ask again."))
    if check.dns_state != DnsState.FOUND:
        check.dns_state = DnsState.ASKED
        check.save(update_fields=["dns_state"])
    outbox.enqueue("organizations.look_at_dns", check=check.pk)


def record_look(check_id: int, found: DnsState) -> None:
    """Write what the job found. No answer takes nothing back; a record that is gone does."""
    check = OrganizationCheck.objects.select_for_update().get(pk=check_id)
    if check.state != CheckState.WAITING:
        return
    before, check.dns_looked_at = check.dns_state, timezone.now()
    if not (before == DnsState.FOUND and found == DnsState.NO_ANSWER):
        check.dns_state = found
    check.save(update_fields=["dns_state", "dns_looked_at"])
    if check.dns_state != before:
        events.record(check, "dns", by=Actor.TIMER, before=before, after=check.dns_state)
        _tell_team(check)


@transaction.atomic
def note_proof(
    check: OrganizationCheck, *, actor: User, kind: str, source: str, number: str = ""
) -> CheckProof:
    """Note what an administrator found; it can be put right until somebody has decided."""
    check = lock_waiting(check)
    require(can_check(actor, check.organization))
    noted = check.proofs_noted.filter(kind=kind).first()
    if noted is not None and check.decisions.exists():
        raise Refused(_("Somebody has decided on what was noted. It can't be changed now."))
    proof, _is_new = CheckProof.objects.update_or_create(
        organization_check=check,
        kind=kind,
        defaults={
            "source": source,
            "number": number,
            "noted_by": actor,
            "noted_at": timezone.now(),
        },
    )
    events.record(check, "proof_noted", by=Actor.ADMINISTRATOR, actor=actor, after=kind)
    return proof


@transaction.atomic
def decide(
    check: OrganizationCheck, *, actor: User, decision: str, kind: str, note: str, reason: str = ""
) -> OrganizationCheck:
    """Record one administrator's decision. Two that it is real make it checked; one that it is not
    shown to be real declines it, with a reason that the organization reads."""
    check = lock_waiting(check)
    require(can_check(actor, check.organization))
    refuse_decision(check, actor=actor, decision=decision, kind=kind)
    CheckDecision.objects.create(
        organization_check=check, decision=decision, kind=kind, note=note, decided_by=actor
    )
    events.record(check, decision, by=Actor.ADMINISTRATOR, actor=actor)
    if decision == CheckDecision.Decision.NOT_REAL:
        _decline(check, actor=actor, reason=reason)
    elif check.decisions.count() >= PEOPLE_NEEDED:
        _complete(check, actor=actor, kind=kind)
    return check


class OtherKind(Refused):
    """Two administrators find an organization to be of two kinds."""


def refuse_decision(check: OrganizationCheck, *, actor: User, decision: str, kind: str) -> None:
    """Say why a decision can't be made now: by whom, on what, or at odds with the first one."""
    if check.decisions.filter(decided_by=actor).exists():
        raise Refused(_("You have decided already. Somebody else must decide too."))
    if decision != CheckDecision.Decision.REAL:
        return
    if len(proofs_of(check)) < PROOFS_NEEDED:
        raise Refused(_("Three kinds of proof are needed first."))
    first = check.decisions.first()
    if first is not None and first.kind != kind:
        raise OtherKind(
            _(
                "The first decision says another kind. Choose the same kind, or say that it is not shown."
            )
        )


def _complete(check: OrganizationCheck, *, actor: User, kind: str) -> None:
    """Make the organization checked for 12 months from now; an earlier check ends here."""
    organization = check.organization
    for old in organization.checks.filter(state=CheckState.CHECKED).select_for_update():
        _end(old, EndReason.REPLACED, by=Actor.ADMINISTRATOR, actor=actor, told=True)
    check.kind, check.decided_at = kind, timezone.now()
    check.until = check.decided_at + CHECK_LASTS
    check.save(update_fields=["kind", "decided_at", "until"])
    move(check, CheckState.CHECKED, moves=CHECK_MOVES, by=Actor.ADMINISTRATOR, actor=actor)
    organization.checked_until, organization.kind = check.until, kind
    organization.save(update_fields=["checked_until", "kind"])
    _tell_team(check)


def _decline(check: OrganizationCheck, *, actor: User, reason: str) -> None:
    check.reason, check.decided_at = reason, timezone.now()
    check.save(update_fields=["reason", "decided_at"])
    move(check, CheckState.DECLINED, moves=CHECK_MOVES, by=Actor.ADMINISTRATOR, actor=actor)
    _tell_team(check)


@transaction.atomic
def take_back(check: OrganizationCheck, *, actor: User, reason: str) -> None:
    """End a check in force at once, with a reason that the organization reads. One person is enough:
    taking back protects."""
    check = lock_check(check)
    require(can_check(actor, check.organization))
    if check.state != CheckState.CHECKED:
        raise WrongState
    check.reason = reason
    _end(check, EndReason.TAKEN_BACK, by=Actor.ADMINISTRATOR, actor=actor, told=True)
    Organization.objects.filter(pk=check.organization_id).update(checked_until=None)
    _tell_team(check)


def _end(
    check: OrganizationCheck, why: EndReason, *, by: Actor, actor: Any = None, told: bool = False
) -> None:
    """Write the end in one step: the database lets a check in force change in no other."""
    if not may_move(check, CheckState.ENDED, moves=CHECK_MOVES, by=by):
        raise WrongState
    before, check.state = check.state, CheckState.ENDED
    check.end_reason, check.ended_at = why, timezone.now()
    check.told_at = check.ended_at if told else None
    check.save(update_fields=["state", "reason", "end_reason", "ended_at", "told_at"])
    events.record(check, "ended", by=by, actor=actor, before=before, after=why)


def end_lapsed() -> int:
    """End checks whose 12 months have passed; returns how many. May run twice without harm."""
    late = OrganizationCheck.objects.filter(state=CheckState.CHECKED, until__lte=timezone.now())
    for found in late.values_list("pk", flat=True):
        with transaction.atomic():
            check = OrganizationCheck.objects.select_for_update().get(pk=found)
            if check.state == CheckState.CHECKED:
                _end(check, EndReason.LAPSED, by=Actor.TIMER)
    return tell_of_ends()


def tell_of_ends() -> int:
    """Tell teams of ended checks that they were not told of, whoever or whatever ended them."""
    untold = OrganizationCheck.objects.filter(state=CheckState.ENDED, told_at=None)
    rows = list(untold.select_related("organization"))
    for check in rows:
        with transaction.atomic():
            _tell_team(check)
            OrganizationCheck.objects.filter(pk=check.pk).update(told_at=timezone.now())
    return len(rows)


def remind() -> int:
    """Remind teams once, 30 days before their check ends, unless they have asked for the next one."""
    soon = OrganizationCheck.objects.filter(
        state=CheckState.CHECKED, until__lte=timezone.now() + REMIND, reminded_at=None
    )
    rows = list(soon.select_related("organization"))
    for check in rows:
        with transaction.atomic():
            if not check.organization.checks.filter(state=CheckState.WAITING).exists():
                _tell_team(check)
            OrganizationCheck.objects.filter(pk=check.pk).update(reminded_at=timezone.now())
    return len(rows)


def lock_check(check: OrganizationCheck) -> OrganizationCheck:
    """Lock the organization, then the check: everybody in this order."""
    Organization.objects.select_for_update().get(pk=check.organization_id)
    return (
        OrganizationCheck.objects.select_for_update(of=("self",))
        .select_related("organization")
        .get(pk=check.pk)
    )


def lock_waiting(check: OrganizationCheck) -> OrganizationCheck:
    """Lock a check that is still open; a second tab is told that it was decided."""
    check = lock_check(check)
    if check.state != CheckState.WAITING:
        raise WrongState
    return check


def _tell_team(check: OrganizationCheck) -> None:
    people = User.objects.filter(membership__organization=check.organization_id, is_active=True)
    for user in people:
        tell(user, reverse("org_check"))

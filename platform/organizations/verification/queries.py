"""Reading checks: what is shown so far, what stands, and how it came to that."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.viewer import Viewer
from organizations.models import (
    LookAlike,
    Organization,
    Proof,
    Verification,
    VerificationDecision,
    VerificationProof,
    Vouch,
)
from organizations.states import VerificationState, VouchState


@dataclass(frozen=True)
class CheckSeen:
    """What everybody may know about a check: what was looked at, never who looked."""

    proofs: list[str]
    kind: str
    decided_at: datetime
    until: datetime


def proofs_of(check: Verification) -> list[str]:
    """Return which kinds of proof a check has now, as the database counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organization_proofs(%s)", [check.pk])
        found: list[str] = cursor.fetchone()[0]
    return found


def open_check_of(organization: Organization) -> Verification | None:
    """Return the check that waits for us, if one does."""
    return organization.checks.filter(state=VerificationState.WAITING).first()


def checks_of(organization: Organization) -> QuerySet[Verification]:
    """Return all checks of an organization, the newest first."""
    return organization.checks.order_by("-pk")


def check_in_force(organization: Organization) -> CheckSeen | None:
    """Return the check that stands now."""
    if not organization.is_checked:
        return None
    check = organization.checks.filter(state=VerificationState.CHECKED).first()
    if check is None or check.decided_at is None or check.until is None:
        return None
    noted = check.proofs_noted.filter(kind=Proof.REGISTER).first()
    sponsor = check.vouches.filter(role=Vouch.As.SPONSOR, state=VouchState.CONFIRMED)
    said = {
        Proof.REGISTER: f"{noted.source}, {noted.number}" if noted else "",
        Proof.DNS: check.domain,
        Proof.SPONSOR: ", ".join(sponsor.values_list("by__name", flat=True)),
    }
    proofs = [_in_words(Proof(kind), said.get(Proof(kind), "")) for kind in check.proofs]
    return CheckSeen(proofs, check.get_kind_display(), check.decided_at, check.until)


def _in_words(proof: Proof, more: str) -> str:
    return f"{proof.label}: {more}" if more else str(proof.label)


def waiting_checks() -> QuerySet[Verification]:
    """Return the checks that wait for the desk, the longest wait first."""
    alike = LookAlike.objects.filter(verification=OuterRef("pk"))
    alike_to = LookAlike.objects.filter(other=OuterRef("organization"))
    return (
        Verification.objects.filter(state=VerificationState.WAITING)
        .select_related("organization")
        .annotate(has_alikes=Exists(alike) | Exists(alike_to), decisions_so_far=Count("decisions"))
        .order_by("asked_at", "pk")
    )


def decisions_of(check: Verification) -> QuerySet[VerificationDecision]:
    """Return what administrators decided about a check, in order."""
    return check.decisions.select_related("decided_by").order_by("pk")


def proofs_noted(check: Verification) -> dict[str, VerificationProof]:
    """Return what administrators noted, by kind."""
    return {proof.kind: proof for proof in check.proofs_noted.all()}


def vouches_of(check: Verification) -> QuerySet[Vouch]:
    """Return whom an organization named, and what they said."""
    return check.vouches.select_related("by").order_by("pk")


def vouches_asked_of(viewer: Viewer) -> QuerySet[Vouch]:
    """Return the questions that wait for the viewer's organization, or were answered by it."""
    rows = Vouch.objects.filter(by_id=viewer.organization_id)
    return rows.select_related("verification__organization").order_by("-pk")


def questions_waiting(viewer: Viewer) -> QuerySet[Vouch]:
    """Return the questions that the viewer's organization has not answered, about open checks."""
    return vouches_asked_of(viewer).filter(
        state=VouchState.ASKED, verification__state=VerificationState.WAITING
    )


def alikes_of(organization: Organization) -> list[tuple[Organization, str]]:
    """Return organizations that look like this one, and why, whoever of both came later."""
    rows = LookAlike.objects.filter(
        Q(verification__organization=organization) | Q(other=organization)
    ).select_related("other", "verification__organization")
    found: dict[int, tuple[Organization, str]] = {}
    for row in rows.order_by("pk"):
        its = row.verification.organization
        other = row.other if its.pk == organization.pk else its
        found.setdefault(other.pk, (other, str(row.get_why_display())))
    return list(found.values())

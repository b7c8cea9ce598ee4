"""Reading organizations: their public page, their team, the state of their check."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from core.viewer import Viewer
from organizations.models import Membership, Organization, OrganizationCheck


@dataclass(frozen=True)
class CheckSeen:
    """What everybody may know about a check: never which administrator did it."""

    how: str
    decided_at: datetime
    until: datetime | None


def pages_for(viewer: Viewer) -> QuerySet[Organization]:
    """Checked organizations are public; an unchecked one shows itself to signed-in people only."""
    rows = Organization.objects.all()
    return rows if viewer.user_id is not None else rows.filter(checked_until__gt=Now())


def last_check(organization: Organization) -> OrganizationCheck | None:
    """Return the newest decision about an organization."""
    return organization.checks.order_by("-id").first()


def check_in_force(organization: Organization) -> CheckSeen | None:
    """Return the check that stands now."""
    check = last_check(organization) if organization.is_checked else None
    return CheckSeen(check.how, check.decided_at, check.until) if check else None


def team_of(organization: Organization) -> QuerySet[Membership]:
    """Return who acts for an organization now, owners first."""
    return organization.memberships.select_related("user").order_by("joined_at")


def waiting_for_a_check() -> QuerySet[Organization]:
    """Organizations never looked at, or whose check has ended; the longest wait first."""
    newest = OrganizationCheck.objects.filter(organization=OuterRef("pk")).order_by("-id")
    decision = Subquery(newest.values("decision")[:1])
    return (
        Organization.objects.alias(last=decision)
        .filter(Q(checked_until=None) | Q(checked_until__lte=Now()))
        .filter(Q(last=None) | Q(last=OrganizationCheck.Decision.CHECKED))
        .order_by("created_at")
    )


def others_at(organization: Organization) -> QuerySet[Organization]:
    """Other organizations with the same name or domain: one may pretend to be the other."""
    alike = Q(name__iexact=organization.name) | Q(domain=organization.domain)
    return Organization.objects.filter(alike).exclude(pk=organization.pk).order_by("created_at")

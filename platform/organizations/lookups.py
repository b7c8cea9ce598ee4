"""Look-ups that several rooms need: who may open an organization's page, its team, its accounts."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import User
from core.clock import ClockNow
from core.viewer import Viewer
from organizations.models import Membership, Organization, Role


def people_of(organization: Organization) -> QuerySet[User]:
    """Return the accounts that act for an organization now."""
    return User.objects.filter(membership__organization=organization, is_active=True)


ORDER = (Role.OWNER, Role.COORDINATOR, Role.FINANCE, Role.VIEWER)


def pages_for(viewer: Viewer) -> QuerySet[Organization]:
    """Checked organizations are public; an unchecked one shows itself to signed-in people only."""
    rows = Organization.objects.all()
    return rows if viewer.user_id is not None else rows.filter(checked_until__gt=ClockNow())


def team_of(organization: Organization) -> QuerySet[Membership]:
    """Return who acts for an organization now, owners first."""
    rank = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(ORDER)),
        output_field=IntegerField(),
    )
    rows = organization.memberships.select_related("user")
    return rows.alias(rank=rank).order_by("rank", "joined_at", "pk")


def sees_team(viewer: Viewer, organization: Organization) -> bool:
    """Whether the names of an organization's people are for this viewer: consultants, and its own."""
    return viewer.kind == "consultant" or viewer.organization_id == organization.pk

"""Reading organizations: who may open their page, and their team."""

from django.db.models import QuerySet
from django.db.models.functions import Now

from core.viewer import Viewer
from organizations.models import Membership, Organization


def pages_for(viewer: Viewer) -> QuerySet[Organization]:
    """Checked organizations are public; an unchecked one shows itself to signed-in people only."""
    rows = Organization.objects.all()
    return rows if viewer.user_id is not None else rows.filter(checked_until__gt=Now())


def team_of(organization: Organization) -> QuerySet[Membership]:
    """Return who acts for an organization now, owners first."""
    return organization.memberships.select_related("user").order_by("joined_at")


def sees_team(viewer: Viewer, organization: Organization) -> bool:
    """Whether the names of an organization's people are for this viewer: consultants, and its own."""
    return viewer.kind == "consultant" or viewer.organization_id == organization.pk

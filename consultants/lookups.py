"""Small look-ups that several rooms need."""

from django.db.models import Q

from consultants.models import Consultant, Standing
from core.clock import ClockNow
from organizations.models import Organization, OrganizationQuerySet


def consultant_of(user_id: int) -> Consultant:
    """Return the consultant of an account."""
    return Consultant.objects.get(user_id=user_id)


def known_organizations(user_id: int) -> OrganizationQuerySet:
    """Return checked organizations, and those that have to do with the viewer."""
    own = Standing.objects.filter(consultant__user_id=user_id).values("organization_id")
    return Organization.objects.filter(Q(checked_until__gt=ClockNow()) | Q(pk__in=own))

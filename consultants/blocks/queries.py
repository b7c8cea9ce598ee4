"""Reading whom one blocks."""

from django.db.models import QuerySet

from consultants.blocks.services import blocked_by
from consultants.models import PersonBlock
from organizations.models import Organization


def blocked_organizations(user_id: int) -> QuerySet[Organization]:
    """Return the organizations that the acting consultant blocks."""
    return Organization.objects.filter(pk__in=blocked_by(user_id)).order_by("name", "pk")


def blocked_people(user_id: int) -> QuerySet[PersonBlock]:
    """Return the persons whom the acting consultant blocks."""
    rows = PersonBlock.objects.filter(consultant__user_id=user_id)
    return rows.order_by("called", "user_id")

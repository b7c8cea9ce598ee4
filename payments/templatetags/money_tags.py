"""The way of the money, for the workspace of both sides."""

from typing import Any

from django import template

from engagements.models import Engagement
from engagements.parties import Parties
from payments.queries import money_of

register = template.Library()


@register.inclusion_tag("payments/timeline.html")
def money_timeline(engagement: Engagement, parties: Parties, by_clock: set[int]) -> dict[str, Any]:
    """Show every stage's money from agreed to arrived."""
    return {"stages": money_of(engagement, parties=parties, by_clock=by_clock)}

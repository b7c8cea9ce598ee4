"""The way of the money, for the workspace of both sides."""

from typing import Any

from django import template

from engagements.models import Engagement
from payments.queries import money_of

register = template.Library()


@register.inclusion_tag("payments/timeline.html")
def money_timeline(engagement: Engagement) -> dict[str, Any]:
    """Show every stage's money from agreed to arrived."""
    return {"stages": money_of(engagement)}

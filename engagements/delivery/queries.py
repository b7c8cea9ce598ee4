"""Reading the stages of signed work."""

from django.db.models import (
    QuerySet,
)

from engagements.models import Engagement, HandIn, Milestone


def stages_of(engagement: Engagement) -> QuerySet[Milestone]:
    """Return the stages of the signed contract, in order."""
    return engagement.milestones.order_by("number")


def stage_numbered(engagement: Engagement, number: int) -> Milestone | None:
    """Return one stage of this engagement."""
    return engagement.milestones.filter(number=number).first()


def hand_in_of(milestone: Milestone) -> HandIn | None:
    """Return what was handed in last for a stage."""
    return milestone.hand_ins.order_by("-pk").first()

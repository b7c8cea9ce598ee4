"""Reading the stages of signed work."""

from engagements.models import Engagement, HandIn, Milestone

# Rows of the apps above that a page reads from each stage; such an app adds their names when it starts.
BESIDE_A_STAGE: list[str] = []


def stage_numbered(engagement: Engagement, number: int) -> Milestone | None:
    """Return the stage that people know by this number; None where the work has fewer."""
    return engagement.milestones.filter(number=number).first()


def hand_in_of(milestone: Milestone) -> HandIn | None:
    """Return what was handed in last for a stage."""
    return milestone.hand_ins.order_by("-pk").first()

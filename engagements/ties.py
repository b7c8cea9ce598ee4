"""What binds an organization and a consultant now, from all the work they have together."""

from consultants.items import Tie
from consultants.ties import set_tie
from engagements.locks import lock_consultant
from engagements.models import Engagement, Interest
from engagements.states import EngagementState, InterestState


def renew_tie(engagement: Engagement) -> None:
    """Set the tie that the pair's work asks for now; the end of one job leaves the others' in force."""
    renew_tie_of(engagement.organization_id, engagement.consultant_id)


def renew_tie_of(organization_id: int, consultant_id: int) -> Tie | None:
    """Set the tie that the interests and the work of two sides ask for now; return it."""
    # two jobs of one pair that end at once must see each other's end
    lock_consultant(consultant_id)
    tie = _tie_of(organization_id, consultant_id)
    set_tie(organization_id, consultant_id, tie)
    return tie


def _tie_of(organization_id: int, consultant_id: int) -> Tie | None:
    together = Engagement.objects.filter(
        organization_id=organization_id, consultant_id=consultant_id
    )
    if together.filter(state=EngagementState.WORKING).exists():
        return Tie.WORKING
    interest = Interest.objects.filter(
        posting__organization_id=organization_id,
        consultant_id=consultant_id,
        state=InterestState.SENT,
    )
    if together.filter(state=EngagementState.TALKING).exists() or interest.exists():
        return Tie.TALKING
    return None

"""Money rows are locked after the work's (`engagements/locks.py`): engagement, milestone, funding, payout."""

from engagements import locks
from engagements.models import Milestone
from payments.models import Funding, Payout


def lock_milestone(milestone_id: int) -> Milestone:
    """Lock a milestone and, before it, its engagement; the caller's transaction holds both."""
    return locks.lock_milestone(Milestone.objects.only("engagement_id").get(pk=milestone_id))


def lock_funding(funding_id: int) -> Funding:
    """Lock a funding after its engagement and milestone, which hang on it."""
    milestone = lock_milestone(
        Funding.objects.values_list("milestone_id", flat=True).get(pk=funding_id)
    )
    funding = Funding.objects.select_for_update().get(pk=funding_id)
    funding.milestone, funding.engagement = milestone, milestone.engagement
    return funding


def lock_payout(payout_id: int) -> Payout:
    """Lock a payout after its engagement, milestone and funding, which hang on it."""
    funding = lock_funding(Payout.objects.values_list("funding_id", flat=True).get(pk=payout_id))
    rows = Payout.objects.select_for_update(of=("self",))
    payout = rows.select_related("consultant__user").get(pk=payout_id)
    payout.funding, payout.milestone = funding, funding.milestone
    payout.engagement = funding.engagement
    return payout

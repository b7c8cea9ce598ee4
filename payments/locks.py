"""Money rows are locked in one order everywhere: engagement, milestone, funding, payout."""

from engagements.models import Engagement, Milestone
from payments.models import Funding, Payout


def lock_milestone(milestone_id: int) -> Milestone:
    """Lock a milestone and, before it, its engagement; the caller's transaction holds both."""
    engagement_id = Milestone.objects.values_list("engagement_id", flat=True).get(pk=milestone_id)
    Engagement.objects.select_for_update().get(pk=engagement_id)
    return Milestone.objects.select_for_update().get(pk=milestone_id)


def lock_funding(funding_id: int) -> Funding:
    """Lock a funding after its engagement and milestone."""
    lock_milestone(Funding.objects.values_list("milestone_id", flat=True).get(pk=funding_id))
    rows = Funding.objects.select_for_update(of=("self",))
    return rows.select_related("milestone", "engagement").get(pk=funding_id)


def lock_payout(payout_id: int) -> Payout:
    """Lock a payout after its engagement, milestone and funding."""
    lock_funding(Payout.objects.values_list("funding_id", flat=True).get(pk=payout_id))
    rows = Payout.objects.select_for_update(of=("self",))
    return rows.select_related("milestone", "funding", "consultant__user").get(pk=payout_id)

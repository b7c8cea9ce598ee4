"""Reading the versions of the terms."""

from engagements.models import Engagement, Offer
from engagements.states import ContractState, EngagementState
from engagements.terms.terms import Terms


def latest_offer(engagement: Engagement) -> Offer | None:
    """Return the newest version, whatever became of it."""
    return engagement.offers.order_by("-number").first()


def offer_numbered(engagement: Engagement, number: int) -> Offer | None:
    """Return one version of this engagement's terms."""
    return engagement.offers.filter(number=number).first()


def terms_of(offer: Offer) -> Terms:
    """Read the terms of a version."""
    return Terms.from_json(offer.terms)


def earlier_offers(engagement: Engagement, than: Offer) -> list[Offer]:
    """Return the versions before one, newest first, without their text."""
    rows = engagement.offers.filter(number__lt=than.number).defer("terms")
    return list(rows.order_by("-number"))


def is_open_for_terms(engagement: Engagement) -> bool:
    """Whether either side may propose terms now."""
    waiting = engagement.contracts.filter(state=ContractState.WAITING)
    return engagement.state == EngagementState.TALKING and not waiting.exists()

"""Postings, what grows from them, and who may see which."""

from engagements.models.contract import Contract, Signature
from engagements.models.engagement import Engagement, EngagementUserObjectPermission
from engagements.models.joining import Interest, Invitation
from engagements.models.milestone import HandIn, Milestone
from engagements.models.offer import Offer
from engagements.models.posting import Posting

__all__ = [
    "Contract",
    "Engagement",
    "EngagementUserObjectPermission",
    "HandIn",
    "Interest",
    "Invitation",
    "Milestone",
    "Offer",
    "Posting",
    "Signature",
]

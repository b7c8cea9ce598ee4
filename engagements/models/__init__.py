"""Postings, what grows from them, and who may see which."""

from engagements.models.board import Bookmark, SavedSearch, UsualTerms
from engagements.models.contract import Contract, Signature
from engagements.models.engagement import Engagement, EngagementUserObjectPermission
from engagements.models.feedback import Feedback
from engagements.models.invitation import Interest, Invitation
from engagements.models.milestone import HandIn, Milestone
from engagements.models.offer import Offer
from engagements.models.posting import Posting
from engagements.models.wording import KeptWording, PostingReview, WordEntry

__all__ = [
    "Bookmark",
    "Contract",
    "Engagement",
    "EngagementUserObjectPermission",
    "Feedback",
    "HandIn",
    "Interest",
    "Invitation",
    "KeptWording",
    "Milestone",
    "Offer",
    "Posting",
    "PostingReview",
    "SavedSearch",
    "Signature",
    "UsualTerms",
    "WordEntry",
]

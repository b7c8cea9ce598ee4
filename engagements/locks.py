"""Rows of the work as they are now, held until the caller's transaction ends.

Everybody locks in one order, so that nobody waits in a circle: the posting, an interest or an
invitation, the engagement, then its contract, offer or stage, the consultant last.
Payments go on from the stage (`payments/locks.py`).
"""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants.models import Consultant
from core.errors import NotAllowed, Refused
from core.permissions import require
from engagements import permissions
from engagements.models import (
    Contract,
    Engagement,
    Interest,
    Invitation,
    Milestone,
    Offer,
    Posting,
)
from engagements.states import PostingState


def lock_posting(posting: Posting) -> Posting:
    """Lock a posting, with its organization; others may still begin work on it."""
    rows = Posting.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization").get(pk=posting.pk)


def lock_draft(posting: Posting, *, actor: User) -> Posting:
    """Lock a posting that the actor may still change."""
    posting = lock_posting(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.DRAFT:
        raise Refused(_("This project is published. It can't be changed any more."))
    return posting


def lock_interest(interest: Interest) -> Interest:
    """Lock an interest, with the project and the consultant."""
    rows = Interest.objects.select_for_update(of=("self",))
    locked: Interest = rows.select_related("posting__organization", "consultant__user").get(
        pk=interest.pk
    )
    return locked


def lock_invitation(invitation: Invitation) -> Invitation:
    """Lock an invitation, with the project and the consultant."""
    rows = Invitation.objects.select_for_update(of=("self",))
    locked: Invitation = rows.select_related("posting__organization", "consultant__user").get(
        pk=invitation.pk
    )
    return locked


def lock_engagement(engagement_id: int) -> Engagement:
    """Lock a piece of work, with its two sides."""
    rows = Engagement.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "consultant__user", "posting").get(pk=engagement_id)


def lock_offer(offer: Offer) -> Offer:
    """Lock a version of the terms after its engagement, which hangs on it."""
    engagement = lock_engagement(offer.engagement_id)
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    locked.engagement = engagement
    return locked


def lock_contract(contract: Contract) -> Contract:
    """Lock a contract after its engagement, which hangs on it; without the document's bytes."""
    engagement = lock_engagement(contract.engagement_id)
    rows = Contract.objects.select_for_update(of=("self",)).defer("document")
    locked = rows.select_related("offer").filter(pk=contract.pk).first()
    if locked is None:
        raise NotAllowed  # the database hides it from who stands on neither side
    locked.engagement = engagement
    return locked


def lock_milestone(milestone: Milestone) -> Milestone:
    """Lock a stage after its engagement, which hangs on it."""
    engagement = lock_engagement(milestone.engagement_id)
    locked = Milestone.objects.select_for_update().get(pk=milestone.pk)
    locked.engagement = engagement
    return locked


def lock_consultant(consultant_id: int) -> Consultant:
    """Let what one person begins, keeps and ends take turns."""
    return Consultant.objects.select_for_update(no_key=True).get(pk=consultant_id)


def lock_own_consultant(actor: User) -> Consultant:
    """Lock the consultant whose account this is."""
    require(actor.is_consultant)
    return Consultant.objects.select_for_update(no_key=True).get(user=actor)

"""What may follow what in the work, and which side may move it. The documentation renders these."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import Actor, Moves, only

C, O, A, T, P = (  # noqa: E741 - one letter a side keeps the tables readable
    Actor.CONSULTANT,
    Actor.ORGANIZATION,
    Actor.ADMINISTRATOR,
    Actor.TIMER,
    Actor.PROVIDER,
)


class Side(models.TextChoices):
    """The two equal sides of an engagement."""

    CONSULTANT = "consultant", _("consultant")
    ORGANIZATION = "organization", _("organization")


class PostingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("Being looked at")
    OPEN = "open", pgettext_lazy("state", "Open")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Taken back")


POSTING_MOVES: Moves = {
    PostingState.DRAFT: {
        PostingState.OPEN: only(O),
        # an organization's first one, or wording kept with an explanation
        PostingState.IN_REVIEW: only(O),
        PostingState.WITHDRAWN: only(O),
    },
    PostingState.IN_REVIEW: {
        PostingState.OPEN: only(A),
        PostingState.DRAFT: only(O, A),  # changed once more, or sent back with a reason
        PostingState.WITHDRAWN: only(O),
    },
    PostingState.OPEN: {PostingState.CLOSED: only(O), PostingState.WITHDRAWN: only(O)},
}


class InterestState(models.TextChoices):
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Taken back")
    ANSWERED = "answered", _("Answered")


INTEREST_MOVES: Moves = {
    InterestState.SENT: {InterestState.WITHDRAWN: only(C), InterestState.ANSWERED: only(O)},
}


class InvitationState(models.TextChoices):
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    EXPIRED = "expired", _("Ended")


INVITATION_MOVES: Moves = {
    InvitationState.SENT: {
        InvitationState.ACCEPTED: only(C),
        InvitationState.DECLINED: only(C),
        InvitationState.WITHDRAWN: only(O),
        InvitationState.EXPIRED: only(T),
    },
    # the sender can't tell a declined invitation from a waiting one, so both can be taken back
    InvitationState.DECLINED: {InvitationState.WITHDRAWN: only(O)},
}


class EngagementState(models.TextChoices):
    TALKING = "talking", _("Talking")
    WORKING = "working", _("Working")
    DONE = "done", _("Done")
    ENDED = "ended", _("Ended")


ENGAGEMENT_MOVES: Moves = {
    EngagementState.TALKING: {
        EngagementState.WORKING: only(C, O),  # by the second signature
        EngagementState.ENDED: only(C, O),
    },
    EngagementState.WORKING: {EngagementState.DONE: only(O, T)},  # by the last approval
}


class OfferState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REPLACED = "replaced", _("Answered with a new version")
    EXPIRED = "expired", _("Ended")


OFFER_MOVES: Moves = {  # the side that did not make it answers: checked by `permissions.py`
    OfferState.OPEN: {
        OfferState.ACCEPTED: only(C, O),
        OfferState.DECLINED: only(C, O),
        OfferState.REPLACED: only(C, O),
        OfferState.EXPIRED: only(T),
    },
}


class ContractState(models.TextChoices):
    WAITING = "waiting", _("Waiting for signatures")
    ACTIVE = "active", _("Signed by both")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Not signed")


CONTRACT_MOVES: Moves = {
    ContractState.WAITING: {
        ContractState.ACTIVE: only(C, O),  # by the second signature
        ContractState.DECLINED: only(C, O),
    },
    ContractState.ACTIVE: {ContractState.COMPLETED: only(O, T)},  # by the last approval
}


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("Not paid in yet")
    READY = "ready", _("Ready to start")
    HANDED_IN = "handed_in", pgettext_lazy("a stage", "Handed in")
    APPROVED = "approved", pgettext_lazy("a stage", "Approved")


MILESTONE_MOVES: Moves = {
    MilestoneState.PLANNED: {MilestoneState.READY: only(P)},
    MilestoneState.READY: {MilestoneState.HANDED_IN: only(C)},
    MilestoneState.HANDED_IN: {MilestoneState.APPROVED: only(O, T)},  # silence pays the worker
}

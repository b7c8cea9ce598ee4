"""What may follow what in organizations: checks, concerns, self-assessments, teams; and who moves it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import Actor, Moves, only

C, O, A, T = (  # noqa: E741 - one letter a side keeps the tables readable
    Actor.CONSULTANT,
    Actor.ORGANIZATION,
    Actor.ADMINISTRATOR,
    Actor.TIMER,
)


class VerificationState(models.TextChoices):
    """Where one check of an organization stands."""

    WAITING = "waiting", _("Waiting for our check")
    CHECKED = "checked", _("Checked")
    DECLINED = "declined", _("Not shown to be real")
    ENDED = "ended", _("The check has ended")


VERIFICATION_MOVES: Moves = {
    VerificationState.WAITING: {
        VerificationState.CHECKED: only(A),
        VerificationState.DECLINED: only(A),
        VerificationState.ENDED: only(O),
    },
    VerificationState.CHECKED: {VerificationState.ENDED: only(O, A, T)},
}


class VouchState(models.TextChoices):
    """What another organization says when it is asked whether it knows this one."""

    ASKED = "asked", _("Asked")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Does not confirm")


VOUCH_MOVES: Moves = {
    VouchState.ASKED: {VouchState.CONFIRMED: only(O), VouchState.DECLINED: only(O)},
}


class ConcernState(models.TextChoices):
    """How far the desk is with what somebody told it."""

    SENT = "sent", _("Sent")
    LOOKED_AT = "looked_at", _("We are looking into it")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back")


CONCERN_MOVES: Moves = {
    ConcernState.SENT: {
        ConcernState.LOOKED_AT: only(A),
        ConcernState.ANSWERED: only(A),
        ConcernState.WITHDRAWN: only(C, O),
    },
    ConcernState.LOOKED_AT: {
        ConcernState.ANSWERED: only(A),
        ConcernState.WITHDRAWN: only(C, O),
    },
}

OPEN_STATES = (ConcernState.SENT, ConcernState.LOOKED_AT)  # the desk has something to do


class SelfAssessmentState(models.TextChoices):
    """A self-assessment is worked on, then finished; the next year begins a new one."""

    OPEN = "open", _("Being answered")
    FINISHED = "finished", _("Finished")


SELF_ASSESSMENT_MOVES: Moves = {
    SelfAssessmentState.OPEN: {SelfAssessmentState.FINISHED: only(O)},
}


class TeamInvitationState(models.TextChoices):
    """Where an invitation into a team stands; past `ends_at` a sent one has ended."""

    SENT = "sent", _("Sent")
    USED = "used", _("Used")
    WITHDRAWN = "withdrawn", _("Taken back")


TEAM_INVITATION_MOVES: Moves = {
    TeamInvitationState.SENT: {
        TeamInvitationState.USED: only(O),
        TeamInvitationState.WITHDRAWN: only(O),
    },
}

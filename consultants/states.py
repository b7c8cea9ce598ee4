"""What may follow what in asking for a permission. The documentation renders it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import Actor, Moves, only

C, O = Actor.CONSULTANT, Actor.ORGANIZATION  # noqa: E741 - one letter a side keeps the table readable


class RequestState(models.TextChoices):
    OPEN = "open", _("Waiting for your answer")
    ALLOWED = "allowed", _("Allowed")
    PARTLY = "partly", _("Allowed in part")
    NOT_ALLOWED = "not_allowed", _("Not allowed")
    WITHDRAWN = "withdrawn", _("Taken back")
    ENDED = "ended", _("Ended")


REQUEST_MOVES: Moves = {
    RequestState.OPEN: {
        RequestState.ALLOWED: only(C),
        RequestState.PARTLY: only(C),
        RequestState.NOT_ALLOWED: only(C),
        RequestState.WITHDRAWN: only(O),
        RequestState.ENDED: only(O),  # the organization asks anew after no answer came
    },
    # the sender can't tell a no from no answer yet, so both can be taken back
    RequestState.NOT_ALLOWED: {RequestState.WITHDRAWN: only(O)},
}

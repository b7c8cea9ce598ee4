"""What may follow what in a self-assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import Actor, Moves, only


class SelfCheckState(models.TextChoices):
    """A self-assessment is worked on, then finished; the next year begins a new one."""

    OPEN = "open", _("Being answered")
    FINISHED = "finished", _("Finished")


SELF_CHECK_MOVES: Moves = {
    SelfCheckState.OPEN: {SelfCheckState.FINISHED: only(Actor.ORGANIZATION)},
    SelfCheckState.FINISHED: {},
}

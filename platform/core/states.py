"""State machines as tables: what may follow what, and who may move it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import events
from core.errors import WrongState


class Actor(models.TextChoices):
    """The side that a move belongs to."""

    CONSULTANT = "consultant", _("consultant")
    ORGANIZATION = "organization", _("organization")
    ADMINISTRATOR = "administrator", _("administrator")
    TIMER = "timer", _("the clock")
    PROVIDER = "provider", _("the payment provider")


Moves = Mapping[str, Mapping[str, frozenset[Actor]]]


def only(*actors: Actor) -> frozenset[Actor]:
    """Name the actors of a move in a table."""
    return frozenset(actors)


def may_move(row: Any, to: str, *, moves: Moves, by: Actor) -> bool:
    """Say whether the table lets this side take the row there from where it is."""
    return by in moves.get(row.state, {}).get(to, frozenset())


def move(row: Any, to: str, *, moves: Moves, by: Actor, actor: Any = None) -> None:
    """Advance a row that the caller has locked and record who moved it; refuse any other move."""
    if not may_move(row, to, moves=moves, by=by):
        raise WrongState
    before, row.state = row.state, to
    row.save(update_fields=["state"])
    events.record(row, "moved", by=by, actor=actor, before=before, after=to)

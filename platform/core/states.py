"""State machines as tables: what may follow what, and who may move it. The table hangs on the model."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models.sql import UpdateQuery
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


class Moving(models.Model):
    """A row whose `state` changes by `move` alone, as the table on its model says."""

    MOVES: ClassVar[Moves]
    state: "models.CharField[Any, str]"

    class Meta:
        abstract = True


def may_move(row: Moving, to: str, *, by: Actor) -> bool:
    """Say whether the table lets this side take the row there from where it is."""
    return by in row.MOVES.get(row.state, {}).get(to, frozenset())


def move(row: Moving, to: str, *, by: Actor, actor: Any = None, **columns: Any) -> None:
    """Write a row's next state with the columns that belong to it, in one step; record who moved it.

    `WrongState`, and nothing is changed, where the table has no such move, where somebody else has
    moved the row since it was read, and where the acting viewer may not change it. Afterwards the
    row is as the database has it, also where a column was given as an expression.
    """
    if not may_move(row, to, by=by):
        raise WrongState
    before = row.state
    _write(row, {"state": to, **columns})
    events.record(row, "moved", by=by, actor=actor, before=before, after=to)


def _write(row: Moving, values: dict[str, Any]) -> None:
    """Update the row if it is where it was read, and take over what the database made of it.

    A row policy hides rows in silence: an update of a hidden row is no error, it changes no row.
    RETURNING, which `QuerySet.update` does not offer, saves the query that reads the row again.
    """
    meta: Any = row._meta
    rows: Any = type(row)._base_manager
    update = rows.filter(pk=row.pk, state=row.state).query.chain(UpdateQuery)
    update.add_update_values(values)
    statement, params = update.get_compiler(connection=connection).as_sql()
    fields = [meta.get_field(name) for name in values]
    names = ", ".join(connection.ops.quote_name(one.column) for one in (meta.pk, *fields))
    stored = next(iter(rows.raw(f"{statement} RETURNING {names}", params)), None)
    if stored is None:
        raise WrongState
    for field in fields:
        setattr(row, field.attname, getattr(stored, field.attname))

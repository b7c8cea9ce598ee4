"""The field registry: every column of every table says how far its values may go.

Each app classifies its own models in `<app>/columns.py`; models of libraries are classified by the app
that uses them. A system check refuses what is missing, so a new column can't be added without a thought.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Reach(Enum):
    """How far a column's values may go."""

    PUBLIC = "public"
    SHARED = "shared"
    SEALED = "sealed"
    PARTIES = "parties"
    INTERNAL = "internal"


MEANINGS = {
    Reach.PUBLIC: "Anyone may see it, once its owner has published it.",
    Reach.SHARED: "An item of a profile: whom its own audience column lets in, by the rule of consent.",
    Reach.SEALED: "Stored as ciphertext only (`security.sealing`); an audience column may open it further.",
    Reach.PARTIES: "Only the people between whom it is: its owner, both sides of one work, one team, the desk.",
    Reach.INTERNAL: "Keys, states, times and secrets that the software needs; never shown as such to others.",
}


@dataclass(frozen=True)
class Columns:
    """What was said about one model: each column's reach, and what the database derives from them."""

    model: str
    reach: dict[str, Reach] = field(default_factory=dict)
    derived: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    def of(self, reach: Reach) -> tuple[str, ...]:
        """Return the columns of one reach, as they were written."""
        return tuple(name for name, found in self.reach.items() if found is reach)


_said: dict[str, Columns] = {}


def classify(
    model: str,
    *,
    public: str = "",
    shared: str = "",
    sealed: str = "",
    parties: str = "",
    internal: str = "",
    derived: str = "",
) -> None:
    """Say how far each column of `model` ("app.Model") may go; names are separated by spaces.

    `derived` names columns that only the database has, computed by it from other columns.
    """
    if model in _said:
        raise ValueError(f"{model} is classified twice")
    groups = (
        (Reach.PUBLIC, public),
        (Reach.SHARED, shared),
        (Reach.SEALED, sealed),
        (Reach.PARTIES, parties),
        (Reach.INTERNAL, internal),
    )
    pairs = [(name, reach) for reach, names in groups for name in names.split()]
    names = [name for name, _reach in pairs]
    twice = tuple(sorted({name for name in names if names.count(name) > 1}))
    _said[model] = Columns(model, dict(pairs), tuple(derived.split()), twice)


def said_about(model: str) -> Columns | None:
    """Return what was said about a model, if anything was."""
    return _said.get(model)


def everything_said() -> Iterator[Columns]:
    """Yield what was said about every model, by name."""
    for _model, columns in sorted(_said.items()):
        yield columns

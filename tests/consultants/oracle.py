"""Who sees and finds whom, in plain Python from the design. Imports nothing of the application."""

from dataclasses import dataclass, field, replace
from typing import Any

ASKED_OF = {
    "expertise": lambda value, asked: asked in value,
    "languages": lambda value, asked: asked in value,
    "region": lambda value, asked: value == asked,
    "rate": lambda value, asked: value is not None and value <= asked,
    "availability": lambda value, asked: value is not None and value <= asked,
}
TEXTS = ("introduction", "past_work", "statement")


@dataclass(frozen=True)
class Given:
    """A permission: to whom, for what, and whether it still runs."""

    organization: str
    items: frozenset[str]
    is_over: bool = False
    is_stopped: bool = False
    is_for_assigned: bool = False


@dataclass(frozen=True)
class Someone:
    """A consultant: values, an audience for each item, and what they decided."""

    number: int
    order: int
    items: dict[str, Any] = field(default_factory=dict)
    audiences: dict[str, int] = field(default_factory=dict)
    given: tuple[Given, ...] = ()
    ties: dict[str, int] = field(default_factory=dict)
    blocked: frozenset[str] = frozenset()  # organizations and persons
    is_paused: bool = False
    is_closed: bool = False

    def with_(self, **changes: Any) -> "Someone":
        """Return the same person after a change."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Looking:
    """A member of an organization: checked, of a watched kind, or not checked (any more)."""

    person: str
    organization: str
    is_checked: bool = True
    is_watched: bool = False
    is_assigned: bool = True  # owners and coordinators take part in everything


@dataclass(frozen=True)
class Asked:
    """What a search asks; an empty one asks for everybody."""

    values: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()
    by_rate: bool = False


def sees(looking: Looking, someone: Someone, item: str, *, searching: bool = False) -> bool:
    """The design's rule. What is for assigned members counts where they work, not in a search."""
    audience = someone.audiences.get(item, 0)
    base = 4 if looking.is_checked and not looking.is_watched else 5
    tie = someone.ties.get(looking.organization) if looking.is_checked else None
    granted = looking.is_checked and any(
        one.organization == looking.organization and item in one.items
        and not (one.is_over or one.is_stopped)
        and not (one.is_for_assigned and (searching or not looking.is_assigned))
        for one in someone.given
    )  # fmt: skip
    by_tie = tie is not None and audience >= 2 and audience >= tie
    return audience >= base or by_tie or (audience >= 1 and granted)


def is_open_to(looking: Looking, someone: Someone, *, searching: bool = False) -> bool:
    """Whether there is anything of this person for the one who looks: the name is the door."""
    away = someone.is_paused or someone.is_closed or not someone.items.get("name")
    blocked = {looking.person, looking.organization} & someone.blocked
    return not away and not blocked and sees(looking, someone, "name", searching=searching)


def card(looking: Looking, someone: Someone, *, searching: bool = False) -> dict[str, Any] | None:
    """What is shown of a person; None when they can't be seen."""
    if not is_open_to(looking, someone, searching=searching):
        return None
    filled = {name: value for name, value in someone.items.items() if value not in (None, "", [])}
    return {
        name: value
        for name, value in filled.items()
        if sees(looking, someone, name, searching=searching)
    }


def fits(shown: dict[str, Any], asked: Asked) -> bool:
    """Whether what is shown answers everything that is asked."""
    for name, value in asked.values:
        if name not in shown or not ASKED_OF[name](shown[name], value):
            return False
    for word in asked.words:
        if not any(word in shown.get(name, "").split() for name in TEXTS):
            return False
    return not asked.by_rate or "rate" in shown


def finds(looking: Looking, everybody: list[Someone], asked: Asked) -> list[int]:
    """Everybody who is found, in order."""
    found = [
        (shown.get("rate", 0) if asked.by_rate else 0, one.order, one.number)
        for one in everybody
        if (shown := card(looking, one, searching=True)) is not None and fits(shown, asked)
    ]
    return [number for _rate, _order, number in sorted(found)]

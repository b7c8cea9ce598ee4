"""What pages and documents say in one line, and choices in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices


@dataclass(frozen=True)
class Fact:
    """One thing that is said: what about, what, and whether it deserves a second look."""

    label: str
    text: str
    is_marked: bool = False

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"


def in_words(choices: type[Choices], values: Iterable[Any]) -> list[str]:
    """Return the names of some answers."""
    return [str(choices(value).label) for value in values]


def listed(choices: type[Choices], values: Iterable[Any]) -> str:
    """Return the names of some answers, in a line."""
    return ", ".join(in_words(choices, values))

"""What the acting viewer may see of other people. The only way to anybody's items.

The database decides (`profile_seen` behind `profile_cards`, `search_profiles`); this module asks
it, opens sealed values that it let through, and hands out cards. A card has what may be seen and
no trace of the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import connection

from consultants.items import ITEMS
from consultants.models import Availability, Consultant, Expertise, Language, Region
from safety.sealing import Opener

PAGE = 20
COUNTED = 200  # "more than 200" is all that is ever said


@dataclass(frozen=True)
class ProfileCard:
    """What one viewer may see of one consultant: items by name, hidden ones absent."""

    consultant_id: int
    items: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """The working name: who may not see it has no card. People without one yet see their own."""
        return str(self.items.get("name", ""))

    def __contains__(self, name: str) -> bool:
        return name in self.items


@dataclass(frozen=True)
class SearchPage:
    """One page of a search: who was found, and how many in all up to a bound."""

    ids: tuple[int, ...]
    count: int

    @property
    def is_bounded(self) -> bool:
        """Whether there are more than the count says."""
        return self.count > COUNTED


def card_for(consultant_id: int) -> ProfileCard | None:
    """Return what the acting viewer may see of one person; None when that is nothing."""
    return cards_for([consultant_id]).get(consultant_id)


def cards_for(consultant_ids: Iterable[int]) -> dict[int, ProfileCard]:
    """Return the cards of these people, in one look; who can't be seen is not in it."""
    columns = ", ".join(["consultant_id", *(item.name for item in ITEMS)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM profile_cards(%s)",  # noqa: S608 - our own names
            [list(consultant_ids)],
        )
        rows = cursor.fetchall()
    owners = _owners_of([row[0] for row in rows if any(map(_is_sealed_value, row[1:]))])
    opener = Opener(owners.values())
    return {
        row[0]: ProfileCard(row[0], _visible(row[1:], owners.get(row[0]), opener)) for row in rows
    }


def search(*, page: int = 1) -> SearchPage:
    """Return the people that the acting organization sees, in an order that says nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ids, total FROM search_profiles(%s)", [page])
        ids, count = cursor.fetchone()
    return SearchPage(tuple(ids), count)


def may_invite(consultant_id: int) -> bool:
    """Whether the acting organization may invite this person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT may_invite(%s)", [consultant_id])
        return bool(cursor.fetchone()[0])


def in_words(name: str, value: Any) -> Any:
    """Return a stored value as people read it: choices become their labels."""
    labels: dict[str, Any] = {"region": Region, "availability": Availability}
    lists: dict[str, Any] = {"expertise": Expertise, "languages": Language}
    if name in labels:
        return labels[name](value).label
    if name in lists:
        return [lists[name](one).label for one in value]
    return value


def _is_sealed_value(value: Any) -> bool:
    return isinstance(value, bytes | memoryview) and bool(value)


def _owners_of(consultant_ids: list[int]) -> dict[int, int]:
    if not consultant_ids:
        return {}
    return dict(Consultant.objects.filter(pk__in=consultant_ids).values_list("pk", "user_id"))


def _visible(values: tuple[Any, ...], user_id: int | None, opener: Opener) -> Mapping[str, Any]:
    """Keep what was let through and is filled in; open what is sealed."""
    shown: dict[str, Any] = {}
    for item, value in zip(ITEMS, values, strict=True):
        if value in (None, "", [], b""):
            continue
        if item.sealed:
            assert user_id is not None  # a sealed value was found, so its owner was looked up
            shown[item.name] = opener.open(value, user_id=user_id, field=item.name)
        else:
            shown[item.name] = value
    return MappingProxyType(shown)

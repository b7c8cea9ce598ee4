"""What the acting viewer may see of other people. The only way to anybody's items.

The database decides (`profile_seen` behind `profile_cards`, `search_profiles`); this module asks
it, opens sealed values that it let through, and hands out cards. A card has what may be seen and
no trace of the rest.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import connection

from consultants.items import ITEMS, Audience, Item, mask_of
from consultants.models import Availability, Consultant, Expertise, Language, Region
from security.sealing import Opener

Names = frozenset[str]

PAGE = 20
SHORT = frozenset({"name", "expertise", "languages"})  # what a list shows of a person
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
class SearchFilters:
    """What is asked of people, all of it at once; None and no words ask nothing."""

    expertise: int | None = None
    language: int | None = None
    region: int | None = None
    rate_at_most: int | None = None  # for an hour, minor units
    available_by: int | None = None
    words: tuple[str, ...] = ()  # whole words, each in some text that may be seen
    by_rate: bool = False


EVERYBODY = SearchFilters()
SEARCH = "search_profiles(ROW(%s, %s, %s, %s, %s, %s, %s)::search_question, %s)"


@dataclass(frozen=True)
class SearchPage:
    """One page of a search: who was found, and how many in all up to a bound."""

    ids: tuple[int, ...]
    count: int

    @property
    def is_bounded(self) -> bool:
        """Whether there are more than the count says."""
        return self.count > COUNTED


def card_for(
    consultant_id: int, *, only: Names | None = None, opened: bool = False
) -> ProfileCard | None:
    """Return what the acting viewer may see of one person; None when that is nothing."""
    return cards_for([consultant_id], only=only, opened=opened).get(consultant_id)


def cards_for(
    consultant_ids: Iterable[int], *, only: Names | None = None, opened: bool = False
) -> dict[int, ProfileCard]:
    """Return the cards of these people, in one look that is logged; who can't be seen is not in it.

    A page that shows a few items asks for `only` these, so that the log is true. `opened` says that
    this is the person's own page.
    """
    is_member, cards = _made_cards("profile_cards(%s)", [list(consultant_ids)], only=only)
    if is_member and cards:
        _log(cards.values(), opened=opened)
    return cards


def who_is_seen(consultant_ids: Iterable[int]) -> set[int]:
    """Return which of these people the acting viewer sees at all. No item is read, so no look is logged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consultant_id FROM profile_cards(%s)", [list(consultant_ids)])
        return {row[0] for row in cursor.fetchall()}


def card_for_anyone(code: str) -> ProfileCard | None:
    """Return what a person shows to whoever has the link; not logged. None for hidden and missing."""
    _member, cards = _made_cards("profile_for_anyone(%s)", [code])
    return next(iter(cards.values()), None)


def card_as_organization(organization_id: int, *, assigned: bool) -> ProfileCard | None:
    """Return the acting consultant's own card as this organization's members get it."""
    _member, cards = _made_cards("profile_previewed(%s, %s, NULL)", [organization_id, assigned])
    return next(iter(cards.values()), None)


def card_as_audience(audience: Audience) -> ProfileCard | None:
    """Return the acting consultant's own card as such a viewer gets it; the picked, if given every item."""
    _member, cards = _made_cards("profile_previewed(NULL, false, %s)", [audience])
    return next(iter(cards.values()), None)


def card_of_case() -> ProfileCard | None:
    """Return the items that the acting case names; the consultant reads of this look."""
    _member, cards = _made_cards("case_card()", [])
    return next(iter(cards.values()), None)


def may_open(consultant_id: int) -> bool:
    """Whether the acting organization may open this person's page today, within its quota."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT may_open(%s, %s)", [consultant_id, settings.PROFILE_VIEWS_A_DAY])
        return bool(cursor.fetchone()[0])


def search(filters: SearchFilters = EVERYBODY, *, page: int = 1) -> SearchPage:
    """Return whom the acting organization finds by what it may see, in an order that says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ids, total FROM {SEARCH}", _question(filters, page))  # noqa: S608 - our own
        ids, count = cursor.fetchone()
    return SearchPage(tuple(ids), count)


def search_with_cards(
    filters: SearchFilters = EVERYBODY, *, page: int = 1, only: Names
) -> tuple[SearchPage, dict[int, ProfileCard]]:
    """Return a page of `search` with the cards of who is on it, asked at once; one look that is logged."""
    wanted = [item for item in ITEMS if item.name in only]
    columns = ", ".join(f"card.{name}" for name in ("consultant_id", *(i.name for i in wanted)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED (SELECT ids, total FROM {SEARCH})"  # noqa: S608 - our own names
            f" SELECT found.ids, found.total, {columns}"
            " FROM found LEFT JOIN LATERAL profile_cards(found.ids) card ON true",
            _question(filters, page),
        )
        rows = cursor.fetchall()
    ids, count = rows[0][:2]
    cards = _cards_in([row[2:] for row in rows if row[2] is not None], wanted)
    if cards:  # only members of organizations find anybody
        _log(cards.values(), opened=False)
    return SearchPage(tuple(ids), count), cards


def _question(filters: SearchFilters, page: int) -> list[Any]:
    return [
        filters.expertise,
        filters.language,
        filters.region,
        filters.rate_at_most,
        filters.available_by,
        list(filters.words),
        filters.by_rate,
        page,
    ]


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


def _made_cards(
    source: str, params: list[Any], *, only: Names | None = None
) -> tuple[bool, dict[int, ProfileCard]]:
    """Ask one of the database's readers; return whether a member looks, and the cards."""
    wanted = [item for item in ITEMS if only is None or item.name in only]
    columns = ", ".join(["consultant_id", *(item.name for item in wanted)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT viewer_org() IS NOT NULL, {columns} FROM {source}",  # noqa: S608 - our own names
            params,
        )
        rows = cursor.fetchall()
    return bool(rows and rows[0][0]), _cards_in([row[1:] for row in rows], wanted)


def _cards_in(rows: list[tuple[Any, ...]], wanted: list[Item]) -> dict[int, ProfileCard]:
    """Make the cards of rows that hold a consultant and then the wanted items, as they are stored."""
    owners = _owners_of([row[0] for row in rows if any(map(_is_sealed_value, row[1:]))])
    opener = Opener(owners.values())
    return {
        row[0]: ProfileCard(row[0], _visible(wanted, row[1:], owners.get(row[0]), opener))
        for row in rows
    }


def _log(cards: Collection[ProfileCard], *, opened: bool) -> None:
    masks = [mask_of(frozenset(card.items)) for card in cards]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT log_looks(%s, %s, %s)", [[c.consultant_id for c in cards], masks, opened]
        )


def _is_sealed_value(value: Any) -> bool:
    return isinstance(value, bytes | memoryview) and bool(value)


def _owners_of(consultant_ids: list[int]) -> dict[int, int]:
    if not consultant_ids:
        return {}
    return dict(Consultant.objects.filter(pk__in=consultant_ids).values_list("pk", "user_id"))


def _visible(
    items: list[Item], values: tuple[Any, ...], user_id: int | None, opener: Opener
) -> Mapping[str, Any]:
    """Keep what was let through and is filled in; open what is sealed."""
    shown: dict[str, Any] = {}
    for item, value in zip(items, values, strict=True):
        if value in (None, "", [], b""):
            continue
        if item.sealed:
            assert user_id is not None  # a sealed value was found, so its owner was looked up
            shown[item.name] = opener.open(value, user_id=user_id, field=item.name)
        else:
            shown[item.name] = value
    return MappingProxyType(shown)

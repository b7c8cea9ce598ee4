"""Which projects of the board answer its questions, newest first.

In SQL, because the board is read more than all other lists together, and building a statement and its models
takes the ORM longer than the database takes to answer (docs/adr/0013). Pages follow each other by the
last project seen, so that deep ones stay fast.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from core.facts import in_words
from engagements.board.forms import WORD
from engagements.models.disclosures import (
    LANGUAGES,
    InTheRoom,
    KindOfWork,
    PersonalExperience,
    Place,
)
from engagements.models.posting import per_hour

PAGE = 20
COUNTED = 200  # "more than 200" is all that is ever said
CAN_HARM = (InTheRoom.POLICE, InTheRoom.IMMIGRATION, InTheRoom.PROSECUTORS, InTheRoom.PRESS)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LONGEST_MOMENT = 16  # digits of microseconds: enough for three hundred years, and no overflow


@dataclass(frozen=True, slots=True)
class Card:
    """What the board shows of a project, and what usual terms are held against."""

    id: int
    code: str
    opened_at: datetime
    title: str
    organization_name: str
    kind_of_work: str
    place: str
    region: str
    language: str
    currency: str
    fee_amount: int
    comparison_amount: int
    hours: int
    pay_days: int
    cancel_full_hours: int
    cancel_half_days: int
    starts_on: date
    due_on: date
    personal_experience: str
    in_the_room: list[str]
    ways_to_join: list[str]
    mandated_reporting: str
    recording_uses: list[str]

    @property
    def hourly_amount(self) -> int:
        """Return the pay for one hour, all hours counted."""
        return per_hour(self.fee_amount, self.hours)

    @property
    def kind(self) -> Any:
        """Return the kind of work in words."""
        return KindOfWork(self.kind_of_work).label

    @property
    def where(self) -> Any:
        """Return where the work is done, in words."""
        return Place(self.place).label

    @property
    def speech(self) -> str:
        """Return the language of the work by its own name."""
        return dict(LANGUAGES)[self.language]

    @property
    def experience(self) -> Any:
        """Return what is asked of personal experience, in words."""
        return PersonalExperience(self.personal_experience).label

    @property
    def there(self) -> list[str]:
        """Return who will be in the room, in words."""
        return in_words(InTheRoom, self.in_the_room)


@dataclass(frozen=True)
class BoardPage:
    """Some projects of the board, and where the next page begins."""

    rows: list[Card]
    next: str  # empty on the last page
    count: int | None  # of all that match, at most COUNTED + 1; only on the first page

    @property
    def is_bounded(self) -> bool:
        """Whether more match than were counted."""
        return self.count is not None and self.count > COUNTED


# one condition for each question of the form, and what its parameter is made of where that isn't the answer
CONDITIONS = {
    "words": "words @@ to_tsquery('simple', %(words)s)",
    "kind": "kind_of_work = ANY (%(kind)s)",
    "language": "language = %(language)s",
    "place": "place IN (%(place)s, 'either')",
    "region": "strpos(upper(region), upper(%(region)s)) > 0",
    "pay": "fee_amount >= hours * %(pay)s::bigint",
    "starts": "starts_on >= %(starts)s",
    "done": "due_on <= %(done)s",
    "not_asked": "personal_experience = 'not_asked'",
    "no_police": "NOT in_the_room && %(no_police)s::varchar[]",
    "since": "opened_at > %(since)s",
}
PARAMETERS: dict[str, Callable[[Any], Any]] = {
    # every word, or the beginning of one
    "words": lambda text: " & ".join(f"'{word}':*" for word in WORD.findall(text)),
    "no_police": lambda _on: [who.value for who in CAN_HARM],
}
COLUMNS = ", ".join(field.name for field in fields(Card))
NEWEST = "ORDER BY opened_at DESC, code DESC"
OLDER = "(opened_at, code) < (%(at)s, %(code)s)"


def page_of(wanted: dict[str, Any], *, after: str = "") -> BoardPage:
    """Return the projects that match, newest first, from the one after `after` on."""
    place = _place_of(after)
    conditions, parameters = _asked(wanted)
    if place:
        conditions, parameters = [*conditions, OLDER], parameters | place
    matching = _from_board(conditions)
    page = f"SELECT {COLUMNS} {matching} {NEWEST} LIMIT {PAGE + 1}"
    count = "NULL" if place else _bounded(matching)
    # our own text; what was typed is a parameter
    rows = _fetch(f"SELECT {count}, page.* FROM ({page}) page {NEWEST}", parameters)  # noqa: S608
    cards = [Card(*row[1:]) for row in rows]
    return BoardPage(
        rows=cards[:PAGE],
        next=mark_of(cards[PAGE - 1]) if len(cards) > PAGE else "",
        count=rows[0][0] if rows else (None if place else 0),
    )


def newest_since(wanted: dict[str, Any], moment: datetime) -> datetime | None:
    """Return when the newest of the matching projects was opened, if that is after this moment."""
    conditions, parameters = _asked(wanted | {"since": moment})
    rows = _fetch(f"SELECT max(opened_at) {_from_board(conditions)}", parameters)
    newest: datetime | None = rows[0][0]
    return newest


def _asked(wanted: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of these answers and their parameters: what was typed is never SQL."""
    answered = {name: value for name, value in wanted.items() if value}
    parameters = {
        name: PARAMETERS[name](value) if name in PARAMETERS else value
        for name, value in answered.items()
    }
    return [CONDITIONS[name] for name in answered], parameters


def _from_board(conditions: list[str]) -> str:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"FROM engagements_board{where}"


def _bounded(matching: str) -> str:
    """Count past one page in no order, so that few rows are read; a page that isn't full is all there is."""
    # our own text, as above
    counted = f"SELECT count(*) FROM (SELECT 1 {matching} LIMIT {COUNTED + 1}) counted"  # noqa: S608
    return f"CASE WHEN count(*) OVER () > {PAGE} THEN ({counted}) ELSE count(*) OVER () END"


def _fetch(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def mark_of(card: Card) -> str:
    """Return the place of a project in the list, as an address says it."""
    return f"{(card.opened_at - EPOCH) // MICROSECOND}.{card.code}"


def _place_of(mark: str) -> dict[str, Any]:
    """Read a place in the list; a mark that says nothing is the beginning."""
    moment, _dot, code = mark.partition(".")
    is_moment = moment.isascii() and moment.isdecimal() and len(moment) <= LONGEST_MOMENT
    if not is_moment or "\0" in code:
        return {}
    return {"at": EPOCH + int(moment) * MICROSECOND, "code": code}

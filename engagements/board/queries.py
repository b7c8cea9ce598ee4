"""Reading the board. Pages follow each other by the last project seen, so that deep ones stay fast."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from accounts.models import Kind
from core.dates import day_in_words
from core.money import format_money
from core.viewer import Viewer
from engagements.board.forms import WORD, BoardForm
from engagements.board.usual import differences
from engagements.models import Bookmark, Posting, SavedSearch, UsualTerms
from engagements.models.disclosures import InTheRoom, PersonalExperience, Place
from engagements.models.posting import PostingQuerySet

PAGE = 20
COUNTED = 200  # "more than 200" is all that is ever said
CAN_HARM = (InTheRoom.POLICE, InTheRoom.IMMIGRATION, InTheRoom.PROSECUTORS, InTheRoom.PRESS)
CARD = (
    "code",
    "opened_at",
    "title",
    "kind_of_work",
    "place",
    "region",
    "language",
    "currency",
    "fee_amount",
    "fee_up_to",
    "comparison_amount",
    "hours",
    "pay_days",
    "cancel_full_hours",
    "cancel_half_days",
    "starts_on",
    "due_on",
    "personal_experience",
    "in_the_room",
    "ways_to_join",
    "support",
    "mandated_reporting",
    "recording_uses",
    "organization__name",
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LONGEST_MOMENT = 16  # digits of microseconds: enough for three hundred years, and no overflow


@dataclass(frozen=True)
class BoardPage:
    """Some projects of the board, and where the next page begins."""

    rows: list[Posting]
    next: str  # empty on the last page
    count: int | None  # of all that match, at most COUNTED + 1; only on the first page

    @property
    def is_bounded(self) -> bool:
        """Whether more match than were counted."""
        return self.count is not None and self.count > COUNTED


def page_of(wanted: dict[str, Any], *, after: str = "") -> BoardPage:
    """Return the projects that match, newest first, from the one after `after` on."""
    matching = match(wanted)
    older = _older_than(matching, after)
    rows = list(_newest(older)[: PAGE + 1])
    count = None
    if older is matching:
        is_full = len(rows) > PAGE
        # without an order: a count that sorts first reads every match
        bounded = matching.order_by().values("pk")[: COUNTED + 1]
        count = bounded.count() if is_full else len(rows)
    next_from = _mark_of(rows[PAGE - 1]) if len(rows) > PAGE else ""
    return BoardPage(rows[:PAGE], next_from, count)


def _newest(rows: PostingQuerySet) -> QuerySet[Posting]:
    """Put the newest first, with the columns that a card shows and no more: texts are long."""
    cards = rows.select_related("organization").only(*CARD)
    return cards.order_by("-opened_at", "-code")


def match(wanted: dict[str, Any]) -> PostingQuerySet:
    """Return the open projects that answer the questions of the board's form."""
    rows = Posting.objects.on_the_board()
    for name, keep in FILTERS.items():
        if value := wanted.get(name):
            rows = rows.filter(keep(value))
    return rows


def _has_words(text: str) -> Any:
    """Every word, or the beginning of one, in the title, the summary or what is to be made."""
    asked = " & ".join(f"'{word}':*" for word in WORD.findall(text))
    column = f'"{Posting._meta.db_table}"."words"'
    return RawSQL(  # noqa: S611 - our own names; what was typed is a parameter
        f"{column} @@ to_tsquery('simple', %s)", [asked], output_field=BooleanField()
    )


FILTERS: dict[str, Any] = {
    "words": _has_words,
    "kind": lambda kinds: Q(kind_of_work__in=kinds),
    "language": lambda language: Q(language=language),
    "place": lambda place: Q(place__in=[place, Place.EITHER]),
    "region": lambda region: Q(region__icontains=region),
    "pay": lambda pay: Q(fee_amount__gte=F("hours") * pay),
    "starts": lambda day: Q(starts_on__gte=day),
    "done": lambda day: Q(due_on__lte=day),
    "not_asked": lambda _on: Q(personal_experience=PersonalExperience.NOT_ASKED),
    "no_police": lambda _on: ~Q(in_the_room__overlap=[who.value for who in CAN_HARM]),
}


def _mark_of(posting: Posting) -> str:
    assert posting.opened_at is not None  # a constraint: open projects have it
    return f"{(posting.opened_at - EPOCH) // MICROSECOND}.{posting.code}"


def _older_than(rows: PostingQuerySet, mark: str) -> PostingQuerySet:
    """Keep what follows a place in the list; a mark that says nothing is the beginning."""
    moment, _dot, code = mark.partition(".")
    is_moment = moment.isascii() and moment.isdecimal() and len(moment) <= LONGEST_MOMENT
    if not is_moment or "\0" in code:
        return rows
    opened_at = EPOCH + int(moment) * MICROSECOND
    before = rows.filter(opened_at__lte=opened_at)
    return before.filter(Q(opened_at__lt=opened_at) | Q(code__lt=code))


def form_of(query: str) -> BoardForm:
    """Return the board's form as a kept search filled it in."""
    return BoardForm(QueryDict(query))


def in_words(form: BoardForm) -> list[str]:
    """Return each answered question in words, in the form's order."""
    said = []
    for name in parse_qs(form.query):
        value = form.cleaned_data[name]
        field = form.fields[name]
        choices = dict(getattr(field, "choices", ()))
        if isinstance(value, list):
            said.append(", ".join(str(choices[one]) for one in value))
        elif value is True:
            said.append(str(field.label))
        elif choices:
            said.append(str(choices[value]))
        else:
            said.append(f"{field.label}: {_typed(form, name)}")
    return said


def _typed(form: BoardForm, name: str) -> str:
    value = form.cleaned_data[name]
    if name == "pay":
        return format_money(value)
    return str(value) if isinstance(value, str) else day_in_words(value, weekday=False)


@dataclass(frozen=True)
class Kept:
    """A kept search with its questions in words."""

    row: SavedSearch
    said: list[str]


def kept_searches(user_id: int) -> list[Kept]:
    """Return the acting consultant's kept searches, newest first."""
    rows = SavedSearch.objects.filter(consultant__user_id=user_id).order_by("-pk")
    return [Kept(row, _said_of(row)) for row in rows]


def _said_of(row: SavedSearch) -> list[str]:
    form = form_of(row.query)
    return in_words(form) if form.is_valid() else []


def is_kept(user_id: int, query: str) -> bool:
    """Whether the acting consultant has kept this very search."""
    return SavedSearch.objects.filter(consultant__user_id=user_id, query=query).exists()


def bookmarks(user_id: int) -> QuerySet[Bookmark]:
    """Return the acting consultant's bookmarks, newest first."""
    rows = Bookmark.objects.filter(consultant__user_id=user_id)
    return rows.select_related("posting__organization").order_by("-pk")


def still_open(rows: Iterable[Bookmark]) -> set[int]:
    """Return which of these bookmarks' projects are on the board now."""
    wanted = [row.posting_id for row in rows]
    return set(Posting.objects.on_the_board().filter(pk__in=wanted).values_list("pk", flat=True))


def has_bookmark(user_id: int, posting: Posting) -> bool:
    """Whether the acting consultant has kept this project."""
    return Bookmark.objects.filter(consultant__user_id=user_id, posting=posting).exists()


def usual_terms(user_id: int) -> UsualTerms | None:
    """Return the acting consultant's usual terms; nobody else's can be read."""
    return UsualTerms.objects.filter(consultant__user_id=user_id).first()


def own_view_of(viewer: Viewer, posting: Posting) -> dict[str, Any]:
    """Return what a consultant alone sees beside a project; nothing for others."""
    if viewer.kind != Kind.CONSULTANT or viewer.user_id is None:
        return {}
    return {
        "differences": differences(usual_terms(viewer.user_id), posting),
        "is_kept": has_bookmark(viewer.user_id, posting),
    }

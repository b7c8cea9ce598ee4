"""Reading what stands beside the board: a search in words, what a consultant keeps, their usual terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Kind
from core.dates import day_in_words
from core.money import format_money
from core.viewer import Viewer
from engagements.board.forms import BoardForm
from engagements.board.usual import differences
from engagements.models import Bookmark, Posting, SavedSearch, UsualTerms

PAGE = 20


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

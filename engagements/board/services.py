"""Keeping searches, projects and usual terms. No events are written: the history is not private enough."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants.models import Consultant
from core.errors import Refused
from core.permissions import require
from engagements.board import queries
from engagements.board.forms import LONGEST_QUERY
from engagements.board.search import newest_since
from engagements.models import Bookmark, Posting, SavedSearch, UsualTerms
from notices.services import tell

MOST_SEARCHES = 20
MOST_BOOKMARKS = 500
TELLS_EVERY = timedelta(days=1)


@transaction.atomic
def keep_search(query: str, *, actor: User) -> SavedSearch:
    """Remember a search of the board for its owner alone; the same one twice is once."""
    consultant = _lock(actor)
    mine = SavedSearch.objects.filter(consultant=consultant)
    if found := mine.filter(query=query).first():
        return found
    if not query or len(query) > LONGEST_QUERY:
        raise Refused(_("Choose something to look for first."))
    if mine.count() >= MOST_SEARCHES:
        raise Refused(_("You keep 20 searches. Delete one first."))
    return SavedSearch.objects.create(consultant=consultant, query=query)


@transaction.atomic
def delete_search(search: SavedSearch, *, actor: User) -> None:
    """Forget a kept search."""
    require(search.consultant.user_id == actor.pk)
    search.delete()


@transaction.atomic
def keep(posting: Posting, *, actor: User) -> Bookmark:
    """Remember a project for its reader alone; twice is once."""
    consultant = _lock(actor)
    mine = Bookmark.objects.filter(consultant=consultant)
    if found := mine.filter(posting=posting).first():
        return found
    if mine.count() >= MOST_BOOKMARKS:
        raise Refused(_("You keep 500 projects. Take one away first."))
    return Bookmark.objects.create(consultant=consultant, posting=posting)


@transaction.atomic
def forget(posting: Posting, *, actor: User) -> None:
    """Take a project off one's own list; twice is once."""
    require(actor.is_consultant)
    Bookmark.objects.filter(consultant__user_id=actor.pk, posting=posting).delete()


@transaction.atomic
def set_usual_terms(*, actor: User, **terms: Any) -> UsualTerms:
    """Store a consultant's private minimums."""
    consultant = _lock(actor)
    usual, _is_new = UsualTerms.objects.update_or_create(consultant=consultant, defaults=terms)
    return usual


def tell_new_matches() -> int:
    """Tell owners of kept searches that something new matches, at most once a day each."""
    told = 0
    a_day_ago = timezone.now() - TELLS_EVERY
    due = SavedSearch.objects.filter(Q(told_at=None) | Q(told_at__lte=a_day_ago))
    for pk in due.order_by("pk").values_list("pk", flat=True).iterator():
        told += _tell_of(pk)
    return told


@transaction.atomic
def _tell_of(pk: int) -> bool:
    search = SavedSearch.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    form = queries.form_of(search.query) if search else None
    if search is None or form is None or not form.is_valid():
        return False  # deleted meanwhile, or its words mean nothing any more
    newest = newest_since(form.cleaned_data, search.seen_until)
    if newest is None:
        return False
    SavedSearch.objects.filter(pk=pk).update(seen_until=newest, told_at=Now())
    user = User.objects.get(consultant=search.consultant_id)
    if not _was_told_today(user):
        tell(user, reverse("saved_projects"))
    return True


def _was_told_today(user: User) -> bool:
    """Whether another of the person's searches has told them within a day."""
    return user.notices.filter(
        path=reverse("saved_projects"), created_at__gt=timezone.now() - TELLS_EVERY
    ).exists()


def _lock(actor: User) -> Consultant:
    require(actor.is_consultant)
    return Consultant.objects.select_for_update(no_key=True).get(user=actor)

"""Telling people that something waits for them. In the application; mail carries no content."""

from typing import Any

from django.db.models.functions import Now

from core import outbox
from notices.models import Notice


def notify(user: Any, path: str) -> None:
    """Leave one unseen notice for this page, in the caller's transaction; mail it if there is an address."""
    _row, is_new = Notice.objects.get_or_create(user=user, path=path, seen_at=None)
    if is_new and user.email:
        outbox.enqueue("notices.mail", notice=_row.pk)


def mark_seen(user: Any, path: str) -> None:
    """Take a person's notices for a page off their list, because they opened it."""
    Notice.objects.filter(user=user, path=path, seen_at=None).update(seen_at=Now())


def unseen_paths(user: Any) -> list[str]:
    """Return the pages with something new for a person, newest first."""
    rows = Notice.objects.filter(user=user, seen_at=None).order_by("-id")
    return list(rows.values_list("path", flat=True)[:50])

"""Telling people that something waits for them. In the application; mail carries no content."""

from typing import Any

from django.urls import reverse

from core import outbox
from core.clock import ClockNow
from notices.models import Notice

MOST = 50


def notify(user: Any, page: str, code: str = "") -> None:
    """Leave one unseen notice for this page, in the caller's transaction; mail it if there is an address.

    `page` is the name of an address, `code` the code of the row that it shows, if it shows one.
    """
    reverse(
        page, args=[code] if code else []
    )  # a page that is not there is told now, not on a home page
    _row, is_new = Notice.objects.get_or_create(user=user, page=page, code=code, seen_at=None)
    if is_new and user.email:
        outbox.enqueue("notices.mail", notice=_row.pk)


def mark_seen(user: Any, page: str, code: str = "") -> None:
    """Take a person's notices for a page, named as in `notify`, off their list, because they opened it."""
    reverse(page, args=[code] if code else [])  # an address in the place of a name would match none
    rows = Notice.objects.filter(user=user, page=page, code=code, seen_at=None)
    rows.update(seen_at=ClockNow())


def unseen(user: Any) -> list[Notice]:
    """Return a person's notices of pages with something new, newest first."""
    return list(Notice.objects.filter(user=user, seen_at=None).order_by("-id")[:MOST])

"""The history of what was done: one append-only row a step, ids only, no clear values."""

from typing import Any

from django.db.models import QuerySet

from core.models import Event


def record(
    row: Any, name: str, *, by: str, actor: Any = None, before: str = "", after: str = ""
) -> Event:
    """Write that a step was taken on a row; `actor` is the account, None for clock and provider."""
    return Event.objects.create(
        subject=row._meta.label_lower,
        subject_id=row.pk,
        engagement_id=engagement_id_of(row),
        name=name,
        before=before,
        after=after,
        by=by,
        actor_id=actor.pk if actor is not None else None,
    )


def events_of(row: Any) -> QuerySet[Event]:
    """Return a row's history, oldest first."""
    return Event.objects.filter(subject=row._meta.label_lower, subject_id=row.pk).order_by("id")


def engagement_id_of(row: Any) -> int | None:
    """Return the engagement that a row belongs to, so that one query reads a whole history."""
    if row._meta.model_name == "engagement":
        return int(row.pk)
    found = getattr(row, "engagement_id", None)
    return int(found) if found is not None else None

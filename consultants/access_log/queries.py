"""Reading who looked, who is blocked, and what a page would show somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast

from consultants.items import Item, names_in
from consultants.models import CaseLook, Consent, Look, Standing
from core.clock import ClockNow
from organizations.models import Organization


@dataclass(frozen=True)
class Looked:
    """Who saw which items, from when to when: an organization in a day, or an administrator with a reason."""

    organization: Organization | None
    items: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    reason: str
    consent: Consent | None = None  # one that can be stopped
    is_blocked: bool = False


def looks_at(user_id: int) -> Any:
    """Return every look at the acting consultant, newest first: one row a day, one a desk's look."""
    days = Look.objects.filter(consultant__user_id=user_id).values(
        "items", "first_at", "last_at", by=F("organization_id"), reason=Value("")
    )
    desk = CaseLook.objects.filter(case__consultant__user_id=user_id).values(
        "items",
        first_at=F("at"),
        last_at=F("at"),
        by=Value(None, output_field=IntegerField()),
        reason=Cast("case__reason", CharField()),
    )
    return days.union(desk, all=True).order_by("-last_at")


def in_words(rows: Iterable[dict[str, Any]], *, user_id: int) -> list[Looked]:
    """Put one page of looks into words, with what can be stopped or blocked."""
    found = list(rows)
    ids = {row["by"] for row in found} - {None}
    organizations = Organization.objects.in_bulk(ids)
    own = {"consultant__user_id": user_id, "organization_id__in": ids}
    blocked = set(
        Standing.objects.filter(blocked=True, **own).values_list("organization_id", flat=True)
    )
    live = Consent.objects.filter(stopped_at=None, valid_until__gt=ClockNow(), **own)
    stoppable = {row.organization_id: row for row in live.order_by("valid_until")}
    return [
        Looked(
            organizations.get(row["by"]),
            names_in(row["items"]),
            row["first_at"],
            row["last_at"],
            row["reason"],
            stoppable.get(row["by"]),
            row["by"] in blocked,
        )
        for row in found
    ]


@dataclass(frozen=True)
class Seen:
    """What one organization saw of some items, and when last; nothing when it saw none."""

    items: tuple[str, ...]
    last_at: datetime | None


def seen_under(consent: Consent) -> Seen:
    """Return what the organization saw, since it was given, of all that a permission ever named."""
    covered = consent.items
    for items in consent.takedowns.values_list("items", flat=True):
        covered |= items
    rows = Look.objects.filter(
        organization_id=consent.organization_id,
        consultant_id=consent.consultant_id,
        last_at__gte=consent.valid_from,
    ).values_list("items", "last_at")
    hits = [(items & covered, last_at) for items, last_at in rows]
    seen = [(items, last_at) for items, last_at in hits if items]
    mask = 0
    for items, _last_at in seen:
        mask |= items
    return Seen(names_in(mask), max((last_at for _items, last_at in seen), default=None))


def how_many_saw(item: Item, *, user_id: int) -> int:
    """Count the organizations that ever saw one item of the acting consultant."""
    rows = Look.objects.filter(consultant__user_id=user_id)
    saw = rows.annotate(hit=F("items").bitand(item.mask)).filter(hit__gt=0)
    return saw.values("organization_id").distinct().count()

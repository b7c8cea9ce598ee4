"""What projects paid, for everybody: only what the database lets out (`sql/functions/paid_by_kind.sql`)."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from engagements.models.disclosures import KindOfWork


@dataclass(frozen=True)
class Paid:
    """One kind of work: at least so many pieces, and rounded fees in minor units."""

    kind: Any
    works: int
    middle: int
    low: int
    high: int
    hourly: int


def paid_by_kind() -> list[Paid]:
    """Return what each kind of work paid, where enough was done that nobody's pay can be worked out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, works, middle, low, high, hourly FROM paid_by_kind()")
        return [Paid(KindOfWork(kind).label, *figures) for kind, *figures in cursor.fetchall()]

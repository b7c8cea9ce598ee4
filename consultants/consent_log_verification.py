"""Checking the consent ledger. The hashes are computed here again, on their own, not by the database."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from consultants.models import ConsentEvent, ConsentHead

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Problem(StrEnum):
    """What can be wrong with a chain, as the command tells it."""

    CHANGED = "was changed"
    REPLACED = "is not the one that the next row follows"
    MISSING = "is missing"
    BEYOND = "stands past the end that was kept"
    NOT_LAST = "is not the one that was kept as the last"


@dataclass(frozen=True)
class Fault:
    """One row of one consultant's chain that is not as it was written."""

    consultant_id: int
    number: int
    problem: Problem


def faults_of(consultant_ids: list[int]) -> Iterator[Fault]:
    """Yield all that is wrong with these consultants' chains; two queries, rows streamed."""
    heads = ConsentHead.objects.in_bulk(consultant_ids)
    rows = ConsentEvent.objects.filter(consultant_id__in=consultant_ids)
    chains = groupby(rows.order_by("consultant_id", "number").iterator(), lambda e: e.consultant_id)
    for consultant_id, chain in chains:
        yield from _faults_of_chain(chain, heads.pop(consultant_id, None))
    for head in heads.values():  # an end is kept, and nothing before it is there
        yield from _missing(head.pk, 1, head.number)


def is_as_written(event: ConsentEvent) -> bool:
    """Whether a row still has the hash that it was given."""
    return hash_of(event) == event.hash


def hash_of(event: ConsentEvent) -> str:
    """Compute a row's hash from all its parts and the hash before."""
    return hashlib.sha256(text_of(event).encode()).hexdigest()


def text_of(event: ConsentEvent) -> str:
    """Write a row as `sql/functions/consent_text.sql` does: no part can hold the sign between two."""
    parts = (
        "consent 1", event.consultant_id, event.number, event.name, event.by, event.actor_id,
        event.organization_id, event.person_id, event.consent_id, event.request_id, event.items,
        event.uses, event.level, event.purpose, _microseconds(event.until), bytes(event.words).hex(),
        event.language, event.wording, _microseconds(event.at), event.previous,
    )  # fmt: skip
    return "|".join("" if part is None else str(part) for part in parts)


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def _faults_of_chain(chain: Iterator[ConsentEvent], head: ConsentHead | None) -> Iterator[Fault]:
    before: ConsentEvent | None = None
    for event in chain:
        yield from _faults_between(before, event)
        if not is_as_written(event):
            yield Fault(event.consultant_id, event.number, Problem.CHANGED)
        before = event
    assert before is not None  # a group has at least one row
    yield from _faults_at_end(before, head)


def _faults_between(before: ConsentEvent | None, event: ConsentEvent) -> Iterator[Fault]:
    number, its_hash = (before.number, before.hash) if before else (0, "")
    if event.number > number + 1:
        yield from _missing(event.consultant_id, number + 1, event.number - 1)
    elif event.previous != its_hash:
        yield Fault(event.consultant_id, number or event.number, Problem.REPLACED)


def _faults_at_end(last: ConsentEvent, head: ConsentHead | None) -> Iterator[Fault]:
    end = head.number if head else 0
    if end > last.number:
        yield from _missing(last.consultant_id, last.number + 1, end)
    elif end < last.number:
        yield Fault(last.consultant_id, last.number, Problem.BEYOND)
    elif head is not None and head.hash != last.hash:
        yield Fault(last.consultant_id, last.number, Problem.NOT_LAST)


def _missing(consultant_id: int, first: int, last: int) -> Iterator[Fault]:
    for number in range(first, last + 1):
        yield Fault(consultant_id, number, Problem.MISSING)

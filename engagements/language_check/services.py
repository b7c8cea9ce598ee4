"""Keeping the list: administrators add, change, retire and bring back entries, without code."""

from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock, events
from core.permissions import require
from core.states import Actor
from engagements.models import WordEntry
from engagements.word_patterns import compile_pattern


@transaction.atomic
def add_entry(*, actor: User, **columns: Any) -> WordEntry:
    """Add an entry that finds from the next check on; a pattern that can't be read is refused."""
    require(actor.is_administrator)
    _require_clear(columns)
    entry = WordEntry.objects.create(changed_by=actor, **columns)
    events.record(entry, "added", by=Actor.ADMINISTRATOR, actor=actor)
    return entry


@transaction.atomic
def change_entry(entry: WordEntry, *, actor: User, **columns: Any) -> WordEntry:
    """Change an entry for the checks that come; what was kept or opened stays as it is."""
    require(actor.is_administrator)
    _require_clear(columns)
    entry = WordEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    for name, value in columns.items():
        setattr(entry, name, value)
    _save(entry, actor=actor, event="changed")
    return entry


@transaction.atomic
def retire_entry(entry: WordEntry, *, actor: User, retire: bool = True) -> WordEntry:
    """Let an entry find nothing more, or bring it back. Twice is once."""
    require(actor.is_administrator)
    entry = WordEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.is_retired != retire:
        entry.retired_at = clock.now() if retire else None
        _save(entry, actor=actor, event="retired" if retire else "brought_back")
    return entry


def _require_clear(columns: dict[str, Any]) -> None:
    """`UnclearPattern` here is a caller's mistake: the form has asked the same before."""
    for line in (columns["pattern"], *columns["fine_in"].splitlines()):
        if line.strip():
            compile_pattern(line)


def _save(entry: WordEntry, *, actor: User, event: str) -> None:
    entry.changed_by, entry.changed_at = actor, clock.now()
    entry.save()
    events.record(entry, event, by=Actor.ADMINISTRATOR, actor=actor)

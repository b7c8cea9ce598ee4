"""Reading the list, and asking what it finds in a text."""

from collections.abc import Iterable

from django.db.models import QuerySet

from engagements.language_check.find import Finding, Rule, find
from engagements.models import WordEntry
from engagements.word_patterns import compile_pattern


def rules_in_force() -> list[Rule]:
    """Return the entries that are not retired, ready to be compared; one query."""
    return [_rule(entry) for entry in WordEntry.objects.filter(retired_at=None)]


def wording_in(text: str, *, names: Iterable[str] = ()) -> list[Finding]:
    """Return what the list finds in one text, such as the message of an invitation."""
    return find(text, rules_in_force(), names=names)


def entries(*, language: str = "", retired: bool = False) -> QuerySet[WordEntry]:
    """Return the list for the desk, by language and kind."""
    rows = WordEntry.objects.filter(retired_at__isnull=not retired)
    return rows.filter(language=language) if language else rows


def _rule(entry: WordEntry) -> Rule:
    fine_in = tuple(compile_pattern(line) for line in entry.fine_in.splitlines() if line.strip())
    return Rule(
        entry.pk,
        compile_pattern(entry.pattern),
        fine_in,
        entry.language,
        entry.why,
        entry.better,
    )

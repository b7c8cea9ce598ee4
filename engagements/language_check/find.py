"""Finding wording to look at in a text: which words, why, and what to write instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engagements.folded_text import Word, words_of
from engagements.language_check.exempt import Span, exempt_spans
from engagements.word_patterns import Pattern, match_at

Places = dict[str, list[int]]  # where each different word of a text stands


@dataclass(frozen=True)
class Rule:
    """An entry of the list, ready to be compared."""

    pk: int
    pattern: Pattern
    fine_in: tuple[Pattern, ...]
    language: str
    why: str
    better: str


@dataclass(frozen=True)
class Finding:
    """Some words of a text, quoted, with the entry that found them."""

    words: str
    start: int
    end: int
    rule: Rule

    @property
    def better(self) -> str:
        """The other wording, with a capital where the found words have one."""
        better = self.rule.better
        return better[:1].upper() + better[1:] if self.words[:1].isupper() else better


def find(text: str, rules: Sequence[Rule], *, names: Iterable[str] = ()) -> list[Finding]:
    """Return what the list finds, in order, without overlaps: the longest words win."""
    words = words_of(text)
    places: Places = {}
    for at, word in enumerate(words):
        places.setdefault(word.folded, []).append(at)
    spans = exempt_spans(text, words, names=names)
    found = [
        Finding(text[span[0] : span[1]], *span, rule)
        for rule in rules
        for span in _matches(rule, words, places)
        if not _is_within(span, spans)
    ]
    return _without_overlaps(found)


def _matches(rule: Rule, words: Sequence[Word], places: Places) -> list[Span]:
    spans = _spans(rule.pattern, words, places)
    if not spans:
        return []
    fine = [span for pattern in rule.fine_in for span in _spans(pattern, words, places)]
    return [span for span in spans if not _is_within(span, fine)]


def _spans(pattern: Pattern, words: Sequence[Word], places: Places) -> list[Span]:
    """Compare only where the pattern's first word stands."""
    starts = (at for word, there in places.items() if pattern[0].fits(word) for at in there)
    ends = ((at, match_at(pattern, words, at)) for at in starts)
    return [(words[at].start, words[end - 1].end) for at, end in ends if end is not None]


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)

"""Where wording is left alone: names of laws, quoted titles, names of organizations."""

import re
import tomllib
from collections.abc import Iterable, Sequence

from engagements.folded_text import Word, words_of
from engagements.language_check.seed import FOLDER

Span = tuple[int, int]

_NAMES = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
LAW = frozenset(_NAMES["law"].split())
ORGANIZATION = frozenset(_NAMES["organization"].split())
JOINS = frozenset(_NAMES["joins"].split())
TITLE_CUES = frozenset(_NAMES["title"].split())
MOST_IN_A_NAME = 14
MOSTLY = 0.8
_QUOTED = re.compile(r"“[^“”\n]{1,120}”|«[^«»\n]{1,120}»|\"[^\"\n]{1,120}\"")


def exempt_spans(text: str, words: Sequence[Word], *, names: Iterable[str] = ()) -> list[Span]:
    """Return the places that are names or titles; `names` are organizations known by name."""
    return [*_known(words, names), *_quoted_titles(text, words), *_proper_names(words)]


def _known(words: Sequence[Word], names: Iterable[str]) -> list[Span]:
    folded = [word.folded for word in words]
    return [
        (words[at].start, words[at + len(parts) - 1].end)
        for parts in ([word.folded for word in words_of(name)] for name in names)
        for at in range(len(words) - len(parts) + 1)
        if len(parts) > 1 and folded[at : at + len(parts)] == parts
    ]


def _quoted_titles(text: str, words: Sequence[Word]) -> list[Span]:
    """A quotation is a title when it is written like one or introduced as one; scare quotes are not."""
    spans = []
    for found in _QUOTED.finditer(text):
        inside = [word for word in words if found.start() <= word.start < found.end()]
        before = [word for word in words if word.end <= found.start()][-2:]
        is_called_one = any(word.folded in TITLE_CUES for word in before)
        if is_called_one or (len(inside) > 1 and _is_title_case(inside)):
            spans.append(found.span())
    return spans


def _proper_names(words: Sequence[Word]) -> list[Span]:
    """Runs of capital words that hold the word for a law or an organization."""
    # in a heading capitals prove less: a law is a law, but a center may be any center
    naming = LAW if _is_title_case(words) else LAW | ORGANIZATION
    spans, at = [], 0
    while at < len(words):
        end = _run(words, at)
        run = words[at:end]
        if len(run) > 1 and any(word.is_capital and word.folded in naming for word in run):
            spans.append((run[0].start, run[-1].end))
        at = max(end, at + 1)
    return spans


def _run(words: Sequence[Word], start: int) -> int:
    """Return where a run of capital words ends that begins at `start`; small joining words are within it."""
    if not words[start].is_capital:
        return start
    end = start + 1
    for at in range(start + 1, min(start + MOST_IN_A_NAME, len(words))):
        word = words[at]
        if word.begins:
            break
        if word.is_capital or word.folded.isdigit():
            end = at + 1
        elif word.folded not in JOINS:
            break
    return end


def _is_title_case(words: Sequence[Word]) -> bool:
    long = [word for word in words if word.folded not in JOINS]
    return len(long) > 1 and sum(word.is_capital for word in long) >= MOSTLY * len(long)

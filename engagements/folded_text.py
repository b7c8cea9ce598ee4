"""Words of a text with their places, folded so that case, accents and hidden marks don't matter."""

import re
import unicodedata
from dataclasses import dataclass

_HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(rf"[\w{_HIDDEN}]+(?:['\u2019][\w{_HIDDEN}]+)*")
_STOP = re.compile(r"[.!?;:\n]")
_POSSESSIVE = re.compile(r"['\u2019]s?$")


@dataclass(frozen=True)
class Word:
    """One word: how it is compared, where it stands, and whether a sentence begins with it."""

    folded: str
    start: int
    end: int
    begins: bool
    is_capital: bool


def fold(text: str) -> str:
    """Return small letters without accents, hidden marks or a possessive ending."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text.casefold()))
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))


def words_of(text: str) -> list[Word]:
    """Return the words in order; the time taken grows with the length of the text alone."""
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        begins = not words or _STOP.search(between) is not None
        end = found.end()
        words.append(Word(fold(found[0]), found.start(), end, begins, found[0][:1].isupper()))
    return words

"""What an entry looks for: words with simple wildcards, never a regular expression.

`word*` is any ending, `a/b` is either, `...` is up to three words between. A pattern is compared word by
word, so its cost is bounded whatever is typed into the list or into a posting.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from engagements.folded_text import Word, fold

GAP = "..."
LONGEST_GAP = 3
MOST_PARTS = 8
MOST_GAPS = 2
MOST_CHOICES = 20
LEAST_LETTERS = 2
LONGEST = 200


class UnclearPattern(ValueError):  # noqa: N818 - reads as a statement where it is raised
    """The pattern can't be used; the message says what to change."""


@dataclass(frozen=True)
class Choice:
    """One spelling that a part accepts."""

    letters: str
    any_ending: bool

    def fits(self, word: str) -> bool:
        """Whether the folded word is this spelling."""
        return word.startswith(self.letters) if self.any_ending else word == self.letters


@dataclass(frozen=True)
class Part:
    """One word of a pattern; no choices means a gap."""

    choices: tuple[Choice, ...]

    @property
    def is_gap(self) -> bool:
        """Whether other words may stand here."""
        return not self.choices

    def fits(self, word: str) -> bool:
        """Whether the folded word is one of the choices."""
        return any(choice.fits(word) for choice in self.choices)


Pattern = tuple[Part, ...]


def compile_pattern(text: str) -> Pattern:
    """Read a pattern as it stands in the list; `UnclearPattern` says what is wrong with it."""
    if len(text) > LONGEST:
        raise UnclearPattern(_("Use a shorter pattern."))
    pattern = tuple(
        part for piece in text.split() for part in ([_GAP] if piece == GAP else _parts_of(piece))
    )
    if not pattern or pattern[0].is_gap or pattern[-1].is_gap:
        raise UnclearPattern(_("Begin and end with a word."))
    gaps = sum(part.is_gap for part in pattern)
    if len(pattern) > MOST_PARTS or gaps > MOST_GAPS:
        raise UnclearPattern(_("Use at most 8 words and 2 gaps."))
    return pattern


def _parts_of(piece: str) -> list[Part]:
    """A hyphen parts words, as it does in a text."""
    if "/" not in piece and "-" in piece.strip("-"):
        return [part for half in piece.split("-") for part in _parts_of(half)]
    spellings = piece.split("/")
    if len(spellings) > MOST_CHOICES:
        raise UnclearPattern(_("Use at most 20 choices for a word."))
    return [Part(tuple(_choice(spelling) for spelling in spellings))]


def _choice(spelling: str) -> Choice:
    any_ending = spelling.endswith("*")
    letters = fold(spelling.removesuffix("*"))
    least = LEAST_LETTERS + 1 if any_ending else 1
    if len(letters) < least or not letters.replace("'", "").isalnum():
        raise UnclearPattern(
            _("Use letters, with * only at the end of a word of three letters or more.")
        )
    return Choice(letters, any_ending)


_GAP = Part(())


def match_at(pattern: Pattern, words: Sequence[Word], start: int) -> int | None:
    """Return the index after the last word of a match that begins at `start`; never over a sentence's end."""
    if start >= len(words) or not pattern[0].fits(words[start].folded):
        return None
    return _rest(pattern, 1, words, start + 1)


def _rest(pattern: Pattern, part: int, words: Sequence[Word], at: int) -> int | None:
    if part == len(pattern):
        return at
    if pattern[part].is_gap:
        for skipped in range(LONGEST_GAP + 1):
            if any(word.begins for word in words[at : at + skipped]):
                return None
            end = _rest(pattern, part + 1, words, at + skipped)
            if end is not None:
                return end
        return None
    if at >= len(words) or words[at].begins or not pattern[part].fits(words[at].folded):
        return None
    return _rest(pattern, part + 1, words, at + 1)

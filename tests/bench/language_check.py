"""How well the language check tells wording apart: precision and recall on sentences of our own.

`python -m tests.bench.language_check` prints the table; `docs/figures.md` keeps it. The sentences were
written before the list: odd ones tuned it, even ones were held out. `…_second.txt` looked for other wording
and widened the list; `…_last.txt` was written before it was widened, and never changed it.
"""

from dataclasses import dataclass
from pathlib import Path

from engagements.language_check.find import Rule, find
from engagements.language_check.seed import LANGUAGES, first_entries
from engagements.word_patterns import compile_pattern

FOLDER = Path(__file__).parent / "sentences"
HALVES = ("tuned", "held out")
SECOND, LAST = "second", "last"
PARTS = (*HALVES, SECOND, LAST)


@dataclass(frozen=True)
class Sentence:
    """One sentence, whether it should be flagged, and which half it belongs to."""

    text: str
    should_be_found: bool
    half: str


@dataclass(frozen=True)
class Score:
    """What was found rightly, wrongly, and not at all."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, how much was meant."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of what was meant, how much was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0


def sentences(language: str) -> list[Sentence]:
    """Return the sentences of one language: the first ones in two halves by turns, then the others."""
    found = []
    for sign in "+-":
        first = enumerate(_lines(f"{language}.txt", sign))
        found += [Sentence(text, sign == "+", HALVES[n % 2]) for n, text in first]
        for part in (SECOND, LAST):
            later = _lines(f"{language}_{part}.txt", sign)
            found += [Sentence(text, sign == "+", part) for text in later]
    return found


def _lines(name: str, sign: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line[2:] for line in lines if line.startswith(f"{sign} ")]


def first_rules() -> list[Rule]:
    """Return the first list, of both languages, as a posting meets it."""
    return [
        Rule(
            n,
            compile_pattern(entry["pattern"]),
            tuple(compile_pattern(line) for line in entry["fine_in"].splitlines()),
            entry["language"],
            entry["why"],
            entry["better"],
        )
        for n, entry in enumerate(first_entries())
    ]


def mistakes(language: str, half: str) -> list[Sentence]:
    """Return the sentences that the list judges wrongly."""
    rules = first_rules()
    rows = (row for row in sentences(language) if row.half == half)
    return [row for row in rows if bool(find(row.text, rules)) != row.should_be_found]


def score(language: str, half: str) -> Score:
    """Measure the list on one half of the sentences of one language."""
    bad = mistakes(language, half)
    meant = sum(row.should_be_found and row.half == half for row in sentences(language))
    missed = sum(row.should_be_found for row in bad)
    return Score(right=meant - missed, wrong=len(bad) - missed, missed=missed)


def table() -> str:
    """Return the figures as a Markdown table."""
    rows = ["| language | part | sentences | precision | recall |", "|---|---|---|---|---|"]
    for language in LANGUAGES:
        for half in PARTS:
            count = sum(row.half == half for row in sentences(language))
            found = score(language, half)
            rows.append(
                f"| {language} | {half} | {count} | {found.precision:.2f} | {found.recall:.2f} |"
            )
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())

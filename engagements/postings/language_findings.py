"""The language check over a posting: what it finds in each text, and the two answers to a finding."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused
from core.form_fields import Words
from core.states import Actor
from engagements.folded_text import fold
from engagements.language_check.find import Finding, find
from engagements.language_check.queries import rules_in_force
from engagements.locks import lock_draft
from engagements.models import KeptWording, Posting
from engagements.postings import steps
from engagements.postings.columns.column import Step, limit_of

AROUND = 80


@dataclass(frozen=True)
class Found:
    """A finding in one text of a posting, with the words around it."""

    field: str
    label: Words
    finding: Finding
    before: str
    after: str
    fits: bool  # whether the other wording fits into the field
    explanation: str  # empty: nobody has answered it yet

    @property
    def step(self) -> Step:
        """The page on which the text stands."""
        return steps.STEP_OF[self.field]


def found_in(posting: Posting) -> list[Found]:
    """Return all that the check finds in a posting, answered or not, in the order of its pages."""
    list_now = rules_in_force()
    names = (posting.organization.name, posting.funder)
    kept = {(row.field, row.words): row.explanation for row in posting.kept_wordings.all()}
    return [
        _found(posting, field, finding, kept.get((field, _key(finding)), ""))
        for field in steps.TEXTS
        for finding in find(getattr(posting, field), list_now, names=names)
    ]


def unanswered(posting: Posting) -> list[Found]:
    """Return what still needs one of the two answers."""
    return [one for one in found_in(posting) if not one.explanation]


@transaction.atomic
def use_better(posting: Posting, *, field: str, start: int, words: str, actor: User) -> Posting:
    """Put the other wording in the place of the words, if they still stand there."""
    posting = lock_draft(posting, actor=actor)
    one = _still_there(posting, field=field, start=start, words=words)
    if not one.fits:
        raise Refused(_("The other wording is too long here. Change the text yourself."))
    text = getattr(posting, field)
    found = one.finding
    setattr(posting, field, text[: found.start] + found.better + text[found.end :])
    posting.save(update_fields=[field])
    events.record(posting, "reworded", by=Actor.ORGANIZATION, actor=actor)
    return posting


def around(text: str, place: int) -> str:
    """Return the words before and after a place, to be read once more."""
    begin, end = max(0, place - AROUND), place + AROUND
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


@transaction.atomic
def keep_wording(
    posting: Posting, *, field: str, start: int, words: str, explanation: str, actor: User
) -> KeptWording:
    """Keep the words with an explanation; the desk reads it before the posting opens."""
    posting = lock_draft(posting, actor=actor)
    one = _still_there(posting, field=field, start=start, words=words)
    kept, _is_new = KeptWording.objects.update_or_create(
        posting=posting,
        field=field,
        words=_key(one.finding),
        defaults={"explanation": explanation, "kept_by": actor},
    )
    events.record(posting, "wording_kept", by=Actor.ORGANIZATION, actor=actor)
    return kept


def _found(posting: Posting, field: str, finding: Finding, explanation: str) -> Found:
    text = getattr(posting, field)
    longer = len(text) + len(finding.better) - len(finding.words)
    return Found(
        field=field,
        label=steps.TEXTS[field],
        finding=finding,
        before=text[max(finding.start - AROUND, 0) : finding.start],
        after=text[finding.end : finding.end + AROUND],
        fits=longer <= limit_of(field),
        explanation=explanation,
    )


def _key(finding: Finding) -> str:
    return fold(finding.words)[:200]


def _still_there(posting: Posting, *, field: str, start: int, words: str) -> Found:
    for one in found_in(posting):
        if (one.field, one.finding.start, one.finding.words) == (field, start, words):
            return one
    raise Refused(_("The text has changed meanwhile. Go back and look at it once more."))

"""The pages of a posting's form in their order, and what follows from them for a posting."""

import hashlib
import json
from typing import Any

from engagements.models import Posting
from engagements.postings.columns import conditions, pay, support, work
from engagements.postings.columns.column import Column, Step

STEPS = (
    work.WORK,
    work.RESULT,
    pay.HOURS,
    pay.PAY,
    pay.MONEY,
    conditions.ROOM,
    conditions.REPORTING,
    work.PLACE,
    support.SUPPORT,
    conditions.EXPERIENCE,
    conditions.RECORDING,
    pay.TALK,
    pay.PAYDAY,
    support.OWNERSHIP,
    support.AUDIENCE,
)
BY_SLUG = {step.slug: step for step in STEPS}
ALL_STEPS = list(BY_SLUG)
STEP_OF = {column: step for step in STEPS for column in step.columns}
COLUMNS = {one.name: one for step in STEPS for one in step.questions if isinstance(one, Column)}
# free text that consultants read: the language check looks at these
TEXTS = {name: column.called for name, column in COLUMNS.items() if column.called}


def answers_of(posting: Posting) -> dict[str, Any]:
    """Return all that a posting answers."""
    return {name: getattr(posting, name) for name in COLUMNS}


def missing(posting: Posting) -> list[Step]:
    """Return the pages that nobody has answered and that hold no safe answer."""
    return [step for step in STEPS if not step.is_usual and step.slug not in posting.answered]


def after(step: Step, posting: Posting) -> Step | None:
    """Return the page to go on with: the next unanswered one after this, else an earlier one, else none.

    The usual ones are asked, too: consultants read their answers as the organization's word.
    """
    left = [one for one in STEPS if one.slug not in posting.answered]
    place = STEPS.index(step)
    later = [one for one in left if STEPS.index(one) > place]
    return next(iter(later or left), None)


def digest(posting: Posting, step: Step) -> str:
    """Return a short print of a page's answers, by which a page knows that another tab changed them."""
    values = [str(getattr(posting, column)) for column in step.columns]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]

"""A posting in words: one list of facts a page, for consultants and for the writer's last look."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.facts import Fact
from core.form_fields import Words
from engagements.models import Posting
from engagements.postings import rules, steps
from engagements.postings.columns import conditions, pay, support, work
from engagements.postings.columns.column import Step


@dataclass(frozen=True)
class Group:
    """The facts of one page of the form."""

    step: Step
    facts: list[Fact]


@dataclass(frozen=True)
class Topic:
    """Facts of several pages under one heading, as consultants read them."""

    title: Words
    facts: list[Fact]
    notices: list[str]


TOPICS = (
    (gettext_lazy("The work"), (work.WORK, work.RESULT, work.PLACE)),
    (gettext_lazy("The pay"), (pay.HOURS, pay.PAY, pay.MONEY, pay.PAYDAY, pay.TALK)),
    (
        gettext_lazy("What to know before saying yes"),
        (conditions.EXPERIENCE, conditions.ROOM, conditions.REPORTING, conditions.RECORDING),
    ),
    (gettext_lazy("Support and the result"), (support.SUPPORT, support.OWNERSHIP)),
)


def groups(posting: Posting) -> list[Group]:
    """Return every page of the form with its answers in words."""
    return [Group(step, step.says(posting)) for step in steps.STEPS]


def topics(posting: Posting) -> list[Topic]:
    """Return what consultants read, in four cards."""
    return [
        Topic(
            title,
            [fact for step in pages for fact in step.says(posting)],
            notices(posting) if pay.PAY in pages else [],
        )
        for title, pages in TOPICS
    ]


def notices(posting: Posting) -> list[str]:
    """Say what about the pay may not be missed."""
    said = []
    if 0 < posting.fee_amount < posting.comparison_amount:
        said.append(_("The fee is lower than what other experts get here for the same work."))
    if rules.needs_federal_approval(steps.answers_of(posting)):
        said.append(
            _(
                "This is US federal money, and the fee is above $81.25 for an hour. The organization"
                " needs approval in writing before it makes an offer."
            )
        )
    return said

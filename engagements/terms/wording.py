"""The terms in words: one list of lines for the terms page, the sign page and the contract."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day_in_words
from core.facts import Fact, listed
from core.money import format_money
from engagements.models.disclosures import InTheRoom, PersonalExperience, Support, WayToJoin
from engagements.terms.terms import Stage, Terms


@dataclass(frozen=True)
class StageLine:
    """One stage, ready to be shown in a table."""

    number: int
    title: str
    deliverable: str
    due: str
    amount: str
    review: str


def stage_lines(terms: Terms) -> list[StageLine]:
    """Return the stages in words."""
    return [_stage_line(n, stage, terms.currency) for n, stage in enumerate(terms.stages, start=1)]


def _stage_line(number: int, stage: Stage, currency: str) -> StageLine:
    return StageLine(
        number,
        stage.title,
        stage.deliverable,
        day_in_words(stage.due_on),
        format_money(stage.amount, currency),
        ngettext("%(days)s day", "%(days)s days", stage.review_days) % {"days": stage.review_days},
    )


def total_in_words(terms: Terms) -> str:
    """Return the fee for all stages as people write it."""
    return format_money(terms.total, terms.currency)


def lines_of_pay(terms: Terms) -> list[Fact]:
    """Say when and how pay comes, and what a cancellation costs."""
    return [
        *([Fact(_("Paid hours"), hours_in_words(terms))] if terms.hours else []),
        Fact(_("Pay day"), pay_day_in_words(terms)),
        Fact(
            _("Expenses"), terms.expenses or _("None beyond the fee, unless both agree in writing.")
        ),
        Fact(_("Rounds of changes"), rounds_in_words(terms)),
        Fact(_("If the organization cancels"), cancelling_in_words(terms)),
    ]


def lines_of_safety(terms: Terms) -> list[Fact]:
    """Say what is asked, who is there and what is recorded."""
    nobody = _("Nobody besides the two sides.")
    return [
        Fact(_("Personal experience"), str(PersonalExperience(terms.personal_experience).label)),
        Fact(_("Topics that are off limits"), terms.off_limit_topics or _("None named.")),
        Fact(
            _("In the room or reading the result"), listed(InTheRoom, terms.in_the_room) or nobody
        ),
        Fact(_("Must report what is said"), terms.mandated_reporting or _("Nobody has to.")),
        Fact(_("Recording, photos, naming"), terms.recording or _("None.")),
        Fact(_("Where"), terms.where or _("As both agree.")),
        Fact(_("Ways to take part"), listed(WayToJoin, terms.ways_to_join) or _("As both agree.")),
        Fact(_("Support, paid ahead"), listed(Support, terms.support) or _("None named.")),
    ]


def lines_of_result(terms: Terms) -> list[Fact]:
    """Say who owns the result, how it is credited and what stays private."""
    return [
        Fact(
            _("Who owns the result"),
            terms.ownership
            or _(
                "The organization, once the stage is paid. The consultant keeps what they brought."
            ),
        ),
        Fact(_("Credit"), terms.credit or _("As the consultant chooses: working name, or none.")),
        Fact(
            _("What stays private"),
            terms.confidentiality or _("Both sides keep private what they learn about the other."),
        ),
    ]


def hours_in_words(terms: Terms) -> str:
    """Return how many hours the fee is for."""
    hours = ngettext("%(hours)s hour", "%(hours)s hours", terms.hours) % {"hours": terms.hours}
    return _("%(hours)s in all, with preparation, travel and debrief.") % {"hours": hours}


def pay_day_in_words(terms: Terms) -> str:
    """Return when a stage is paid."""
    if terms.pay_days == 0:
        return _("On the day a stage is approved.")
    days = ngettext("%(days)s day", "%(days)s days", terms.pay_days) % {"days": terms.pay_days}
    return _("At most %(days)s after a stage is approved.") % {"days": days}


def rounds_in_words(terms: Terms) -> str:
    """Return how often changes may be asked for."""
    if terms.rounds_of_changes == 0:
        return _("None included.")
    number = {"number": terms.rounds_of_changes}
    return (
        ngettext(
            "%(number)s round for each stage.",
            "%(number)s rounds for each stage.",
            number["number"],
        )
        % number
    )


def cancelling_in_words(terms: Terms) -> str:
    """Return what is paid when the organization cancels."""
    return _(
        "Within %(hours)s hours of the due day: all of the stage. Within %(days)s days: half of it."
        " Work that is done is always paid."
    ) % {"hours": terms.cancel_full_hours, "days": terms.cancel_half_days}

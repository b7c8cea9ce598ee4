"""What is paid: the hours, the fee, whose money it is, the day, and the first talk."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from core.facts import Fact
from core.money import MoneyField, format_money
from engagements.models import Posting
from engagements.postings.columns.column import Column, Step, limit_of, text
from engagements.terms.bounds import (
    CANCEL_FULL_HOURS,
    CANCEL_HALF_DAYS,
    MOST_HOURS,
    MOST_PAY_DAYS,
)

MOST_CONSULTANTS = 50
LONGEST_TALK = 240


def _say_hours(posting: Posting) -> list[Fact]:
    n = posting.hours
    total = ngettext("%(n)s hour in all", "%(n)s hours in all", n) % {"n": n}
    parts = [
        (gettext("to prepare: %(n)s"), posting.hours_preparation),
        (gettext("to travel: %(n)s"), posting.hours_travel),
        (gettext("to talk about it afterwards: %(n)s"), posting.hours_debrief),
    ]
    named = [words % {"n": hours} for words, hours in parts if hours]
    return [Fact(gettext("Paid hours"), "; ".join([total, *named]))]


HOURS = Step(
    "hours",
    _("The hours"),
    (
        Column(
            "hours",
            ask.number(
                _("Paid hours in all, for one consultant"),
                1,
                MOST_HOURS,
                hint=_("Preparation, travel and debrief included. All of them are paid."),
            ),
            is_gap_at_zero=True,
        ),
        Column("hours_preparation", ask.number(_("Of these, to prepare"), 0, MOST_HOURS)),
        Column("hours_travel", ask.number(_("Of these, to travel"), 0, MOST_HOURS)),
        Column(
            "hours_debrief", ask.number(_("Of these, to talk about it afterwards"), 0, MOST_HOURS)
        ),
    ),
    _say_hours,
)


def _floor() -> str:
    floor = format_money(settings.PAY_FLOOR_HOURLY)
    return gettext("At least %(floor)s for each paid hour.") % {"floor": floor}


def _say_pay(posting: Posting) -> list[Fact]:
    said = [
        Fact(gettext("How many consultants"), str(posting.consultants_wanted)),
        Fact(gettext("Fee for each"), _range(posting, 1)),
        Fact(gettext("For an hour"), _hourly(posting)),
        Fact(
            gettext("Other experts get for the same work"),
            format_money(posting.comparison_amount, posting.currency),
            is_marked=posting.fee_amount < posting.comparison_amount,
        ),
    ]
    if posting.unequal_fees_reason:
        said.append(Fact(gettext("Why fees differ"), posting.unequal_fees_reason))
    return said


def _range(posting: Posting, divisor: int) -> str:
    least = format_money(posting.fee_amount // divisor, posting.currency)
    if posting.fee_up_to is None:
        return least
    most = format_money(posting.fee_up_to // divisor, posting.currency)
    return gettext("%(least)s to %(most)s") % {"least": least, "most": most}


def _hourly(posting: Posting) -> str:
    if not posting.hours:
        return ""
    said = {"rate": _range(posting, posting.hours), "hours": posting.hours}
    return gettext("%(rate)s, all %(hours)s hours counted") % said


PAY = Step(
    "pay",
    _("The pay"),
    (
        Column("consultants_wanted", ask.number(_("How many consultants"), 1, MOST_CONSULTANTS)),
        Column(
            "fee_amount",
            MoneyField(
                label=_("Fee for one consultant, for all of it, in US dollars"),
                help_text=lazy(_floor, str)(),
            ),
            is_gap_at_zero=True,
        ),
        Column(
            "fee_up_to",
            MoneyField(
                label=_("Up to, if the fee is a range"),
                required=False,
                help_text=_("Leave it empty for one fixed fee."),
            ),
        ),
        Column(
            "comparison_amount",
            MoneyField(
                label=_("What you pay other experts for the same work"),
                help_text=_("People who are not hired for lived experience. Consultants see both."),
            ),
            is_gap_at_zero=True,
        ),
        text(
            "unequal_fees_reason",
            _("Why fees differ, if they do"),
            called=_("Why fees differ"),
            required=False,
            hint=_("When others get more, or when two consultants may get different fees."),
        ),
    ),
    _say_pay,
)


def _say_money(posting: Posting) -> list[Fact]:
    federal = gettext("Yes, some or all of it") if posting.federal_money else gettext("No")
    return [
        Fact(gettext("Who funds it"), posting.funder),
        Fact(gettext("US federal money"), federal),
    ]


MONEY = Step(
    "money",
    _("Where the money comes from"),
    (
        Column(  # a name: no wording to look at
            "funder",
            ask.line(
                _("Who funds it"),
                limit_of("funder"),
                hint=_("Your own funds, or the name of the funder."),
            ),
        ),
        Column(
            "federal_money",
            ask.yes_or_no(
                _("Is any of it money from the United States federal government?"),
                hint=_(
                    "Then a fee above $81.25 for an hour, or $650 for a day, needs approval in writing before"
                    " you make an offer. Getting it is your task, not the consultant's."
                ),
            ),
        ),
    ),
    _say_money,
)


def _say_talk(posting: Posting) -> list[Fact]:
    minutes, amount = posting.first_talk_minutes, posting.first_talk_amount
    length = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    pay = format_money(amount, posting.currency) if amount else gettext("not paid")
    sample = gettext("None asked")
    if posting.sample_asked:
        sample = gettext("A paid stage: %(amount)s") % {
            "amount": format_money(posting.sample_amount, posting.currency)
        }
    return [
        Fact(gettext("First talk"), f"{length}, {pay}"),
        Fact(gettext("Test or sample of work"), sample),
    ]


TALK = Step(
    "talk",
    _("The first talk"),
    (
        Column(
            "first_talk_minutes",
            ask.number(
                _("Minutes of the first talk"),
                0,
                LONGEST_TALK,
                hint=_("A talk above 30 minutes is a paid stage."),
            ),
        ),
        Column(
            "first_talk_amount",
            MoneyField(label=_("Pay for the first talk, in US dollars"), minimum=0, required=False),
        ),
        Column(
            "sample_asked",
            ask.yes_or_no(
                _("Do you ask for a test or a sample of work?"), hint=_("Then it is a paid stage.")
            ),
            details=("sample_amount",),
            missing=_("A test or a sample is paid. Enter its pay."),
        ),
        Column(
            "sample_amount",
            MoneyField(
                label=_("Pay for the test or sample, in US dollars"), minimum=0, required=False
            ),
        ),
    ),
    _say_talk,
    is_usual=True,
)


def _say_payday(posting: Posting) -> list[Fact]:
    days = posting.pay_days
    pay_day = ngettext("%(n)s day after approval", "%(n)s days after approval", days) % {"n": days}
    cancelling = gettext(
        "Within %(hours)s hours of the due day: all of the stage. Within %(days)s days: half of it."
        " Work that is done is always paid."
    ) % {"hours": posting.cancel_full_hours, "days": posting.cancel_half_days}
    return [
        Fact(gettext("Pay day"), pay_day if days else gettext("On the day the work is approved")),
        Fact(gettext("If the organization cancels"), cancelling),
    ]


PAYDAY = Step(
    "payday",
    _("Pay day and cancelling"),
    (
        Column(
            "pay_days",
            ask.number(
                _("Days from approval to pay"),
                0,
                MOST_PAY_DAYS,
                hint=_("0 is the same day. At most 30."),
            ),
        ),
        Column(
            "cancel_full_hours",
            ask.number(
                _("All of a stage is paid when you cancel within these hours of the due day"),
                *CANCEL_FULL_HOURS,
                hint=_("Usual: 72 hours."),
            ),
        ),
        Column(
            "cancel_half_days",
            ask.number(
                _("Half of a stage is paid when you cancel within these days"),
                *CANCEL_HALF_DAYS,
                hint=_("Usual: 14 days."),
            ),
        ),
    ),
    _say_payday,
    is_usual=True,
)

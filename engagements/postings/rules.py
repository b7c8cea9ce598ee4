"""What two answers say together: asked of a page's answers and, before publishing, of the whole posting.

Each rule takes the answers known so far and yields the field and the sentence; it is silent while an answer
that it needs is missing. The database holds the same (`models/posting_rules.py`).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.dates import day_in_words
from engagements.models.disclosures import PersonalExperience, Place, WayToJoin, WayToPay
from engagements.models.posting import FREE_TALK_MINUTES
from engagements.terms.pay_floor import below_floor, is_below_floor

Problem = tuple[str, Any]
Answers = Mapping[str, Any]

LONGEST_YEARS = 3
LEAD_DAYS: dict[str, int] = {  # until the money of a first stage is in
    WayToPay.CARD: 0,
    WayToPay.BANK_DEBIT: 7,
    WayToPay.PURCHASE_ORDER: 30,
}
FEDERAL_HOURLY = 8_125  # US federal money: above this (650 for eight hours) approval comes first


def earliest_start(way_to_pay: str) -> date:
    """Return the first day on which the money of a stage can be in."""
    return clock.today() + timedelta(days=LEAD_DAYS.get(way_to_pay, 0))


def needs_federal_approval(answers: Answers) -> bool:
    """Whether a fee from US federal money is above what may be paid without approval."""
    most = answers.get("fee_up_to") or answers.get("fee_amount") or 0
    hours = answers.get("hours") or 0
    return bool(answers.get("federal_money") and hours and most > FEDERAL_HOURLY * hours)


def problems(answers: Answers) -> Iterator[Problem]:
    """Yield what stands against these answers."""
    for rule in RULES:
        yield from rule(answers)


def _dates(answers: Answers) -> Iterator[Problem]:
    starts_on, due_on = answers.get("starts_on"), answers.get("due_on")
    way = answers.get("way_to_pay") or WayToPay.CARD
    today, first = clock.today(), earliest_start(way)
    if starts_on and starts_on < today:
        yield "starts_on", _("Choose a day from today on.")
    elif starts_on and starts_on < first:
        yield (
            "starts_on",
            _("Money paid in this way takes time. Choose %(day)s or later.")
            % {"day": day_in_words(first, weekday=False)},
        )
    if due_on and starts_on and due_on < starts_on:
        yield "due_on", _("Choose a day on or after the earliest start.")
    if due_on and (due_on - today).days > 366 * LONGEST_YEARS:
        yield "due_on", _("Choose a day within three years.")


def _hours(answers: Answers) -> Iterator[Problem]:
    hours = answers.get("hours")
    parts = sum(answers.get(f"hours_{part}") or 0 for part in ("preparation", "travel", "debrief"))
    if hours and parts > hours:
        yield "hours", _("The parts below are more than this. All hours are paid.")


def _fee(answers: Answers) -> Iterator[Problem]:
    fee, hours, most = (answers.get(name) for name in ("fee_amount", "hours", "fee_up_to"))
    if fee and hours and is_below_floor(fee, hours=hours):
        yield "fee_amount", below_floor(fee, hours=hours)
    if fee and most and most <= fee:
        yield "fee_up_to", _("Enter more than the fee, or leave it empty.")
    is_range = bool(most) and (answers.get("consultants_wanted") or 1) > 1
    is_less = bool(fee) and (fee or 0) < (answers.get("comparison_amount") or 0)
    if (is_range or is_less) and not answers.get("unequal_fees_reason"):
        yield "unequal_fees_reason", _("Say why the fees differ. Everybody can read it.")


def _first_talk(answers: Answers) -> Iterator[Problem]:
    if (answers.get("first_talk_minutes") or 0) > FREE_TALK_MINUTES and not answers.get(
        "first_talk_amount"
    ):
        yield "first_talk_amount", _("A talk above 30 minutes is paid. Enter its pay.")


def _cancelling(answers: Answers) -> Iterator[Problem]:
    hours, days = answers.get("cancel_full_hours"), answers.get("cancel_half_days")
    if hours is not None and days is not None and hours > days * 24:
        yield "cancel_half_days", _("Enter at least as many days as the hours above")


def _experience(answers: Answers) -> Iterator[Problem]:
    is_asked = answers.get("personal_experience") != PersonalExperience.NOT_ASKED
    if answers.get("topics_to_skip") and not is_asked:
        yield (
            "topics_to_skip",
            _("Personal experience is not asked, so no topics are named. Change one of the two."),
        )


def _place(answers: Answers) -> Iterator[Problem]:
    place, ways = answers.get("place"), answers.get("ways_to_join")
    if place == Place.IN_PERSON and not answers.get("region"):
        yield "region", _("Say the region, since the work is in person.")
    if place == Place.REMOTE and WayToJoin.IN_PERSON in (ways or ()):
        yield "ways_to_join", _("The work is remote, so nobody takes part in person.")
    if place == Place.IN_PERSON and ways and WayToJoin.IN_PERSON not in ways:
        yield "ways_to_join", _("The work is in person. Choose that, or choose remote above.")


RULES: tuple[Callable[[Answers], Iterator[Problem]], ...] = (
    _dates,
    _hours,
    _fee,
    _first_talk,
    _cancelling,
    _experience,
    _place,
)

"""A posting in words: one list of lines a page, for consultants and for the writer's last look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import day_in_words
from core.money import format_money
from engagements.models import Posting
from engagements.models.disclosures import InTheRoom, RecordingUse, Support, WayToJoin, WayToPay
from engagements.postings import rules, steps


@dataclass(frozen=True)
class Fact:
    """One thing that is said: what about, what, and whether it deserves a second look."""

    label: str
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Group:
    """The facts of one page of the form."""

    step: steps.Step
    facts: list[Fact]


@dataclass(frozen=True)
class Topic:
    """Facts of several pages under one heading, as consultants read them."""

    title: str | Promise
    facts: list[Fact]
    notices: list[str]


TOPICS = (
    ("work", gettext_lazy("The work"), ("work", "result", "place")),
    ("pay", gettext_lazy("The pay"), ("hours", "pay", "money", "payday", "talk")),
    (
        "know",
        gettext_lazy("What to know before saying yes"),
        ("experience", "room", "reporting", "recording"),
    ),
    ("support", gettext_lazy("Support and the result"), ("support", "ownership")),
)


def groups(posting: Posting) -> list[Group]:
    """Return every page of the form with its answers in words."""
    return [Group(step, FACTS[step.slug](posting)) for step in steps.STEPS]


def topics(posting: Posting) -> list[Topic]:
    """Return what consultants read, in four cards."""
    return [
        Topic(
            title,
            [fact for slug in slugs for fact in FACTS[slug](posting)],
            notices(posting) if key == "pay" else [],
        )
        for key, title, slugs in TOPICS
    ]


def notices(posting: Posting) -> list[str]:
    """Say what about the pay may not be missed."""
    said = []
    if 0 < posting.fee_amount < posting.comparison_amount:
        said.append(_("The fee is lower than what other experts get here for the same work."))
    if rules.needs_federal_approval(
        {
            name: getattr(posting, name)
            for name in ("federal_money", "hours", "fee_amount", "fee_up_to")
        }
    ):
        said.append(
            _(
                "This is US federal money, and the fee is above $81.25 for an hour. The organization"
                " needs approval in writing before it makes an offer."
            )
        )
    return said


def _work(posting: Posting) -> list[Fact]:
    return [
        Fact(_("What the work is"), posting.summary),
        Fact(_("Kind of work"), posting.get_kind_of_work_display()),
    ]


def _result(posting: Posting) -> list[Fact]:
    days = {
        "start": day_in_words(posting.starts_on, weekday=False),
        "end": day_in_words(posting.due_on, weekday=False),
    }
    return [
        Fact(_("What is to be made"), posting.deliverable),
        Fact(_("When"), _("From %(start)s, done by %(end)s") % days),
        Fact(_("Paid in"), _way_to_pay(posting)),
    ]


def _way_to_pay(posting: Posting) -> str:
    return {
        WayToPay.CARD: _("Before the work starts, by card"),
        WayToPay.BANK_DEBIT: _("Before the work starts, by bank debit (about a week)"),
        WayToPay.PURCHASE_ORDER: _("Before the work starts, by purchase order (about a month)"),
    }[WayToPay(posting.way_to_pay)]


def _hours(posting: Posting) -> list[Fact]:
    n = posting.hours
    text = ngettext("%(n)s hour in all", "%(n)s hours in all", n) % {"n": n}
    parts = [
        (_("to prepare: %(n)s"), posting.hours_preparation),
        (_("to travel: %(n)s"), posting.hours_travel),
        (_("to talk about it afterwards: %(n)s"), posting.hours_debrief),
    ]
    named = [words % {"n": hours} for words, hours in parts if hours]
    return [Fact(_("Paid hours"), "; ".join([text, *named]))]


def _pay(posting: Posting) -> list[Fact]:
    said = [
        Fact(_("How many consultants"), str(posting.consultants_wanted)),
        Fact(_("Fee for each"), _range(posting, 1)),
        Fact(_("For an hour"), _hourly(posting)),
        Fact(
            _("Other experts get for the same work"),
            format_money(posting.comparison_amount, posting.currency),
            is_marked=posting.fee_amount < posting.comparison_amount,
        ),
    ]
    if posting.unequal_fees_reason:
        said.append(Fact(_("Why fees differ"), posting.unequal_fees_reason))
    return said


def _range(posting: Posting, divisor: int) -> str:
    least = format_money(posting.fee_amount // divisor, posting.currency)
    if posting.fee_up_to is None:
        return least
    most = format_money(posting.fee_up_to // divisor, posting.currency)
    return _("%(least)s to %(most)s") % {"least": least, "most": most}


def _hourly(posting: Posting) -> str:
    if not posting.hours:
        return ""
    said = {"rate": _range(posting, posting.hours), "hours": posting.hours}
    return _("%(rate)s, all %(hours)s hours counted") % said


def _money(posting: Posting) -> list[Fact]:
    federal = _("Yes, some or all of it") if posting.federal_money else _("No")
    return [
        Fact(_("Who funds it"), posting.funder),
        Fact(_("US federal money"), federal),
    ]


def _payday(posting: Posting) -> list[Fact]:
    days = posting.pay_days
    pay_day = ngettext("%(n)s day after approval", "%(n)s days after approval", days) % {"n": days}
    cancelling = _(
        "Within %(hours)s hours of the due day: all of the stage. Within %(days)s days: half of it."
        " Work that is done is always paid."
    ) % {"hours": posting.cancel_full_hours, "days": posting.cancel_half_days}
    return [
        Fact(_("Pay day"), pay_day if days else _("On the day the work is approved")),
        Fact(_("If the organization cancels"), cancelling),
    ]


def _talk(posting: Posting) -> list[Fact]:
    minutes, amount = posting.first_talk_minutes, posting.first_talk_amount
    length = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    pay = format_money(amount, posting.currency) if amount else _("not paid")
    sample = _("None asked")
    if posting.sample_asked:
        sample = _("A paid stage: %(amount)s") % {
            "amount": format_money(posting.sample_amount, posting.currency)
        }
    return [
        Fact(_("First talk"), f"{length}, {pay}"),
        Fact(_("Test or sample of work"), sample),
    ]


def _experience(posting: Posting) -> list[Fact]:
    said = [
        Fact(
            _("Personal experience"),
            posting.get_personal_experience_display(),
            is_marked=posting.personal_experience == "central",
        )
    ]
    if posting.topics_to_skip:
        said.append(Fact(_("Topics that may be skipped"), posting.topics_to_skip))
    return said


def _room(posting: Posting) -> list[Fact]:
    there = listed(InTheRoom, posting.in_the_room)
    nobody = _("Nobody from police, immigration, courts, press, funders or the public")
    return [Fact(_("In the room or reading the result"), there or nobody, is_marked=bool(there))]


def _reporting(posting: Posting) -> list[Fact]:
    if not posting.mandated_reporting:
        return [Fact(_("Who must report what is said"), _("Nobody"))]
    return [
        Fact(_("Who must report what is said"), posting.mandated_reporting, is_marked=True),
        Fact(_("To whom they report"), posting.reports_to),
    ]


def _recording(posting: Posting) -> list[Fact]:
    uses = listed(RecordingUse, posting.recording_uses)
    said = [Fact(_("Recording, photos, naming"), uses or _("None"), is_marked=bool(uses))]
    if posting.recording:
        said.append(Fact(_("What for, where and how long"), posting.recording))
    return said


def _place(posting: Posting) -> list[Fact]:
    where = [str(posting.get_place_display()), posting.region]
    return [
        Fact(_("Where"), " · ".join(part for part in where if part)),
        Fact(_("Ways to take part"), listed(WayToJoin, posting.ways_to_join)),
        Fact(_("Name"), _("A working name is enough")),
        Fact(_("Time zone"), posting.time_zone.replace("_", " ")),
        Fact(_("Language of the work"), posting.get_language_display()),
    ]


def _support(posting: Posting) -> list[Fact]:
    offered = listed(Support, posting.support)
    said = [Fact(_("Support, paid ahead"), offered or _("None named. You can ask."))]
    if posting.support_note:
        said.append(Fact(_("More about support"), posting.support_note))
    return said


def _ownership(posting: Posting) -> list[Fact]:
    return [
        Fact(_("Who owns the result"), posting.get_ownership_display()),
        Fact(_("Credit"), posting.get_credit_display()),
    ]


def _audience(posting: Posting) -> list[Fact]:
    seen_by = _("Only people we invite") if posting.invite_only else _("Everybody, on the board")
    return [Fact(_("Who sees it"), seen_by)]


FACTS: dict[str, Callable[[Posting], list[Fact]]] = {
    "work": _work,
    "result": _result,
    "hours": _hours,
    "pay": _pay,
    "money": _money,
    "room": _room,
    "reporting": _reporting,
    "place": _place,
    "support": _support,
    "experience": _experience,
    "recording": _recording,
    "talk": _talk,
    "payday": _payday,
    "ownership": _ownership,
    "audience": _audience,
}


def listed(choices: type[TextChoices], values: Iterable[Any]) -> str:
    """Return the names of some answers, in a line."""
    return ", ".join(str(choices(value).label) for value in values)

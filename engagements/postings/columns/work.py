"""What the work is, when it is done, where and how."""

from functools import lru_cache
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from core.dates import day_in_words
from core.facts import Fact, listed
from engagements.models import Posting
from engagements.models.disclosures import LANGUAGES, KindOfWork, Place, WayToJoin, WayToPay
from engagements.postings.columns.column import Column, Step, text

AREAS = (
    "America/",
    "Atlantic/",
    "Europe/",
    "Africa/",
    "Asia/",
    "Australia/",
    "Pacific/",
    "Indian/",
)


def _say_work(posting: Posting) -> list[Fact]:
    return [  # the title stands above
        Fact(gettext("What the work is"), posting.summary),
        Fact(gettext("Kind of work"), posting.get_kind_of_work_display()),
    ]


WORK = Step(
    "work",
    _("The work"),
    (
        text(
            "title",
            _("Title"),
            asked=ask.line,
            hint=_("Say the work, like “Review of our intake forms”."),
        ),
        text(
            "summary",
            _("What the work is"),
            rows=6,
            hint=_("Plain words. What will the consultant do?"),
        ),
        Column(
            "kind_of_work",
            forms.ChoiceField(
                label=_("Kind of work"), choices=[("", _("Choose one")), *KindOfWork.choices]
            ),
        ),
    ),
    _say_work,
)


def _say_result(posting: Posting) -> list[Fact]:
    days = {
        "start": day_in_words(posting.starts_on, weekday=False),
        "end": day_in_words(posting.due_on, weekday=False),
    }
    ways = {
        WayToPay.CARD: gettext("Before the work starts, by card"),
        WayToPay.BANK_DEBIT: gettext("Before the work starts, by bank debit (about a week)"),
        WayToPay.PURCHASE_ORDER: gettext(
            "Before the work starts, by purchase order (about a month)"
        ),
    }
    return [
        Fact(gettext("What is to be made"), posting.deliverable),
        Fact(gettext("When"), gettext("From %(start)s, done by %(end)s") % days),
        Fact(gettext("Paid in"), ways[WayToPay(posting.way_to_pay)]),
    ]


RESULT = Step(
    "result",
    _("What is made, and by when"),
    (
        text("deliverable", _("What is to be made"), hint=_("Like “written comments”.")),
        Column(
            "way_to_pay",
            ask.one(
                _("How you pay in"),
                WayToPay.choices,
                hint=_(
                    "Work starts when the money is in. A card takes no time. A bank debit takes about a week,"
                    " a purchase order about a month."
                ),
            ),
        ),
        Column("starts_on", ask.day(_("Earliest start"))),
        Column("due_on", ask.day(_("To be done by"))),
    ),
    _say_result,
)


@lru_cache
def time_zones() -> list[tuple[str, str]]:
    """Return the places whose clock may be meant, as people read them."""
    names = sorted(name for name in available_timezones() if name.startswith(AREAS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def _say_place(posting: Posting) -> list[Fact]:
    where = [str(posting.get_place_display()), posting.region]
    return [
        Fact(gettext("Where"), " · ".join(part for part in where if part)),
        Fact(gettext("Ways to take part"), listed(WayToJoin, posting.ways_to_join)),
        Fact(gettext("Name"), gettext("A working name is enough")),
        Fact(gettext("Time zone"), posting.time_zone.replace("_", " ")),
        Fact(gettext("Language of the work"), posting.get_language_display()),
    ]


PLACE = Step(
    "place",
    _("Where and how"),
    (
        Column("place", ask.one(_("Where"), Place.choices)),
        text(
            "region",
            _("Region, if in person"),
            asked=ask.line,
            called=_("Region"),
            required=False,
            hint=_("No street. The exact place is told when you talk."),
        ),
        Column(
            "ways_to_join", ask.several(_("Ways to take part"), WayToJoin.choices, required=True)
        ),
        Column("time_zone", forms.ChoiceField(label=_("Time zone"), choices=time_zones)),
        Column("language", ask.one(_("Language of the work"), LANGUAGES)),
    ),
    _say_place,
)

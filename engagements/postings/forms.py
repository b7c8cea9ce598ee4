"""The form of a project, in groups of one topic each."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from core.money import MoneyField, format_money
from engagements.models import Posting
from engagements.models.disclosures import (
    InTheRoom,
    KindOfWork,
    PersonalExperience,
    Place,
    RecordingUse,
    Support,
    WayToJoin,
)
from engagements.postings.services import below_floor, is_below_floor

LANGUAGES = [("en", "English"), ("es", "Español")]
MOST_HOURS = 2000
LONGEST_YEARS = 3


def _area(label: Any, length: int, *, hint: Any = "", required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4 if length > 500 else 2})  # noqa: PLR2004
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=required, widget=area
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _one(label: Any, choices: Any, *, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, widget=forms.RadioSelect)


def _several(
    label: Any, choices: Any, *, hint: Any = "", required: bool = False
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


class PostingForm(forms.Form):
    """Everything a project states before it can be published."""

    title = forms.CharField(label=_("Title"), max_length=100)
    summary = _area(
        _("What the work is"), 3000, hint=_("Plain words. What will the consultant do?")
    )
    kind_of_work = forms.ChoiceField(label=_("Kind of work"), choices=KindOfWork.choices)
    deliverable = forms.CharField(label=_("What is to be made"), max_length=300)
    language = _one(_("Language of the work"), LANGUAGES)

    hours = forms.IntegerField(
        label=_("Paid hours in all"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("Preparation, travel and debrief included."),
    )
    fee_amount = MoneyField(label=_("Fee for all of it, in US dollars"))
    comparison_amount = MoneyField(
        label=_("What you pay other experts for the same work"),
        help_text=_("People who are not hired for lived experience. Consultants see both."),
    )
    unequal_fees_reason = _area(_("Why fees differ, if they do"), 300, required=False)
    pay_days = forms.IntegerField(
        label=_("Days from approval to pay"),
        min_value=0,
        max_value=30,
        initial=0,
        help_text=_("0 is the same day. At most 30."),
    )
    funder = forms.CharField(label=_("Who funds it"), max_length=120)

    starts_on = _day(_("Earliest start"))
    due_on = _day(_("To be done by"))
    place = _one(_("Where"), Place.choices)
    region = forms.CharField(
        label=_("Region, if in person"),
        max_length=80,
        required=False,
        help_text=_("No street. The exact place is told when you talk."),
    )
    ways_to_join = _several(_("Ways to take part"), WayToJoin.choices, required=True)

    personal_experience = _one(
        _("Personal experience"),
        PersonalExperience.choices,
        hint=_("You hire expertise. Most projects do not ask about somebody's own life."),
    )
    in_the_room = _several(
        _("In the room or reading the result"),
        InTheRoom.choices,
        hint=_(
            "Leave all empty if none of these takes part. A change later lets the consultant leave with pay."
        ),
    )
    mandated_reporting = _area(
        _("Who must report what is said, and to whom"),
        300,
        required=False,
        hint=_("Leave it empty if nobody has to."),
    )
    reports_to = _area(_("To whom they report"), 300, required=False)
    recording_uses = _several(_("Recording, photos, naming"), RecordingUse.choices)
    recording = _area(_("What for, where and how long"), 300, required=False)
    support = _several(_("Support, paid ahead"), Support.choices)
    consultants_wanted = forms.IntegerField(
        label=_("How many consultants"), min_value=1, max_value=50, initial=1
    )
    invite_only = forms.BooleanField(label=_("Only people we invite can see it"), required=False)

    GROUPS = (
        (_("The work"), ("title", "summary", "kind_of_work", "deliverable", "language")),
        (
            _("The pay"),
            (
                "hours",
                "fee_amount",
                "comparison_amount",
                "unequal_fees_reason",
                "pay_days",
                "funder",
            ),
        ),
        (_("When and where"), ("starts_on", "due_on", "place", "region", "ways_to_join")),
        (
            _("What to know before saying yes"),
            (
                "personal_experience",
                "in_the_room",
                "mandated_reporting",
                "reports_to",
                "recording_uses",
                "recording",
            ),
        ),
        (_("Support and people"), ("support", "consultants_wanted", "invite_only")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        floor = format_money(settings.PAY_FLOOR_HOURLY)
        self.fields["fee_amount"].help_text = _("At least %(floor)s for each of these hours.") % {
            "floor": floor
        }

    @classmethod
    def of(cls, posting: Posting) -> "PostingForm":
        """Return the form filled with a draft."""
        return cls(initial={name: getattr(posting, name) for name in cls.base_fields})

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Yield each topic with its fields."""
        for title, names in self.GROUPS:
            yield title, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Check what two answers say together."""
        answers = super().clean() or {}
        self._check_dates(answers.get("starts_on"), answers.get("due_on"))
        fee, hours = answers.get("fee_amount"), answers.get("hours")
        if fee and hours and is_below_floor(fee, hours=hours):
            self.add_error(
                "fee_amount", ValidationError(below_floor(fee, hours=hours), code="below_floor")
            )
        self._check_pairs(answers)
        is_less = fee and fee < (answers.get("comparison_amount") or 0)
        if is_less and not answers.get("unequal_fees_reason"):
            self.add_error("unequal_fees_reason", _("Say why the fees differ."))
        if answers.get("place") == Place.IN_PERSON and not answers.get("region"):
            self.add_error("region", _("Say the region, since the work is in person."))
        return answers

    def _check_pairs(self, answers: dict[str, Any]) -> None:
        for one, other in (("mandated_reporting", "reports_to"), ("recording_uses", "recording")):
            if bool(answers.get(one)) != bool(answers.get(other)):
                self.add_error(other if answers.get(one) else one, _("Answer both, or neither."))
        ways = answers.get("ways_to_join") or []
        if answers.get("place") == Place.REMOTE and WayToJoin.IN_PERSON in ways:
            self.add_error("ways_to_join", _("Remote work is not joined in person."))
        if answers.get("place") == Place.IN_PERSON and WayToJoin.IN_PERSON not in ways:
            self.add_error("ways_to_join", _("Work in person can be joined in person."))

    def _check_dates(self, starts_on: Any, due_on: Any) -> None:
        today = timezone.localdate()
        if starts_on and starts_on < today:
            self.add_error("starts_on", _("Choose a day from today on."))
        if due_on and starts_on and due_on < starts_on:
            self.add_error("due_on", _("Choose a day on or after the earliest start."))
        if due_on and (due_on - today).days > 366 * LONGEST_YEARS:
            self.add_error("due_on", _("Choose a day within three years."))


class NewPostingForm(PostingForm):
    """A project's first form: it carries the draft's code, so that two presses are one draft."""

    code = forms.RegexField(
        r"^[A-Za-z0-9_-]{22}\Z", widget=forms.HiddenInput, initial=new_code, required=False
    )

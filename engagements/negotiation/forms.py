"""The whole terms as one form; stages are added and taken away without losing what was typed."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core import clock
from core.money import MoneyField
from engagements.models.disclosures import InTheRoom, PersonalExperience, Support, WayToJoin
from engagements.terms.bounds import (
    CANCEL_FULL_HOURS,
    CANCEL_HALF_DAYS,
    MOST_HOURS,
    MOST_PAY_DAYS,
    MOST_ROUNDS,
    MOST_STAGES,
    REVIEW_DAYS,
)
from engagements.terms.pay_floor import below_floor, is_below_floor
from engagements.terms.terms import Stage, Terms

STAGE_FIELDS = ("title", "deliverable", "due_on", "amount", "review_days")
PLAIN = (
    "scope",
    "pay_days",
    "rounds_of_changes",
    "expenses",
    "personal_experience",
    "off_limit_topics",
    "in_the_room",
    "mandated_reporting",
    "recording",
    "ways_to_join",
    "support",
    "ownership",
    "credit",
    "confidentiality",
    "cancel_full_hours",
    "cancel_half_days",
    "hours",
    "where",
)


def _text(
    label: Any, length: int, *, hint: Any = "", required: bool = False, rows: int = 2
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=required, widget=area
    )


def _number(
    label: Any, bounds: tuple[int, int], *, hint: Any = "", required: bool = True
) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    low, high = bounds
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=hint,
        required=required,
        widget=widget,
    )


def _several(label: Any, choices: Any, *, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices.choices,
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


class TermsForm(forms.Form):
    """Every term of a version. The stages are fields of the form, numbered from 1."""

    seen = forms.IntegerField(min_value=0, max_value=9999, widget=forms.HiddenInput)
    stages = forms.IntegerField(min_value=1, max_value=MOST_STAGES, widget=forms.HiddenInput)

    scope = _text(_("What the work is"), 3000, required=True, rows=6)

    hours = _number(
        _("Paid hours in all"),
        (0, MOST_HOURS),
        hint=_("With preparation, travel and debrief. Empty: hours are not counted."),
        required=False,
    )
    pay_days = _number(
        _("Days from approval to pay"),
        (0, MOST_PAY_DAYS),
        hint=_("0 means on the day a stage is approved. At most 30."),
    )
    expenses = _text(
        _("Expenses"), 300, hint=_("What is paid apart from the fee: ahead, or against receipts.")
    )
    rounds_of_changes = _number(_("Rounds of changes for each stage"), (0, MOST_ROUNDS))
    cancel_full_hours = _number(
        _(
            "All of the stage is paid when the organization cancels within these hours of the due day"
        ),
        CANCEL_FULL_HOURS,
        hint=_("Usual: 72 hours."),
    )
    cancel_half_days = _number(
        _("Half of the stage is paid when the organization cancels within these days"),
        CANCEL_HALF_DAYS,
        hint=_("Usual: 14 days."),
    )

    personal_experience = forms.ChoiceField(
        label=_("Personal experience"),
        choices=PersonalExperience.choices,
        widget=forms.RadioSelect,
    )
    off_limit_topics = _text(
        _("Topics that are off limits"),
        1000,
        hint=_("Nobody may ask about these. No reason needed."),
    )
    in_the_room = _several(_("In the room or reading the result"), InTheRoom)
    mandated_reporting = _text(
        _("Who must report what is said, and to whom"),
        700,
        hint=_("Leave it empty if nobody has to."),
    )
    recording = _text(_("Recording, photos, naming"), 500, hint=_("Leave it empty for none."))
    where = _text(_("Where"), 200, hint=_("Remote, or the place, and the time zone."))
    ways_to_join = _several(_("Ways to take part"), WayToJoin)
    support = _several(_("Support, paid ahead"), Support)

    ownership = _text(_("Who owns the result"), 300)
    credit = _text(_("Credit"), 300, hint=_("How the consultant is named, if at all."))
    confidentiality = _text(_("What stays private, on both sides"), 500)

    def __init__(
        self, data: QueryDict | None = None, *, stage_count: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.label_suffix = ""
        self.stage_count = _count(data, stage_count)
        self.initial["stages"] = self.stage_count
        for number in range(1, self.stage_count + 1):
            self._add_stage(number)

    def _add_stage(self, number: int) -> None:
        which = {"number": number}
        fields = {
            "title": forms.CharField(label=_("Name of stage %(number)s") % which, max_length=100),
            "deliverable": _text(
                _("What is handed in for stage %(number)s") % which, 300, required=True
            ),
            "due_on": forms.DateField(
                label=_("Due day of stage %(number)s") % which,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": _("Enter a day, like 2027-05-04")},
            ),
            "amount": MoneyField(
                label=_("Fee for stage %(number)s, in US dollars") % which,
                help_text=_("For example 250"),
            ),
            "review_days": _number(
                _("Days to review stage %(number)s") % which,
                REVIEW_DAYS,
                hint=_(
                    "Without an answer in this time, the stage is approved and paid. At most 14."
                ),
            ),
        }
        for name, field in fields.items():
            self.fields[f"{name}_{number}"] = field
        self.fields[f"review_days_{number}"].initial = 7

    @property
    def stage_groups(self) -> list[dict[str, Any]]:
        """Return the fields of each stage, for the template."""
        return [
            {"number": n, "fields": [self[f"{name}_{n}"] for name in STAGE_FIELDS]}
            for n in range(1, self.stage_count + 1)
        ]

    @property
    def may_add_stage(self) -> bool:
        """Whether another stage fits."""
        return self.stage_count < MOST_STAGES

    @property
    def next_stage(self) -> int:
        """The number that an added stage gets."""
        return self.stage_count + 1

    @property
    def may_remove_stage(self) -> bool:
        """Whether one can go: at least one stays."""
        return self.stage_count > 1

    def clean(self) -> dict[str, Any]:
        """Refuse days that are over, and a half-pay time shorter than the full-pay time."""
        cleaned = super().clean() or {}
        today = clock.today()
        for number in range(1, self.stage_count + 1):
            due_on = cleaned.get(f"due_on_{number}")
            if due_on is not None and due_on < today:
                self.add_error(f"due_on_{number}", _("Choose today or a later day"))
            elif due_on is not None and due_on.year > today.year + 10:
                self.add_error(f"due_on_{number}", _("Choose a day within the next ten years"))
        self._look_at_the_floor(cleaned)
        hours, days = cleaned.get("cancel_full_hours"), cleaned.get("cancel_half_days")
        if hours is not None and days is not None and days * 24 < hours:
            self.add_error("cancel_half_days", _("Enter at least as many days as the hours above"))
        return cleaned

    def _look_at_the_floor(self, cleaned: dict[str, Any]) -> None:
        """Refuse pay for the hours that no project here may offer, whoever writes the version."""
        names = [f"amount_{n}" for n in range(1, self.stage_count + 1)]
        hours = cleaned.get("hours")
        if not hours or any(name in self.errors for name in names):
            return
        fee = sum(cleaned[name] for name in names)
        if is_below_floor(fee, hours=hours):
            self.add_error("hours", below_floor(fee, hours=hours))

    def terms(self, *, currency: str) -> Terms:
        """Return what was typed as the value that is hashed and stored."""
        given = self.cleaned_data
        stages = tuple(
            Stage(**{name: given[f"{name}_{n}"] for name in STAGE_FIELDS})
            for n in range(1, self.stage_count + 1)
        )
        plain: dict[str, Any] = {
            name: tuple(given[name]) if isinstance(given[name], list) else given[name]
            for name in PLAIN
        }
        plain["hours"] = plain["hours"] or 0
        return Terms(stages=stages, currency=currency, **plain)


def form_for(terms: Terms, *, seen: int) -> TermsForm:
    """Return the form filled with existing terms."""
    initial: dict[str, Any] = {name: getattr(terms, name) for name in PLAIN} | {"seen": seen}
    for number, stage in enumerate(terms.stages, start=1):
        initial |= {f"{name}_{number}": getattr(stage, name) for name in STAGE_FIELDS}
    return TermsForm(initial=initial, stage_count=len(terms.stages))


def with_stage_added(data: QueryDict) -> TermsForm:
    """Return the form as typed with one more, empty stage; nothing is judged yet."""
    changed = data.copy()
    count = min(_count(data, 1) + 1, MOST_STAGES)
    changed["stages"] = str(count)
    changed.setdefault(f"review_days_{count}", "7")
    return _unjudged(changed)


def with_stage_removed(data: QueryDict, number: int) -> TermsForm:
    """Return the form as typed without one stage; later stages move up."""
    changed = data.copy()
    count = _count(data, 1)
    if count == 1 or not 1 <= number <= count:
        return _unjudged(changed)
    for name in STAGE_FIELDS:
        for n in range(number, count):
            changed[f"{name}_{n}"] = data.get(f"{name}_{n + 1}", "")
        changed.pop(f"{name}_{count}", None)
    changed["stages"] = str(count - 1)
    return _unjudged(changed)


def _unjudged(data: QueryDict) -> TermsForm:
    form = TermsForm(data)
    form.__dict__["_errors"] = ErrorDict()  # nothing was sent yet, so nothing is wrong yet
    return form


def _count(data: Mapping[str, Any] | None, usual: int) -> int:
    """Read how many stages the form shows; anything odd is one stage."""
    if data is None:
        return usual
    return min(small_number(str(data.get("stages", ""))) or 1, MOST_STAGES)


def small_number(text: str) -> int:
    """Read a number of at most four digits that a page sent; 0 for anything odd."""
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


class AnswerForm(forms.Form):
    """Which version is answered: its number and its hash, as they stood on the page."""

    number = forms.IntegerField(min_value=1, max_value=9999)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$")

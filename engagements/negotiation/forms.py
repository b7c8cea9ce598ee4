"""The whole terms as one form; stages are added and taken away without losing what was typed."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from engagements.models.disclosures import InTheRoom, PersonalExperience, Support, WayToJoin
from engagements.negotiation.stages import NumberedStages, StageFormSet
from engagements.terms.bounds import (
    CANCEL_FULL_HOURS,
    CANCEL_HALF_DAYS,
    MOST_HOURS,
    MOST_PAY_DAYS,
    MOST_ROUNDS,
)
from engagements.terms.pay_floor import below_floor, is_below_floor
from engagements.terms.terms import Stage, Terms


class TermsForm(forms.Form):
    """Every term of a version, with a row for each stage."""

    seen = forms.IntegerField(min_value=0, max_value=9999, widget=forms.HiddenInput)

    scope = ask.area(_("What the work is"), 3000, rows=6)

    hours = ask.number(
        _("Paid hours in all"),
        0,
        MOST_HOURS,
        hint=_("With preparation, travel and debrief. Empty: hours are not counted."),
        required=False,
    )
    pay_days = ask.number(
        _("Days from approval to pay"),
        0,
        MOST_PAY_DAYS,
        hint=_("0 means on the day a stage is approved. At most 30."),
    )
    expenses = ask.area(
        _("Expenses"),
        300,
        required=False,
        hint=_("What is paid apart from the fee: ahead, or against receipts."),
    )
    rounds_of_changes = ask.number(_("Rounds of changes for each stage"), 0, MOST_ROUNDS)
    cancel_full_hours = ask.number(
        _(
            "All of the stage is paid when the organization cancels within these hours of the due day"
        ),
        *CANCEL_FULL_HOURS,
        hint=_("Usual: 72 hours."),
    )
    cancel_half_days = ask.number(
        _("Half of the stage is paid when the organization cancels within these days"),
        *CANCEL_HALF_DAYS,
        hint=_("Usual: 14 days."),
    )

    personal_experience = ask.one(_("Personal experience"), PersonalExperience.choices)
    off_limit_topics = ask.area(
        _("Topics that are off limits"),
        1000,
        required=False,
        hint=_("Nobody may ask about these. No reason needed."),
    )
    in_the_room = ask.several(_("In the room or reading the result"), InTheRoom.choices)
    mandated_reporting = ask.area(
        _("Who must report what is said, and to whom"),
        700,
        required=False,
        hint=_("Leave it empty if nobody has to."),
    )
    recording = ask.area(
        _("Recording, photos, naming"), 500, required=False, hint=_("Leave it empty for none.")
    )
    where = ask.area(
        _("Where"), 200, required=False, hint=_("Remote, or the place, and the time zone.")
    )
    ways_to_join = ask.several(_("Ways to take part"), WayToJoin.choices)
    support = ask.several(_("Support, paid ahead"), Support.choices)

    ownership = ask.area(_("Who owns the result"), 300, required=False)
    credit = ask.area(
        _("Credit"), 300, required=False, hint=_("How the consultant is named, if at all.")
    )
    confidentiality = ask.area(_("What stays private, on both sides"), 500, required=False)

    def __init__(
        self, data: Any = None, *, stages: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.label_suffix = ""
        self.first_stages = stages

    @cached_property
    def stages(self) -> NumberedStages:
        """The rows, not judged before the form is: shown as typed, nothing is wrong in them."""
        stages = StageFormSet(
            self.data if self.is_bound else None, initial=self.first_stages, prefix="stages"
        )
        assert isinstance(stages, NumberedStages)
        for stage in stages if self.is_bound else ():
            stage.__dict__["_errors"] = ErrorDict()
        return stages

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the stages with the rest: the page lists what is wrong in one place."""
        yield from super().__iter__()
        for stage in self.stages:
            yield from stage
        yield from self.stages.management_form

    def clean(self) -> dict[str, Any]:
        """Refuse what is wrong in a stage, and a half-pay time shorter than the full-pay time."""
        cleaned = super().clean() or {}
        self._judge_stages()
        self._look_at_the_floor(cleaned)
        hours, days = cleaned.get("cancel_full_hours"), cleaned.get("cancel_half_days")
        if hours is not None and days is not None and days * 24 < hours:
            self.add_error("cancel_half_days", _("Enter at least as many days as the hours above"))
        return cleaned

    def _judge_stages(self) -> None:
        for stage in self.stages:
            stage.full_clean()
            for name, errors in stage.errors.items():
                self.errors[stage.add_prefix(name)] = errors
        for error in self.stages.non_form_errors().as_data():
            self.add_error(None, error)

    def _look_at_the_floor(self, cleaned: dict[str, Any]) -> None:
        """Refuse pay for the hours that no project here may offer, whoever writes the version."""
        hours = cleaned.get("hours")
        amounts = [stage.cleaned_data.get("amount", 0) for stage in self.stages]
        if not hours or not all(amounts):
            return
        fee = sum(amounts)
        if is_below_floor(fee, hours=hours):
            self.add_error("hours", below_floor(fee, hours=hours))

    def terms(self, *, currency: str) -> Terms:
        """Return what was typed as the value that is hashed and stored."""
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name in PLAIN
        }
        plain["hours"] = plain["hours"] or 0
        stages = tuple(Stage(**stage.cleaned_data) for stage in self.stages)
        return Terms(stages=stages, currency=currency, **plain)

    def with_stage_added(self) -> "TermsForm":
        """Return the form as typed with one more, empty stage; nothing is judged yet."""
        return self._as_typed([*self.stages.typed(), *([{}] if self.stages.may_add else [])])

    def with_stage_removed(self, number: int) -> "TermsForm":
        """Return the form as typed without one stage; later stages move up."""
        stages = self.stages.typed()
        if self.stages.may_remove and 1 <= number <= len(stages):
            del stages[number - 1]
        return self._as_typed(stages)

    def _as_typed(self, stages: list[dict[str, Any]]) -> "TermsForm":
        return TermsForm(initial={name: self[name].data for name in self.fields}, stages=stages)


PLAIN = frozenset(TermsForm.base_fields) - {"seen"}


def form_for(terms: Terms, *, seen: int) -> TermsForm:
    """Return the form filled with existing terms."""
    plain = {name: getattr(terms, name) for name in PLAIN}
    return TermsForm(
        initial=plain | {"seen": seen}, stages=[asdict(stage) for stage in terms.stages]
    )


def small_number(text: str) -> int:
    """Read a number of at most four digits that a page sent; 0 for anything odd."""
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


class AnswerForm(forms.Form):
    """Which version is answered: its number and its hash, as they stood on the page."""

    number = forms.IntegerField(min_value=1, max_value=9999)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$")

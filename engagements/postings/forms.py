"""The pages of a posting's form, one topic each, in the order of `steps.py`."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from core.money import MoneyField, format_money
from engagements.models.disclosures import (
    LANGUAGES,
    Credit,
    InTheRoom,
    KindOfWork,
    Ownership,
    PersonalExperience,
    Place,
    RecordingUse,
    Support,
    WayToJoin,
    WayToPay,
)
from engagements.postings import fields as ask
from engagements.postings import steps
from engagements.postings.language_findings import Found
from engagements.postings.step_form import StepForm

MOST_HOURS = 2000
MOST_CONSULTANTS = 50
LONGEST_TALK = 240
CODE = r"^[A-Za-z0-9_-]{22}\Z"


class WorkForm(StepForm):
    slug = "work"
    title = ask.line(_("Title"), 100, hint=_("Say the work, like “Review of our intake forms”."))
    summary = ask.area(
        _("What the work is"), 3000, hint=_("Plain words. What will the consultant do?")
    )
    kind_of_work = forms.ChoiceField(
        label=_("Kind of work"), choices=[("", _("Choose one")), *KindOfWork.choices]
    )


class NewWorkForm(WorkForm):
    """The first page carries the draft's code, so that two presses are one draft."""

    code = forms.RegexField(CODE, widget=forms.HiddenInput, initial=new_code, required=False)


class ResultForm(StepForm):
    slug = "result"
    deliverable = ask.area(_("What is to be made"), 300, hint=_("Like “written comments”."))
    way_to_pay = ask.one(
        _("How you pay in"),
        WayToPay.choices,
        hint=_(
            "Work starts when the money is in. A card takes no time. A bank debit takes about a week,"
            " a purchase order about a month."
        ),
    )
    starts_on = ask.day(_("Earliest start"))
    due_on = ask.day(_("To be done by"))


class HoursForm(StepForm):
    slug = "hours"
    hours = ask.number(
        _("Paid hours in all, for one consultant"),
        1,
        MOST_HOURS,
        hint=_("Preparation, travel and debrief included. All of them are paid."),
    )
    hours_preparation = ask.number(_("Of these, to prepare"), 0, MOST_HOURS)
    hours_travel = ask.number(_("Of these, to travel"), 0, MOST_HOURS)
    hours_debrief = ask.number(_("Of these, to talk about it afterwards"), 0, MOST_HOURS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["hours"] = self.initial["hours"] or ""


class PayForm(StepForm):
    slug = "pay"
    consultants_wanted = ask.number(_("How many consultants"), 1, MOST_CONSULTANTS)
    fee_amount = MoneyField(label=_("Fee for one consultant, for all of it, in US dollars"))
    fee_up_to = MoneyField(
        label=_("Up to, if the fee is a range"),
        required=False,
        help_text=_("Leave it empty for one fixed fee."),
    )
    comparison_amount = MoneyField(
        label=_("What you pay other experts for the same work"),
        help_text=_("People who are not hired for lived experience. Consultants see both."),
    )
    unequal_fees_reason = ask.area(
        _("Why fees differ, if they do"),
        300,
        required=False,
        hint=_("When others get more, or when two consultants may get different fees."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        floor = format_money(settings.PAY_FLOOR_HOURLY)
        self.fields["fee_amount"].help_text = _("At least %(floor)s for each paid hour.") % {
            "floor": floor
        }
        for name in ("fee_amount", "comparison_amount"):
            self.initial[name] = self.initial[name] or ""


class MoneyForm(StepForm):
    slug = "money"
    funder = ask.line(_("Who funds it"), 120, hint=_("Your own funds, or the name of the funder."))
    federal_money = ask.yes_or_no(
        _("Is any of it money from the United States federal government?"),
        hint=_(
            "Then a fee above $81.25 for an hour, or $650 for a day, needs approval in writing before"
            " you make an offer. Getting it is your task, not the consultant's."
        ),
    )
    gates = {"federal_money": ()}


class RoomForm(StepForm):
    slug = "room"
    is_anyone_there = ask.yes_or_no(
        _("Does any of these take part, or read the result?"), no=_("No, none of them")
    )
    in_the_room = ask.several(
        _("Who?"),
        InTheRoom.choices,
        hint=_("If this changes after acceptance, the consultant may leave with pay."),
    )
    gates = {"is_anyone_there": ("in_the_room",)}


class ReportingForm(StepForm):
    slug = "reporting"
    must_report = ask.yes_or_no(
        _("Must anybody who takes part report what is said?"),
        hint=_("For example a nurse or a social worker, by law."),
    )
    mandated_reporting = ask.area(_("Who must report, and what"), 300, required=False)
    reports_to = ask.area(_("To whom they report"), 300, required=False)
    gates = {"must_report": ("mandated_reporting", "reports_to")}


class PlaceForm(StepForm):
    slug = "place"
    place = ask.one(_("Where"), Place.choices)
    region = ask.line(
        _("Region, if in person"),
        80,
        required=False,
        hint=_("No street. The exact place is told when you talk."),
    )
    ways_to_join = ask.several(_("Ways to take part"), WayToJoin.choices, required=True)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ask.time_zones)
    language = ask.one(_("Language of the work"), LANGUAGES)


class SupportForm(StepForm):
    slug = "support"
    support = ask.several(
        _("What you offer and pay ahead"),
        Support.choices,
        hint=_("Apart from the fee. Leave all empty for none; consultants can ask."),
    )
    support_note = ask.area(_("More about support"), 300, required=False)


class ExperienceForm(StepForm):
    slug = "experience"
    personal_experience = ask.one(
        _("Personal experience"),
        PersonalExperience.choices,
        hint=_("You hire expertise. Most projects do not ask about somebody's own life."),
    )
    topics_to_skip = ask.area(
        _("Topics that may be skipped"),
        300,
        required=False,
        hint=_("Only when experience is optional or central. Nobody has to name their own."),
    )


class RecordingForm(StepForm):
    slug = "recording"
    is_recorded = ask.yes_or_no(
        _("Do you record, take photos, name the consultant, or use anything again?"),
        no=_("No, none of it"),
    )
    recording_uses = ask.several(_("Which?"), RecordingUse.choices)
    recording = ask.area(_("What for, where it is shown, and for how long"), 300, required=False)
    gates = {"is_recorded": ("recording_uses", "recording")}


class TalkForm(StepForm):
    slug = "talk"
    first_talk_minutes = ask.number(
        _("Minutes of the first talk"),
        0,
        LONGEST_TALK,
        hint=_("A talk above 30 minutes is a paid stage."),
    )
    first_talk_amount = MoneyField(
        label=_("Pay for the first talk, in US dollars"), minimum=0, required=False
    )
    sample_asked = ask.yes_or_no(
        _("Do you ask for a test or a sample of work?"), hint=_("Then it is a paid stage.")
    )
    sample_amount = MoneyField(
        label=_("Pay for the test or sample, in US dollars"), minimum=0, required=False
    )
    gates = {"sample_asked": ("sample_amount",)}
    missing_details = _("A test or a sample is paid. Enter its pay.")


class PaydayForm(StepForm):
    slug = "payday"
    pay_days = ask.number(
        _("Days from approval to pay"), 0, 30, hint=_("0 is the same day. At most 30.")
    )
    cancel_full_hours = ask.number(
        _("All of a stage is paid when you cancel within these hours of the due day"),
        24,
        336,
        hint=_("Usual: 72 hours."),
    )
    cancel_half_days = ask.number(
        _("Half of a stage is paid when you cancel within these days"),
        3,
        60,
        hint=_("Usual: 14 days."),
    )


class OwnershipForm(StepForm):
    slug = "ownership"
    ownership = ask.one(_("Who owns the result"), Ownership.choices)
    credit = ask.one(_("How the consultant is named"), Credit.choices)


class AudienceForm(StepForm):
    slug = "audience"
    invite_only = ask.yes_or_no(
        _("Who can see this project?"),
        no=_("Everybody, on the board"),
        yes=_("Only people we invite"),
    )
    gates = {"invite_only": ()}


FORMS: dict[str, type[StepForm]] = {
    form.slug: form
    for form in (
        WorkForm,
        ResultForm,
        HoursForm,
        PayForm,
        MoneyForm,
        RoomForm,
        ReportingForm,
        PlaceForm,
        SupportForm,
        ExperienceForm,
        RecordingForm,
        TalkForm,
        PaydayForm,
        OwnershipForm,
        AudienceForm,
    )
}


class TemplateForm(forms.Form):
    """What a template is called in the organization's list."""

    name = ask.line(_("Name of the template"), 60, hint=_("Only your team sees it."))


class UseForm(forms.Form):
    """Which words were found, and where, as they stood on the page."""

    field = forms.ChoiceField(
        choices=[(name, name) for name in steps.TEXTS], widget=forms.HiddenInput
    )
    start = forms.IntegerField(min_value=0, max_value=3000, widget=forms.HiddenInput)
    words = forms.CharField(max_length=500, strip=False, widget=forms.HiddenInput)


class KeepForm(UseForm):
    """Why the words are right here."""

    explanation = ask.area(
        _("Why is it right here?"),
        300,
        hint=_("An administrator reads it before the project opens."),
    )

    @classmethod
    def about(cls, one: Found) -> "KeepForm":
        """Return the form for one finding."""
        found = one.finding
        return cls(initial={"field": one.field, "start": found.start, "words": found.words})

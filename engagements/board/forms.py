"""The questions of the board's search, and a consultant's usual terms."""

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import MoneyField
from engagements.models import UsualTerms
from engagements.models.disclosures import (
    InTheRoom,
    KindOfWork,
    PersonalExperience,
    Place,
    WayToJoin,
)

LANGUAGES = [("", _("Any language")), ("en", "English"), ("es", "Español")]
PLACES = [
    ("", _("Anywhere")),
    (Place.REMOTE.value, _("Remote")),
    (Place.IN_PERSON.value, _("In person")),
]
WORD = re.compile(r"\w+")
LONGEST_QUERY = 1000


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class BoardForm(forms.Form):
    """What somebody looks for. Its fields are the only parts of the address that are read."""

    words = forms.CharField(
        label=_("Words to look for"),
        max_length=100,
        required=False,
        help_text=_("In the title, what the work is, and what is made."),
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind of work"),
        choices=KindOfWork.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of the work"), choices=LANGUAGES, required=False)
    place = forms.ChoiceField(label=_("Where"), choices=PLACES, required=False)
    region = forms.CharField(label=_("Region, if in person"), max_length=80, required=False)
    pay = MoneyField(label=_("Pay for an hour, at least"), required=False)
    starts = _day(_("Starts on this day or later"))
    done = _day(_("Done by this day"))
    not_asked = forms.BooleanField(label=_("Personal experience is not asked"), required=False)
    no_police = forms.BooleanField(label=_("No police and no press in the room"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data if data is not None else {}, auto_id="find_%s")
        self.fields["words"].widget.attrs["autocomplete"] = "off"

    def clean_words(self) -> str:
        """Ask for something that can be looked for."""
        words = str(self.cleaned_data["words"])
        if words and not WORD.search(words):
            raise forms.ValidationError(_("Write a word to look for."))
        return words

    def clean(self) -> dict[str, Any]:
        """Check what two answers say together."""
        found = super().clean() or {}
        starts, done = found.get("starts"), found.get("done")
        if starts and done and done < starts:
            self.add_error("done", _("Choose a day on or after the first day."))
        if found.get("region") and found.get("place") == Place.REMOTE:
            self.add_error("region", _("Remote work has no region. Leave one of the two empty."))
        return found

    @property
    def query(self) -> str:
        """Return the answered questions as an address says them, always in the same order."""
        pairs = []
        for name, field in self.fields.items():
            if value := self.cleaned_data.get(name):
                # an amount as every language reads it
                is_money = isinstance(field, MoneyField)
                typed = (
                    field.prepare_value(value)
                    if is_money
                    else field.widget.value_from_datadict(self.data, {}, name)
                )
                pairs.append((name, sorted(set(typed)) if isinstance(typed, list) else _one(typed)))
        return urlencode(pairs, doseq=True)


def _one(typed: Any) -> str:
    return "on" if typed is True else str(typed).strip()


class UsualTermsForm(forms.Form):
    """A consultant's minimums; every one may stay empty."""

    hourly_amount = MoneyField(
        label=_("Pay for an hour, at least"), required=False, help_text=_("In US dollars.")
    )
    equal_pay = _tick(_("Not less than other experts get for the same work"))
    pay_days = forms.IntegerField(
        label=_("Days from approval to pay, at most"), min_value=0, max_value=30, required=False
    )
    cancel_full_hours = forms.IntegerField(
        label=_("All is paid when cancelled this late, at least"),
        help_text=_("In hours. The usual is 72."),
        min_value=0,
        max_value=2000,
        required=False,
    )
    cancel_half_days = forms.IntegerField(
        label=_("Half is paid when cancelled this late, at least"),
        help_text=_("In days. The usual is 14."),
        min_value=0,
        max_value=365,
        required=False,
    )
    personal_experience = forms.ChoiceField(
        label=_("Personal experience"),
        required=False,
        choices=[
            ("", _("It does not matter to me")),
            (PersonalExperience.NOT_ASKED.value, _("Only work that does not ask about it")),
            (PersonalExperience.OPTIONAL.value, _("Not asked, or I decide")),
        ],
        widget=forms.RadioSelect,
    )
    not_in_the_room = forms.MultipleChoiceField(
        label=_("I do not want in the room"),
        choices=InTheRoom.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_recording = _tick(_("No recording and no photos"))
    no_reporting = _tick(_("Nobody has to report what is said"))
    remote_only = _tick(_("Remote only"))
    ways_to_join = forms.MultipleChoiceField(
        label=_("I take part in one of these ways"),
        choices=WayToJoin.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, usual: UsualTerms | None) -> "UsualTermsForm":
        """Return the form filled with what is kept now."""
        kept = {name: getattr(usual, name) for name in cls.base_fields} if usual else {}
        return cls(initial=kept)

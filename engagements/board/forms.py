"""The questions of the board's search, and a consultant's usual terms."""

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
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


class BoardForm(forms.Form):
    """What somebody looks for. Its fields are the only parts of the address that are read."""

    words = ask.line(
        _("Words to look for"),
        100,
        hint=_("In the title, what the work is, and what is made."),
        required=False,
    )
    kind = ask.several(_("Kind of work"), KindOfWork.choices)
    language = forms.ChoiceField(label=_("Language of the work"), choices=LANGUAGES, required=False)
    place = forms.ChoiceField(label=_("Where"), choices=PLACES, required=False)
    region = ask.line(_("Region, if in person"), 80, required=False)
    pay = MoneyField(label=_("Pay for an hour, at least"), required=False)
    starts = ask.day(_("Starts on this day or later"), required=False)
    done = ask.day(_("Done by this day"), required=False)
    not_asked = ask.tick(_("Personal experience is not asked"))
    no_police = ask.tick(_("No police and no press in the room"))

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
    equal_pay = ask.tick(_("Not less than other experts get for the same work"))
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
    personal_experience = ask.one(
        _("Personal experience"),
        [
            ("", _("It does not matter to me")),
            (PersonalExperience.NOT_ASKED.value, _("Only work that does not ask about it")),
            (PersonalExperience.OPTIONAL.value, _("Not asked, or I decide")),
        ],
        required=False,
    )
    not_in_the_room = ask.several(_("I do not want in the room"), InTheRoom.choices)
    no_recording = ask.tick(_("No recording and no photos"))
    no_reporting = ask.tick(_("Nobody has to report what is said"))
    remote_only = ask.tick(_("Remote only"))
    ways_to_join = ask.several(_("I take part in one of these ways"), WayToJoin.choices)

    @classmethod
    def of(cls, usual: UsualTerms | None) -> "UsualTermsForm":
        """Return the form filled with what is kept now."""
        kept = {name: getattr(usual, name) for name in cls.base_fields} if usual else {}
        return cls(initial=kept)

"""What an organization asks of the people it sees: the form, read from the address."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultants.models import Availability, Expertise, Language, Region
from consultants.visibility import SearchFilters
from core.money import MoneyField, format_money

MOST_WORDS = 8
WORD = re.compile(r"\w+")
LAST_PAGE = 500

AVAILABLE_BY = [
    (Availability.NOW.value, _("Now")),
    (Availability.SOON.value, _("Within a month, or now")),
    (Availability.LATER.value, _("Now or later")),
]
PICKS: dict[str, list[tuple[int, Any]]] = {
    "expertise": Expertise.choices,
    "language": Language.choices,
    "region": Region.choices,
    "available": AVAILABLE_BY,
}
FROM_THE_LIST = {"invalid_choice": _("Choose from the list.")}
SORTS = [("", _("By chance")), ("rate", _("Lowest rate first"))]


def pick(name: str, label: Any, nothing: Any) -> forms.TypedChoiceField:
    """Return a list to pick one from, or nothing in particular."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", nothing), *PICKS[name]],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages=FROM_THE_LIST,
    )


class PeopleSearchForm(forms.Form):
    """Its fields are the only parts of the address that are read. Each asks for shared items only."""

    words = forms.CharField(
        label=_("Words"),
        help_text=_("Whole words from an introduction, past work or a statement."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    expertise = pick("expertise", _("Expertise"), _("Any expertise"))
    language = pick("language", _("Language"), _("Any language"))
    region = pick("region", _("Region"), _("Any region"))
    rate = MoneyField(
        label=_("Rate for an hour, at most"),
        help_text=_("In US dollars, like 120."),
        required=False,
    )
    available = pick("available", _("Available"), _("At any time"))
    sort = forms.ChoiceField(
        label=_("Order"), choices=SORTS, required=False, error_messages=FROM_THE_LIST
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data if data is not None else {}, auto_id="find_%s")

    def clean_words(self) -> tuple[str, ...]:
        """Take a text apart into words, as the stored texts are."""
        text = str(self.cleaned_data["words"])
        found = tuple(dict.fromkeys(WORD.findall(text)))
        if text and not found:
            raise forms.ValidationError(_("Write a word to look for."))
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(_("Write at most 8 words."))
        return found

    @property
    def filters(self) -> SearchFilters:
        """Return what is asked; only of a form that was found right."""
        asked = self.cleaned_data
        return SearchFilters(
            expertise=asked["expertise"],
            language=asked["language"],
            region=asked["region"],
            rate_at_most=asked["rate"],
            available_by=asked["available"],
            words=asked["words"],
            by_rate=asked["sort"] == "rate",
        )

    @property
    def said(self) -> list[str]:
        """Return what is asked, in the words of the form; nothing where everybody is asked for."""
        asked = self.cleaned_data
        said = [f"“{' '.join(asked['words'])}”"] if asked["words"] else []
        said += [str(dict(PICKS[name])[asked[name]]) for name in PICKS if asked[name] is not None]
        if asked["rate"] is not None:
            said.append(str(_("at most %(amount)s")) % {"amount": format_money(asked["rate"])})
        if asked["sort"]:
            said.append(str(dict(SORTS)[asked["sort"]]))
        return said


def page_number(text: str) -> int:
    """Return the page that an address names; the first for anything unclear."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE))
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1

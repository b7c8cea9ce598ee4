"""The kinds of questions that the pages of a posting ask."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

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
YES, NO = "yes", "no"
SHORT = 300


@lru_cache
def time_zones() -> list[tuple[str, str]]:
    """Return the places whose clock may be meant, as people read them."""
    names = sorted(name for name in available_timezones() if name.startswith(AREAS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def line(label: Any, length: int, *, hint: Any = "", required: bool = True) -> forms.CharField:
    """Ask for one line of text."""
    return forms.CharField(label=label, max_length=length, help_text=hint, required=required)


def area(label: Any, length: int, *, hint: Any = "", required: bool = True) -> forms.CharField:
    """Ask for several lines of text."""
    widget = forms.Textarea(attrs={"rows": 6 if length > SHORT else 2})
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=required, widget=widget
    )


def number(
    label: Any, low: int, high: int, *, hint: Any = "", required: bool = True
) -> forms.IntegerField:
    """Ask for a whole number within bounds."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=hint,
        required=required,
        widget=widget,
    )


def day(label: Any, *, hint: Any = "") -> forms.DateField:
    """Ask for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=hint)


def one(label: Any, choices: Any, *, hint: Any = "") -> forms.ChoiceField:
    """Ask for one of a few answers."""
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, widget=forms.RadioSelect)


def several(
    label: Any, choices: Any, *, hint: Any = "", required: bool = False
) -> forms.MultipleChoiceField:
    """Ask for any of some answers."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


def yes_or_no(label: Any, *, hint: Any = "", yes: Any = None, no: Any = None) -> forms.Field:
    """Ask for yes or no, with nothing chosen for the person; the answer is a boolean."""
    choices = [(NO, no or _("No")), (YES, yes or _("Yes"))]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=lambda value: value == YES,
        help_text=hint,
        widget=forms.RadioSelect,
    )


def as_choice(value: bool) -> str:
    """Return a boolean as the question of `yes_or_no` shows it."""
    return YES if value else NO

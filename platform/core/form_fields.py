"""The kinds of questions that forms ask: each looks the same wherever it stands.

Further attributes go to the control: `line(_("Your name"), 80, autocomplete="name")`.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Words = Any  # a text, or one that is translated when it is shown
Choices = Iterable[tuple[Any, Any]]
YES, NO = "yes", "no"


def line(
    label: Words, limit: int, *, hint: Words = "", required: bool = True, **attributes: Any
) -> forms.CharField:
    """Ask for one line of text."""
    return forms.CharField(
        label=label,
        max_length=limit,
        help_text=hint,
        required=required,
        widget=forms.TextInput(attrs=attributes),
    )


def area(
    label: Words,
    limit: int,
    *,
    rows: int = 2,
    hint: Words = "",
    required: bool = True,
    **attributes: Any,
) -> forms.CharField:
    """Ask for several lines of text."""
    return forms.CharField(
        label=label,
        max_length=limit,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, **attributes}),
    )


def number(
    label: Words,
    low: int,
    high: int,
    *,
    hint: Words = "",
    required: bool = True,
    **options: Any,
) -> forms.IntegerField:
    """Ask for a whole number within bounds."""
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=hint,
        required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **options,
    )


def day(
    label: Words, *, hint: Words = "", required: bool = True, **options: Any
) -> forms.DateField:
    """Ask for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget, **options)


def one(
    label: Words, choices: Choices, *, hint: Words = "", required: bool = True, **options: Any
) -> forms.ChoiceField:
    """Ask for one of a few answers."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=required,
        widget=forms.RadioSelect,
        **options,
    )


def several(
    label: Words, choices: Choices = (), *, hint: Words = "", required: bool = False
) -> forms.MultipleChoiceField:
    """Ask for any of some answers."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


def tick(label: Words) -> forms.BooleanField:
    """Ask for a tick that may stay away."""
    return forms.BooleanField(label=label, required=False)


class YesOrNo(forms.TypedChoiceField):
    """Yes or no, with nothing chosen for the person; the answer is a boolean."""

    def __init__(self, *, yes: Words, no: Words, **options: Any) -> None:
        super().__init__(
            choices=[(NO, no), (YES, yes)],
            coerce=lambda value: value == YES,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a boolean from `initial` as its choice."""
        return (YES if value else NO) if isinstance(value, bool) else value


def yes_or_no(label: Words, *, hint: Words = "", yes: Words = "", no: Words = "") -> YesOrNo:
    """Ask for yes or no, in words of their own where these say more."""
    return YesOrNo(label=label, help_text=hint, yes=yes or _("Yes"), no=no or _("No"))


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Put what can be chosen into a field that learns it from the rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices

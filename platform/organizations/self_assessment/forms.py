"""What an organization answers, shows and plans."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core import form_fields as ask
from organizations.models import ScanAnswer, Step
from organizations.self_assessment.queries import Asked
from security.uploads import DocumentField

SAVED_ELSEWHERE = _(
    "This page was saved in another window after you opened it. Below is what you typed here."
    " It is not stored yet. Save again to put it in place of the other."
)


class StepForm(forms.Form):
    """The questions of one step; all may stay empty while one works on it."""

    can_wait = True  # empty for now, but not optional: the field's template asks
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, asked: list[Asked], *args: Any, version: str, **kwargs: Any) -> None:
        self.version = version
        super().__init__(*args, **kwargs)
        self.initial["seen"] = version
        for one in asked:
            self.fields[_name(one)] = _field_of(one)
            self.initial[_name(one)] = one.answer

    def clean(self) -> dict[str, Any]:
        """Tell the later of two windows; the next try, with both known, goes through."""
        cleaned = super().clean() or {}
        if cleaned.get("seen", "") != self.version:
            self.add_error(None, ValidationError(SAVED_ELSEWHERE, code="saved_elsewhere"))
            self.data = {**self.data.dict(), "seen": self.version}  # type: ignore[attr-defined]
        return cleaned

    def answers(self) -> dict[int, str]:
        """Return the answers by question."""
        return {
            int(name.removeprefix("q")): value
            for name, value in self.cleaned_data.items()
            if name != "seen"
        }


def _name(one: Asked) -> str:
    return f"q{one.question.pk}"


def _field_of(one: Asked) -> forms.Field:
    question = one.question
    if question.step == Step.SCAN:
        return ask.one(question.text, ScanAnswer.choices, hint=question.hint, required=False)
    return ask.area(question.text, 3000, rows=4, hint=question.hint, required=False)


class EvidenceForm(forms.Form):
    """A file, and what it shows."""

    label = ask.line(
        _("What does it show?"), 120, hint=_("Like: our policy on photos. Name no consultants.")
    )
    file = DocumentField(label=_("A file"))


class ActionForm(forms.Form):
    """A change with somebody who answers for it and a day."""

    what = ask.area(
        _("What will you change?"), 300, rows=3, hint=_("Everyone can read it on your page.")
    )
    owner = ask.line(
        _("Who answers for it?"),
        80,
        hint=_("A job, like “Head of programs”. Everyone can read it, so give no name."),
    )
    due_on = ask.day(_("Done by"))

    def clean_due_on(self) -> Any:
        """A plan is about days to come."""
        day = self.cleaned_data["due_on"]
        today = clock.today()
        if day < today:
            raise ValidationError(_("Choose a day that is not past."))
        if day.year > today.year + 5:
            raise ValidationError(_("Choose a day within five years."))
        return day


class FinishForm(forms.Form):
    """What stands on the public page."""

    summary = ask.area(
        _("What do you want to say about it in public?"),
        2000,
        rows=6,
        hint=_(
            "In your words: what works, what does not, what you will change."
            " It stands on your page under “They say”. Name no people."
        ),
    )

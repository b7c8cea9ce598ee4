"""The questions to a consultant after the work, and words for administrators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from engagements.models.feedback import QUESTIONS, Feedback, Said


class FeedbackForm(forms.Form):
    """One question a line, all optional in what they say; the note is for administrators only."""

    note = ask.area(
        _("Anything else"),
        2000,
        rows=4,
        hint=_("Only administrators read this, without your name. Leave out names."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in QUESTIONS.items():
            self.fields[name] = ask.one(label, Said.choices, initial=Said.SKIPPED)
        self.order_fields([*QUESTIONS, "note"])

    @classmethod
    def of(cls, feedback: Feedback | None) -> "FeedbackForm":
        """Return the form filled with what was said before."""
        names = [*QUESTIONS, "note"]
        return cls(initial={name: getattr(feedback, name) for name in names} if feedback else {})

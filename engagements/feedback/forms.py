"""The questions to a consultant after the work, and words for administrators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models.feedback import QUESTIONS, Feedback, Said


class FeedbackForm(forms.Form):
    """One question a line, all optional in what they say; the note is for administrators only."""

    note = forms.CharField(
        label=_("Anything else"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only administrators read this, without your name. Leave out names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=Said.choices, initial=Said.SKIPPED, widget=forms.RadioSelect
            )
        self.order_fields([*QUESTIONS, "note"])

    @classmethod
    def of(cls, feedback: Feedback | None) -> "FeedbackForm":
        """Return the form filled with what was said before."""
        names = [*QUESTIONS, "note"]
        return cls(initial={name: getattr(feedback, name) for name in names} if feedback else {})

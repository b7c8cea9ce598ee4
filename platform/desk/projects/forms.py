"""The decision about a project that was sent in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import PostingReview

Decision = PostingReview.Decision


class ReviewForm(forms.Form):
    """Whether a project opens."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, when you send it back"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("The organization reads it. Say what to change."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Sending back needs a reason, opening has none."""
        given = super().clean() or {}
        is_returned = given.get("decision") == Decision.RETURNED
        if is_returned and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, so that they can change it."))
        return given

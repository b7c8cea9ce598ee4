"""The decision about a project that was sent in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import form_fields as ask
from engagements.models import PostingReview

Decision = PostingReview.Decision


class ReviewForm(forms.Form):
    """Whether a project opens."""

    decision = ask.one(gettext_lazy("Your decision"), Decision.choices)
    reason = ask.area(
        gettext_lazy("Reason, when you send it back"),
        500,
        rows=3,
        hint=gettext_lazy("The organization reads it. Say what to change."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Sending back needs a reason, opening has none."""
        given = super().clean() or {}
        is_returned = given.get("decision") == Decision.RETURNED
        if is_returned and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, so that they can change it."))
        return given

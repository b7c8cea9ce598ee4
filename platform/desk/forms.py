"""What an administrator decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Kind, OrganizationCheck


class CheckForm(forms.Form):
    """Whether an organization was shown to be real."""

    decision = forms.ChoiceField(
        label=_("What did you find?"),
        choices=OrganizationCheck.Decision.choices,
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label=_("What did you look at?"),
        max_length=1000,
        help_text=_(
            "Website, public register, a call to a number you found yourself. Everyone can read this. Name no people."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=Kind.choices,
        help_text=_(
            "Police, immigration, prosecution and press never count among “all checked organizations”."
        ),
    )

    def answers(self) -> dict[str, Any]:
        """Return what `organizations.services.record_check` takes."""
        return dict(self.cleaned_data)

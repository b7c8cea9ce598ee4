"""What an administrator asks for. What they decide about organizations is in `organizations.checks`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import access_cases
from consultants.items import ITEMS
from consultants.models import AccessCase
from core.errors import Refused


class AccessForm(forms.Form):
    """Which items of whom, and why."""

    number = forms.CharField(
        label=_("The person's number"),
        max_length=22,
        help_text=_("They find it under “Who looked”. Ask them for it."),
    )
    items = forms.MultipleChoiceField(
        label=_("What do you need to see?"),
        # a picture is never needed to help somebody
        choices=[(item.name, item.label) for item in ITEMS if item.name != "photo"],
        help_text=_("As little as you can."),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=access_cases.LONGEST_REASON,
        help_text=_("The person reads this. Name nobody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def ask(self, *, actor: User) -> AccessCase | None:
        """Ask for the look; a number that is nobody's is told at its field."""
        answers = self.cleaned_data
        try:
            return access_cases.ask(
                answers["number"],
                items=frozenset(answers["items"]),
                reason=answers["reason"],
                actor=actor,
            )
        except Refused as no:
            self.add_error("number", str(no.message))
            return None

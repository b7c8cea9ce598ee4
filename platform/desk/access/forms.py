"""What an administrator asks for. What they decide about organizations is in `organizations.checks`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import access_cases
from consultants.items import ITEMS
from consultants.models import AccessCase
from core import form_fields as ask
from core.errors import Refused


class AccessForm(forms.Form):
    """Which items of whom, and why."""

    number = ask.line(
        _("The person's number"), 22, hint=_("They find it under “Who looked”. Ask them for it.")
    )
    # a picture is never needed to help somebody
    items = ask.several(
        _("What do you need to see?"),
        [(item.name, item.label) for item in ITEMS if item.name != "photo"],
        hint=_("As little as you can."),
        required=True,
    )
    reason = ask.area(
        _("Why?"),
        access_cases.LONGEST_REASON,
        rows=3,
        hint=_("The person reads this. Name nobody else."),
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

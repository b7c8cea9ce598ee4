"""What one member does in one piece of work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from engagements.team.queries import POWERS


class PowersForm(forms.Form):
    """The powers of a member over one piece of work; none is off it."""

    powers = ask.several(
        _("What do they do in this work?"), hint=_("Tick nothing to take them off this work.")
    )

    def __init__(self, names: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask.offer(self, "powers", [(name, POWERS[name]) for name in names])

    def clean_powers(self) -> frozenset[str]:
        """Each once."""
        return frozenset(self.cleaned_data["powers"])

"""Signing by typing a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask


class SignForm(forms.Form):
    """The typed name, and the hash of the document that was on the page."""

    typed_name = ask.line(
        _("Type your name to sign"),
        80,
        hint=_("A working name is enough. The other side sees what you type."),
        autocomplete="off",
    )
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_typed_name(self) -> str:
        """A name has at least one letter."""
        name: str = self.cleaned_data["typed_name"]
        if not any(sign.isalpha() for sign in name):
            raise forms.ValidationError(_("Type a name with letters"))
        return name

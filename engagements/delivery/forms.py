"""Handing in a stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import form_fields as ask
from security.uploads import DocumentField


class HandInForm(forms.Form):
    """A note, and a file if one belongs to the stage."""

    note = ask.area(
        _("What you hand in"),
        3000,
        rows=5,
        hint=_("A few words are enough. The organization reads them."),
    )
    file = DocumentField(label=_("A file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

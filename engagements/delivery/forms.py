"""Handing in a stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from security.uploads import DocumentField


class HandInForm(forms.Form):
    """A note, and a file if one belongs to the stage."""

    note = forms.CharField(
        label=_("What you hand in"),
        max_length=3000,
        help_text=_("A few words are enough. The organization reads them."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = DocumentField(label=_("A file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

"""Handing in a stage."""

from __future__ import annotations  # the upload type takes parameters only when checked

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from safety.files import LARGEST_FILE, type_of


class HandInForm(forms.Form):
    """A note, and a file if one belongs to the stage."""

    note = forms.CharField(
        label=_("What you hand in"),
        max_length=3000,
        help_text=_("A few words are enough. The organization reads them."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(
        label=_("A file"),
        required=False,
        max_length=200,
        help_text=_(
            "PDF, Word (docx), plain text, PNG or JPEG. At most 10 MB. Its name is not kept."
        ),
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_file(self) -> UploadedFile[Any] | None:
        """Take only known types, found in the content, and not too large."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if not file:
            return None
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large. Choose one of at most 10 MB."))
        if type_of(file) is None:
            raise forms.ValidationError(
                _("This kind of file is not taken. Choose PDF, docx, text, PNG or JPEG.")
            )
        return file

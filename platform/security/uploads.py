"""Files that people send: what is kept of them is known by its content and says nothing its sender did not write.

A program puts more into a file than its reader sees: where a picture was taken, the name on an account.
Pictures are drawn anew and Word documents lose their properties and the names in comments and tracked
changes. A PDF stays as it is, because a signed one must; the field says so.
"""

from __future__ import annotations  # the upload type takes parameters only when checked

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from security.files import DOCX, JPEG, LARGEST_FILE, PDF, PNG, has_an_end, type_of
from security.pictures import drawn_anew

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_UNPACKED = 100 * 1024 * 1024
NOT_TAKEN = _("This kind of file is not taken. Choose PDF, docx, text, PNG or JPEG.")
PICTURES = {PNG: "PNG", JPEG: "JPEG"}
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = b"http://schemas.openxmlformats.org/"
EMPTY_PROPERTIES = {
    "docProps/core.xml": HEAD
    + b'<cp:coreProperties xmlns:cp="%spackage/2006/metadata/core-properties"/>' % NS,
    "docProps/app.xml": HEAD
    + b'<Properties xmlns="%sofficeDocument/2006/extended-properties"/>' % NS,
    "docProps/custom.xml": HEAD
    + b'<Properties xmlns="%sofficeDocument/2006/custom-properties"/>' % NS,
}
NAMES_OF_WRITERS = re.compile(
    rb"""(\sw(?:15)?:(?:author|initials|userId|providerId)\s*=\s*)("[^"]*"|'[^']*')"""
)
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    RuntimeError,  # encrypted
    NotImplementedError,
    OSError,
)


@dataclass(frozen=True)
class Upload:
    """What is kept of a file: bytes and the short name of their type."""

    content: bytes
    kind: str

    def as_file(self, folder: str = "") -> ContentFile[bytes]:
        """Return it under a name that can't be guessed."""
        return ContentFile(self.content, name=f"{folder}{new_code()}.{self.kind}")


class DocumentField(forms.FileField):
    """A document or picture of at most 10 MB; its value is an `Upload`."""

    default_error_messages = {"empty": _("The file is empty. Choose another one.")}

    def __init__(self, *, label: StrOrPromise = "", required: bool = True) -> None:
        words = _(
            "PDF, Word (docx), plain text, PNG or JPEG. At most 10 MB. Its name is not kept, nor what a camera"
            " or Word adds. A PDF may hold your name in its properties."
        )
        super().__init__(label=label, required=required, max_length=200, help_text=words)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """Return what is kept; say at the field what is wrong."""
        file = super().clean(data, initial)
        return kept(file) if file else None


def kept(file: UploadedFile[Any]) -> Upload:
    """Return what is kept of a file; ValidationError for what is too large, unknown or broken."""
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(_("The file is too large. Choose one of at most 10 MB."))
    kind = type_of(file)
    if kind is None:
        raise ValidationError(NOT_TAKEN)
    file.seek(0)
    if kind in PICTURES:
        return Upload(_plain_picture(file, PICTURES[kind]), kind)
    content = file.read()
    if kind == PDF and not has_an_end(content):
        raise ValidationError(_("This PDF is not whole. Save it again, then choose it."))
    return Upload(_without_writers(content) if kind == DOCX else content, kind)


def _plain_picture(file: UploadedFile[Any], format_: str) -> bytes:
    drawn, out = drawn_anew(file, kinds=(format_,)), io.BytesIO()
    if format_ == "JPEG":
        drawn.save(out, format_, quality=90)
    else:
        drawn.save(out, format_)
    return out.getvalue()


def _without_writers(document: bytes) -> bytes:
    """Pack a Word document anew, without who wrote it and when."""
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(document)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            if sum(part.file_size for part in old.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("The file is too large once it is unpacked."))
            for part in old.infolist():
                info = zipfile.ZipInfo(part.filename)  # with no date
                new.writestr(info, _plain_part(old, part.filename), zipfile.ZIP_DEFLATED)
    except BROKEN_ZIP:
        raise ValidationError(NOT_TAKEN) from None
    return out.getvalue()


def _plain_part(document: zipfile.ZipFile, name: str) -> bytes:
    if name in EMPTY_PROPERTIES:
        return EMPTY_PROPERTIES[name]
    content = document.read(name)
    if name.startswith("word/") and name.endswith(".xml"):
        return NAMES_OF_WRITERS.sub(rb'\1""', content)
    return content

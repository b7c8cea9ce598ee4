"""Photos of consultants: small, without anything a camera wrote into the file."""

from __future__ import annotations  # the upload type takes parameters only when checked

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from security.pictures import drawn_anew

MOST_BYTES = 5_000_000
SIDE = 640
KINDS = ("JPEG", "PNG", "WEBP")


def redraw(upload: "UploadedFile[Any]") -> bytes:  # noqa: UP037 - generic for the type checker only
    """Return the picture as a small JPEG without metadata; raise ValidationError for anything else."""
    if upload.size is None or upload.size > MOST_BYTES:
        raise ValidationError(_("Choose a smaller picture: at most 5 MB."), code="too_large")
    try:
        drawn = drawn_anew(upload, kinds=KINDS, most=SIDE)
    except ValidationError as problem:
        if problem.code != "not_a_picture":
            raise
        raise ValidationError(_("Choose a picture: JPEG, PNG or WebP."), problem.code) from None
    out = io.BytesIO()
    drawn.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def keep(picture: bytes) -> str:
    """Store a drawn picture under a name that can't be guessed; return the name."""
    return default_storage.save(f"photos/{new_code()}.jpg", ContentFile(picture))


def forget(name: str) -> None:
    """Remove a stored picture; one that is gone already is fine."""
    if name:
        default_storage.delete(name)


def picture(name: str) -> FileResponse:
    """Stream a stored picture; a missing one is a missing page."""
    if not name or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    return response

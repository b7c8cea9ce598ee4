"""Photos: drawn anew from their pixels, so that nothing a camera wrote into the file is kept."""

from __future__ import annotations  # the upload type takes parameters only when checked

import io
import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.codes import new_code

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000  # 160 MB while it is drawn
SIDE = 640
KINDS = ("JPEG", "PNG", "WEBP")
# what the decoders raise on broken or hostile files
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
    Image.DecompressionBombError,
)


def redraw(upload: "UploadedFile[Any]") -> bytes:  # noqa: UP037 - generic for the type checker only
    """Return the picture as a small JPEG without metadata; raise ValidationError for anything else."""
    if upload.size is None or upload.size > MOST_BYTES:
        raise ValidationError(_("Choose a smaller picture: at most 5 MB."), code="too_large")
    try:
        with Image.open(upload, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("Choose a picture with fewer pixels."), code="too_large")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
            drawn = Image.frombytes("RGB", upright.size, upright.tobytes())
    except UNREADABLE:
        raise ValidationError(
            _("Choose a picture: JPEG, PNG or WebP."), code="not_a_picture"
        ) from None
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85)
    return out.getvalue()


def keep(picture: bytes) -> str:
    """Store a drawn picture under a name that can't be guessed; return the name."""
    return default_storage.save(f"photos/{new_code()}.jpg", ContentFile(picture))


def forget(name: str) -> None:
    """Remove a stored picture; one that is gone already is fine."""
    if name:
        default_storage.delete(name)

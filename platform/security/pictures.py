"""Pictures: drawn anew from their pixels, so that nothing a camera or program wrote into the file is kept."""

from __future__ import annotations  # the upload type takes parameters only when checked

import struct
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000  # 160 MB while it is drawn
PLAIN_MODES = ("L", "RGB", "RGBA")
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


def drawn_anew(
    upload: UploadedFile[Any] | IO[bytes], *, kinds: tuple[str, ...], most: int | None = None
) -> Image.Image:
    """Return the pixels, upright and at most `most` pixels a side; ValidationError for anything else."""
    try:
        with Image.open(upload, formats=kinds) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("Choose a picture with fewer pixels."), code="too_large")
            upright = ImageOps.exif_transpose(picture)
            if upright.mode not in PLAIN_MODES:
                upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            if most:
                upright.thumbnail((most, most))
            upright.info = {}  # what the file said besides its pixels; savers would write parts of it
            return upright
    except UNREADABLE:
        raise ValidationError(_("This picture can't be read."), code="not_a_picture") from None

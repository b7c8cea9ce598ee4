"""Documents: plain data laid out by a typst template, as a tagged archive PDF, without network."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

STANDARDS: list[Any] = ["a-2a", "ua-1"]
UNPRINTABLE = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')


class Unprintable(Exception):  # noqa: N818 - says what is wrong with the text
    """The fonts don't have these signs."""

    def __init__(self, signs: str) -> None:
        super().__init__("signs without a letter")  # what people wrote stays out of logs
        self.signs = signs


def compile_pdf(template: str, data: dict[str, Any], *, made_at: int) -> bytes:
    """Lay out plain data; people's words are data to the template, never part of its source."""
    try:
        return bytes(
            typst.compile(
                _source(template),
                font_paths=_own_fonts(),
                ignore_system_fonts=True,  # the same bytes on every machine
                sys_inputs={"document": json.dumps(data)},
                pdf_standards=STANDARDS,
                timestamp=made_at,
            )
        )
    except typst.TypstError as error:
        missing = UNPRINTABLE.search(error.message)
        if missing is None:
            raise
        raise Unprintable(missing["text"]) from None


@cache
def _source(template: str) -> bytes:
    folder = Path(settings.TEMPLATES[0]["DIRS"][0])
    return (folder / "documents" / template).read_bytes()


def _own_fonts() -> list[Any]:
    """An operator may lay more fonts into the data folder, for letters the built-in ones lack."""
    folder = Path(settings.DATA_DIR) / "fonts"
    return [folder] if folder.is_dir() else []

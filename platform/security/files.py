"""What an uploaded file is, found in its content; its name is never believed or kept."""

from __future__ import annotations  # the upload type takes parameters only when checked

import re
import zipfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile

LARGEST_FILE = 10 * 1024 * 1024
LONGEST_TAIL = 1024  # where readers look for the end of a PDF
LARGEST_LIST = 2000  # parts in a document; more is not a letter somebody wrote

PDF, PNG, JPEG, DOCX, TXT = "pdf", "png", "jpg", "docx", "txt"
CONTENT_TYPES = {
    PDF: "application/pdf",
    PNG: "image/png",
    JPEG: "image/jpeg",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    TXT: "text/plain; charset=utf-8",
}
_STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_ZIP = b"PK\x03\x04"
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # all but tab, new line, new page


def type_of(file: UploadedFile[Any]) -> str | None:
    """Return the short name of the file's type, None for one that is not taken."""
    file.seek(0)
    start = file.read(8)
    try:
        for mark, name in _STARTS:
            if start.startswith(mark):
                return name
        if start.startswith(_ZIP):
            return DOCX if _is_word_document(file) else None
        return TXT if _is_plain_text(file) else None
    finally:
        file.seek(0)


def has_an_end(pdf: bytes) -> bool:
    """Whether a PDF says near its end that it ends, as readers ask; half a file does not."""
    return b"%%EOF" in pdf[-LONGEST_TAIL:]


def _is_word_document(file: UploadedFile[Any]) -> bool:
    """Look at the list of parts only; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    return len(names) <= LARGEST_LIST and {"[Content_Types].xml", "word/document.xml"} <= set(names)


def _is_plain_text(file: UploadedFile[Any]) -> bool:
    file.seek(0)
    return is_text(file.read(LARGEST_FILE + 1))


def is_text(data: bytes) -> bool:
    """Whether bytes read as UTF-8 without control signs."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return bool(text) and not CONTROLS.search(text)

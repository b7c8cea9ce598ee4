"""Random codes for addresses: nothing about a row can be guessed from its URL."""

import re
import secrets
from typing import TYPE_CHECKING, Any

from django.db import models


def new_code() -> str:
    """Return 16 random bytes as 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def grouped(sha256: str) -> str:
    """Write a hash in groups of eight, so that two people can compare it aloud."""
    return " ".join(re.findall(".{8}", sha256))


if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class CodeField(_CharField):
    """The public name of a row in URLs, made once and never changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 22)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("default", new_code)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

"""The first list of wording, read from its files; afterwards the list lives in the database alone."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "list"
LANGUAGES = ("en", "es")


def first_entries() -> Iterator[dict[str, Any]]:
    """Yield the columns of each entry of the first list."""
    for language in LANGUAGES:
        groups = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["group"]
        for group in groups:
            for pattern, better, *fine_in in group["words"]:
                yield {
                    "language": language,
                    "kind": group["kind"],
                    "why": group["why"],
                    "pattern": pattern,
                    "better": better,
                    "fine_in": "\n".join(fine_in),
                }

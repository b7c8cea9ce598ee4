"""The practice provider's memory: one JSON file, written whole, so that it survives a restart."""

import json
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Object = dict[str, Any]


class Store:
    """Objects by id and answers by idempotency key; one change at a time."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lock = threading.RLock()
        empty: Object = {"objects": {}, "answers": {}}
        self.data: Object = json.loads(file.read_text()) if file.exists() else empty

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the memory for one change, and keep it when the change is done."""
        with self.lock:
            yield
            self._write()

    def _write(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self.data))
        os.replace(fresh, self.file)

    def add(self, kind: str, prefix: str, **fields: Any) -> Object:
        """Make an object with a new id."""
        made: Object = {"id": f"{prefix}_{secrets.token_hex(8)}", "object": kind, "livemode": False}
        made |= fields
        self.data["objects"][made["id"]] = made
        return made

    def find(self, kind: str, identifier: str) -> Object | None:
        """Return an object of a kind, or None."""
        found: Object | None = self.data["objects"].get(identifier)
        return found if found and found["object"] == kind else None

    def all_of(self, kind: str) -> list[Object]:
        """Return every object of a kind, newest first."""
        return [one for one in reversed(self.data["objects"].values()) if one["object"] == kind]

    @property
    def answers(self) -> Object:
        """What was answered under each idempotency key."""
        found: Object = self.data["answers"]
        return found

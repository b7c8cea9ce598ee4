"""The derived specification, made when it is needed and kept in `build/` until its source changes."""

import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import stripe

from tests.payments.stripe_stand_in import derivation
from tests.payments.stripe_stand_in.derivation import Schema

BUILD = Path(__file__).resolve().parents[3] / "build"
Methods = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Specification:
    """What Stripe's API of one version takes and gives."""

    version: str
    objects: dict[str, str]
    schemas: dict[str, Schema]
    paths: list[tuple[re.Pattern[str], str, Methods]]  # the more exact ones first

    def resolve(self, schema: Schema) -> Schema:
        """Follow a reference."""
        return self.schemas[schema["$ref"]] if "$ref" in schema else schema

    def of_object(self, kind: str) -> Schema:
        """Return the schema of an object, such as `charge`."""
        return self.schemas[self.objects[kind]]


@cache
def specification() -> Specification:
    """Return the specification of the installed `stripe` package's API version."""
    written = json.loads(derived_file().read_text())
    paths = [
        (re.compile("^" + re.sub(r"\{\w+\}", "([^/]+)", path) + "$"), path, methods)
        for path, methods in written["paths"].items()
    ]
    paths.sort(key=lambda entry: (entry[1].count("{"), entry[1]))
    return Specification(written["info"]["version"], written["objects"], written["schemas"], paths)


def derived_file(folder: Path = BUILD) -> Path:
    """Return the file of this package's version and of the way it is derived; make it if absent.

    Several processes may begin at once: each writes a file of its own and puts it in place whole.
    """
    way = hashlib.sha256(Path(derivation.__file__).read_bytes()).hexdigest()[:12]
    path = folder / f"stripe_specification_{stripe.VERSION}_{way}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=f"{path.stem}_", suffix=".part")
        try:
            with os.fdopen(handle, "w") as file:
                json.dump(derivation.derive(), file, separators=(",", ":"))
            os.replace(unfinished, path)
        finally:
            Path(unfinished).unlink(missing_ok=True)
    return path

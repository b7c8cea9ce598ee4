"""Whether a value has the shape that the specification asks for, and a smallest value that has."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tests.payments.stripe_stand_in.derivation import Schema
from tests.payments.stripe_stand_in.specification import specification

DEEPEST = 12
LONGEST_TEXT = 5000


class Problem(NamedTuple):
    """What is wrong, with Stripe's code for it, and with which parameter."""

    code: str
    parameter: str
    message: str


@dataclass(frozen=True)
class Place:
    """Where in the request a value stands; in a form (`text`) all values arrive as text."""

    path: str = ""
    text: bool = False
    depth: int = 0

    def deeper(self, path: str | None = None) -> "Place":
        """Return the place of a part."""
        return replace(self, path=self.path if path is None else path, depth=self.depth + 1)

    def named(self, key: str) -> str:
        """Return the name of a field here, as Stripe writes it."""
        return f"{self.path}[{key}]" if self.path else key


Checked = tuple[Any, list[Problem]]


def check(schema: Schema, value: Any, place: Place = Place()) -> Checked:
    """Return the value in its own type, and what is wrong with it."""
    schema = specification().resolve(schema)
    if not schema or place.depth > DEEPEST:
        return value, []
    if "anyOf" in schema:
        return _check_choice(schema, value, place)
    if "enum" in schema:
        return value, _enum_problems(schema["enum"], value, place)
    checker = CHECKERS.get(schema.get("type", ""))
    return checker(schema, value, place) if checker else (value, [])


def _check_choice(schema: Schema, value: Any, place: Place) -> Checked:
    """Take the first that fits; otherwise complain as the one that is like the value."""
    best: Checked | None = None
    best_is_alike = False
    for one in schema["anyOf"]:
        checked = check(one, value, place.deeper())
        if not checked[1]:
            return checked
        alike = isinstance(value, dict) == ("$ref" in one or one.get("type") == "object")
        if best is None or (alike and not best_is_alike):
            best, best_is_alike = checked, alike
    assert best is not None
    return best


def _enum_problems(allowed: list[Any], value: Any, place: Place) -> list[Problem]:
    if value in allowed or (value is None and not place.text):
        return []
    if not place.text and isinstance(value, str):
        return [Problem("enum", place.path, f"{value!r} is not one of {allowed[:8]}")]
    message = f"Invalid {place.path}: must be one of {allowed[:12]}"
    return [Problem("parameter_invalid_enum", place.path, message)]


def _bad(kind: str, value: Any, place: Place) -> Checked:
    written = value if isinstance(value, str) else json.dumps(value)
    message = f"Invalid {kind}: {written}"
    return value, [Problem(f"parameter_invalid_{kind}", place.path, message)]


def _check_null(schema: Schema, value: Any, place: Place) -> Checked:
    return (value, []) if value is None else _bad("null", value, place)


def _check_integer(schema: Schema, value: Any, place: Place) -> Checked:
    if place.text and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value), []
    whole = isinstance(value, int) and not isinstance(value, bool)
    return (value, []) if whole else _bad("integer", value, place)


def _check_number(schema: Schema, value: Any, place: Place) -> Checked:
    number = isinstance(value, int | float) or re.fullmatch(r"-?[\d.]+", str(value))
    return (value, []) if number else _bad("number", value, place)


def _check_boolean(schema: Schema, value: Any, place: Place) -> Checked:
    if place.text and value in ("true", "false"):
        return value == "true", []
    return (value, []) if isinstance(value, bool) else _bad("boolean", value, place)


def _check_string(schema: Schema, value: Any, place: Place) -> Checked:
    if not isinstance(value, str):
        return _bad("string", value, place)
    return (value, []) if len(value) <= LONGEST_TEXT else _bad("string_too_long", value, place)


def _check_array(schema: Schema, value: Any, place: Place) -> Checked:
    if place.text and value == "":
        return [], []
    if not isinstance(value, list):
        return _bad("array", value, place)
    found = [
        check(schema["items"], one, place.deeper(f"{place.path}[{index}]"))
        for index, one in enumerate(value)
    ]
    return [one for one, _ in found], [problem for _, problems in found for problem in problems]


def _check_object(schema: Schema, value: Any, place: Place) -> Checked:
    if not isinstance(value, dict):
        return _bad("object", value, place)
    checked: dict[str, Any] = {}
    problems: list[Problem] = []
    properties, extra = schema.get("properties", {}), schema.get("additionalProperties", True)
    for key, one in value.items():
        path = place.named(key)
        inner = properties.get(key, extra)
        checked[key] = one
        if inner is False:
            message = f"Received unknown parameter: {path}"
            problems.append(Problem("parameter_unknown", path, message))
        elif isinstance(inner, dict):
            checked[key], more = check(inner, one, place.deeper(path))
            problems += more
    return checked, problems + _missing(schema, value, place)


def _missing(schema: Schema, value: dict[str, Any], place: Place) -> list[Problem]:
    absent = [place.named(key) for key in schema.get("required", []) if key not in value]
    return [
        Problem("parameter_missing", path, f"Missing required param: {path}.") for path in absent
    ]


CHECKERS: dict[str, Callable[[Schema, Any, Place], Checked]] = {
    "null": _check_null,
    "integer": _check_integer,
    "number": _check_number,
    "boolean": _check_boolean,
    "string": _check_string,
    "array": _check_array,
    "object": _check_object,
}

EMPTY = {"string": "", "integer": 0, "boolean": False, "number": 0}


def is_nullable(schema: Schema) -> bool:
    """Say whether nothing is an answer too."""
    return {"type": "null"} in schema.get("anyOf", [])


def smallest(schema: Schema, depth: int = 0) -> Any:
    """Return a smallest value of this shape, for the fields of an object that nobody set."""
    schema = specification().resolve(schema)
    if "anyOf" in schema:
        return None if is_nullable(schema) else smallest(schema["anyOf"][0], depth)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return []
    if schema.get("type") == "object":
        required = schema.get("required", []) if depth < 4 else []
        return {key: smallest(schema["properties"][key], depth + 1) for key in required}
    return EMPTY.get(schema.get("type", ""))

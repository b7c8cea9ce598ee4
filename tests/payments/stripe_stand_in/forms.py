"""Stripe's way of writing nested parameters in a form: `line_items[0][price_data][currency]=usd`."""

import re
import urllib.parse
from typing import Any


def decode_form(text: str) -> dict[str, Any]:
    """Return the nested parameters of a form or a query; all their values are text."""
    root: dict[str, Any] = {}
    for key, value in urllib.parse.parse_qsl(text, keep_blank_values=True):
        _put(root, [key.split("[")[0], *re.findall(r"\[([^\]]*)\]", key)], value)
    return {key: _with_lists(value) for key, value in root.items()}


def _put(inside: dict[str, Any], parts: list[str], value: str) -> None:
    """Put a value in its place; a part without a name (`expand[]`) is the next of a list."""
    *above, last = parts
    for part in above:
        name = part or str(len(inside))
        if not isinstance(inside.get(name), dict):
            inside[name] = {}
        inside = inside[name]
    inside[last or str(len(inside))] = value


def _with_lists(value: Any) -> Any:
    """Numbered fields are a list."""
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(one) for key, one in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner

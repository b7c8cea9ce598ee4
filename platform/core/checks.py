"""System checks: a mistake in the ground stops the start, not a person."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

OTHERS = ("allauth.", "django.")  # their views guard themselves; ours are listed in `urls.py` files


@register()
def every_view_names_its_guests(**_kwargs: Any) -> list[Error]:
    """Each of our views says who may come in (`core.views.allow`)."""
    return [
        Error(
            f"{_name(view)} at {route!r} does not say who may come in: add @allow(…).",
            id="core.E001",
        )
        for route, view in walk(get_resolver())
        if not _name(view).startswith(OTHERS) and not hasattr(view, "guests")
    ]


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every route with its view."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def _name(view: Any) -> str:
    return f"{getattr(view, '__module__', '')}.{getattr(view, '__qualname__', type(view).__name__)}"

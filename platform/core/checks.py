"""System checks: a mistake in the ground stops the start, not a person."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from core.states import Moving

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


# Tasks are taken in bulk under a lease that ends, not moved one by one by a side; see `core.outbox`.
WITHOUT_MOVES = frozenset({"core.task"})


@register()
def every_state_has_its_table(**_kwargs: Any) -> list[Error]:
    """Each of our models with a state carries its table of moves, over the states of its field."""
    return list(wrong_states(apps.get_models()))


def wrong_states(models: Iterable[type[Model]]) -> Iterator[Error]:
    """Yield what is wrong with the states of these models."""
    for model in models:
        name = model._meta.label
        field = next((one for one in model._meta.fields if one.name == "state"), None)
        if field is None or model._meta.label_lower in WITHOUT_MOVES:
            continue
        if not (issubclass(model, Moving) and hasattr(model, "MOVES")):
            yield Error(f"{name} has a state and no MOVES (core.states.Moving).", id="core.E002")
            continue
        in_table = set(model.MOVES).union(*model.MOVES.values())
        if unknown := in_table - {value for value, _label in field.flatchoices}:
            yield Error(f"{name} moves to no state of its own: {unknown}.", id="core.E003")
        if unmoved := {value for value, _label in field.flatchoices} - in_table:
            yield Error(f"{name} never comes to or leaves {unmoved}.", id="core.E004")


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

"""System checks of the field registry: no column without a reach, none said about that isn't there."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import models

from security.registry import Columns, Reach, everything_said, said_about

WORDS = "public, shared, sealed, parties or internal (docs/columns.md says what each means)"


@register()
def every_column_has_a_reach(**_kwargs: Any) -> list[Error]:
    """Each column of each model in use is classified, truly."""
    found = list(concrete_models())
    errors = [error for model in found for error in problems_of(model)]
    return [*errors, *unknown_models({model._meta.label for model in found})]


def concrete_models() -> Iterator[type[models.Model]]:
    """Yield every model with a table of its own, of ours and of libraries."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model


def problems_of(model: type[models.Model]) -> Iterator[Error]:
    """Yield what is wrong with what was said about one model."""
    label, fields = model._meta.label, columns_of(model)
    said = said_about(label)
    if said is None:
        yield Error(
            f'No column of {label} is classified: add classify("{label}", …) to {home_of(model)}'
            f" with {' '.join(fields)}, each as {WORDS}.",
            id="security.E001",
        )
        return
    for name in fields:
        if name not in said.reach:
            yield Error(
                f'{label}.{name} is not classified: add it to classify("{label}", …) in'
                f" {home_of(model)} as {WORDS}.",
                id="security.E001",
            )
    yield from problems_of_what_was_said(said, fields, home_of(model))


def problems_of_what_was_said(
    said: Columns, fields: dict[str, "models.Field[Any, Any]"], home: str
) -> Iterator[Error]:
    """Yield stale and double names, sealed columns that could hold text, items without an audience."""
    for name in said.twice:
        yield Error(f"{said.model}.{name} is classified twice in {home}.", id="security.E003")
    for name, reach in said.reach.items():
        if name not in fields:
            yield Error(
                f"{said.model} has no column {name}: take it out of {home}.", id="security.E002"
            )
        elif reach is Reach.SEALED and not isinstance(fields[name], models.BinaryField):
            yield Error(
                f"{said.model}.{name} is sealed, so it must be a BinaryField that"
                " security.sealing fills.",
                id="security.E004",
            )
        elif reach is Reach.SHARED and f"{name}_audience" not in fields:
            yield Error(
                f"{said.model}.{name} is shared, so the model needs {name}_audience: who may see it.",
                id="security.E005",
            )


def unknown_models(known: set[str]) -> Iterator[Error]:
    """Yield models that were classified but are not there."""
    for said in everything_said():
        if said.model not in known:
            yield Error(
                f'There is no model {said.model}: take classify("{said.model}", …) out.',
                id="security.E002",
            )


def columns_of(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    """Return the fields of a model that are columns of its table."""
    return {field.name: field for field in model._meta.local_concrete_fields}


def home_of(model: type[models.Model]) -> str:
    """Return the file in which a model is to be classified."""
    app = model.__module__.split(".")[0]
    if app in ("django", "core"):
        app = "security"  # below security, or nobody's
    elif app in ("allauth", "guardian"):
        app = "accounts"
    folder = "" if app in ("consultants", "engagements", "payments") else "platform/"
    return f"{folder}{app}/columns.py"

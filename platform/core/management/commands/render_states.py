"""Write docs/lifecycle.md from the tables of moves that hang on the models."""

from collections.abc import Iterator
from inspect import getdoc
from typing import Any

from django.apps import apps
from django.utils import translation

from core.rendered import RenderPage
from core.states import Actor, Moving

HEAD = """# Lifecycle

What may follow what, and who may move it: the work, the money, permissions, organizations and their teams. Any other
move is refused, and nothing is stored. This page is made by `manage.py render_states` from the tables in each app's
`states.py`; a test fails when it is not current.
"""


def lifecycle() -> str:
    """Return the page: one table of moves for each model that has one."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_section(model) for model in apps.get_models() if _moves(model))])


def _moves(model: type[Any]) -> bool:
    return issubclass(model, Moving)


def _section(model: type[Any]) -> str:
    meta = model._meta
    title = f"{meta.app_config.name}: {meta.verbose_name}"
    about = (getdoc(model) or "").replace("\n", " ")
    start = meta.get_field("state").get_default()
    rows = "\n".join(_rows(model))
    table = f"| from | to | who |\n|---|---|---|\n{rows}"
    return f"## {title}\n\n{about} Starts as `{start}`.\n\n{table}\n"


def _rows(model: type[Moving]) -> Iterator[str]:
    for before, following in model.MOVES.items():
        for after, actors in following.items():
            yield f"| {_name(before)} | {_name(after)} | {_who(actors)} |"


def _name(state: Any) -> str:
    return f"`{state.value}` {state.label}"


def _who(actors: frozenset[Actor]) -> str:
    return ", ".join(str(actor.label) for actor in Actor if actor in actors)


class Command(RenderPage):
    help = "Write docs/lifecycle.md from the tables of moves."
    name = "lifecycle.md"

    def page(self) -> str:
        return lifecycle()

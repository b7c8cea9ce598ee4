"""Write docs/columns.md from the field registry."""

from itertools import groupby

from core.rendered import RenderPage
from security.registry import MEANINGS, Columns, Reach, everything_said

HEAD = """# Columns: how far each value may go

Every column of every table, of ours and of the libraries in use. This page is made by
`manage.py render_columns` from the `columns.py` file of each app; a test fails when it is not
current, and `manage.py check` fails for a column that is missing here.

| reach | meaning |
|---|---|
"""


def page() -> str:
    """Return the page: what each reach means, then a table for each app."""
    meanings = "\n".join(f"| {reach.value} | {MEANINGS[reach]} |" for reach in Reach)
    apps = groupby(everything_said(), key=lambda one: one.model.split(".")[0])
    return "\n".join([HEAD + meanings, *(_section(app, list(said)) for app, said in apps)]) + "\n"


def _section(app: str, said: list[Columns]) -> str:
    rows = [row for one in said for row in _rows(one)]
    return "\n".join(["", f"## {app}", "", "| model | reach | columns |", "|---|---|---|", *rows])


def _rows(said: Columns) -> list[str]:
    groups = [(reach.value, said.of(reach)) for reach in Reach]
    groups.append(("derived in the database", said.derived))
    name = said.model.split(".")[1]
    return [
        f"| {name} | {reach} | {', '.join(f'`{one}`' for one in names)} |"
        for reach, names in groups
        if names
    ]


class Command(RenderPage):
    help = "Write docs/columns.md from the field registry."
    name = "columns.md"

    def page(self) -> str:
        return page()

"""Write docs/columns.md from the field registry."""

from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from safety.registry import MEANINGS, Columns, Reach, everything_said

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


class Command(BaseCommand):
    """Write the page, or only say whether it is current."""

    help = "Write docs/columns.md from the field registry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail when the page is not current"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        where = path()
        if not options["check"]:
            where.write_text(page())
        elif not where.exists() or where.read_text() != page():
            self.stderr.write("docs/columns.md is not current: run `make docs`")
            raise SystemExit(1)


def path() -> Path:
    """Return where the page lies."""
    return Path(settings.ROOT) / "docs" / "columns.md"

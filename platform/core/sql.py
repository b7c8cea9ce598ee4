"""What the database holds beside tables: `<app>/sql/` says what holds now, one object a file.

A migration never reads those files: it runs the text that lies frozen beside it, under its own name.
`manage.py freeze_sql` writes that text; a test compares a migrated database with the files.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.apps import apps
from django.db import migrations

# The folders of `sql/`, in the order in which their files run where none needs another.
KINDS = ("roles", "types", "functions", "tables", "views", "triggers", "access")

COMMENT = re.compile(r"--.*")
MADE = re.compile(r"\bCREATE (?:FUNCTION|TYPE|VIEW) (\w+)")
WORD = re.compile(r"\w+")


class RunFrozen(migrations.RunSQL):
    """Run the frozen text of a migration; going back is a new migration, so there is no reverse."""


def run_frozen(migration_file: str) -> RunFrozen:
    """Run the `.sql` file that lies beside a migration under the same name."""
    return RunFrozen(Path(migration_file).with_suffix(".sql").read_text(), migrations.RunSQL.noop)


@dataclass(frozen=True)
class SQLFile:
    """One object as it is now, with its comments."""

    name: str  # within `sql/`: functions/may_see.sql
    text: str

    @property
    def kind(self) -> str:
        """The folder it lies in."""
        return self.name.split("/")[0]

    @cached_property
    def statements(self) -> str:
        """Its text without comments."""
        return COMMENT.sub("", self.text)

    @cached_property
    def made(self) -> set[str]:
        """The names that other files may need it for."""
        return (
            {Path(self.name).stem} if self.kind == "tables" else set(MADE.findall(self.statements))
        )

    def needs(self, other: "SQLFile") -> bool:
        """Whether it names what the other one makes."""
        return self is not other and not other.made.isdisjoint(WORD.findall(self.statements))


def apps_with_sql() -> list[str]:
    """Return the labels of the apps that have a folder `sql/`."""
    return [
        config.label for config in apps.get_app_configs() if (Path(config.path) / "sql").is_dir()
    ]


def present_files(app: str) -> list[SQLFile]:
    """Return an app's files, each after those it needs."""
    folder = Path(apps.get_app_config(app).path) / "sql"
    found = [
        SQLFile(path.relative_to(folder).as_posix(), path.read_text().strip() + "\n")
        for path in folder.rglob("*.sql")
    ]
    return in_order(sorted(found, key=lambda file: (KINDS.index(file.kind), file.name)))


def in_order(files: Iterable[SQLFile]) -> list[SQLFile]:
    """Put each file after those it needs, and otherwise leave them as they are."""
    given = list(files)
    ordered: list[SQLFile] = []

    def place(file: SQLFile, waiting: tuple[SQLFile, ...]) -> None:
        if file in waiting:
            raise ValueError(f"{file.name} and {waiting[-1].name} need each other")
        if file in ordered:
            return
        for other in given:
            if file.needs(other):
                place(other, (*waiting, file))
        ordered.append(file)

    for file in given:
        place(file, ())
    return ordered

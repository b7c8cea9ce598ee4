"""Writing down what a migration runs: the text of each file of `sql/` that changed since the last one.

A frozen file has a part for each object, under a line with the name of its file. What no file says,
an old signature to drop or a column to fill, is written by hand above the first part.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from core.sql import SQLFile, present_files

PART = re.compile(r"^--- (\S+\.sql) ---\n", re.MULTILINE)
FIRST = "0001_initial"
HEAD = (
    "-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.\n"
)

# What a database that has the object already is told instead.
AGAIN = (
    (r"\bCREATE (FUNCTION|VIEW|TRIGGER)\b", r"CREATE OR REPLACE \1"),
    (r"\bCREATE POLICY (\w+) ON (\w+)", r"DROP POLICY IF EXISTS \1 ON \2;\n\g<0>"),
    (
        r"\bCREATE CONSTRAINT TRIGGER (\w+)\s[^;]*?\bON (\w+)",
        r"DROP TRIGGER IF EXISTS \1 ON \2;\n\g<0>",
    ),
)


def freeze_first(app: str) -> None:
    """Write the text of an app's first migration anew, which only a project without users may do."""
    write(app, FIRST, [part(file.name, file.text) for file in present_files(app)])


def freeze_changes(app: str, name: str) -> tuple[str, list[SQLFile]]:
    """Write a new migration with what changed in `sql/`; return its name and the changed files."""
    before = names_of_migrations(app)[-1]
    changed = changed_files(app)
    migration = f"{int(before.split('_')[0]) + 1:04}_{name}"
    known = last_parts(app)
    parts = [part(f.name, again(f) if f.name in known else f.text) for f in changed]
    write(app, migration, parts).with_suffix(".py").write_text(module(app, before))
    return migration, changed


def changed_files(app: str) -> list[SQLFile]:
    """Return the files of `sql/` whose text no migration has run yet."""
    known = last_parts(app)
    return [f for f in present_files(app) if known.get(f.name) not in (f.text, again(f))]


def last_parts(app: str) -> dict[str, str]:
    """Return what the migrations ran last for each file, by its name."""
    last: dict[str, str] = {}
    for migration in names_of_migrations(app):
        frozen = folder(app) / f"{migration}.sql"
        if frozen.exists():
            last.update(parts_of(frozen.read_text()))
    return last


def parts_of(frozen: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each part."""
    _head, *pieces = PART.split(frozen)
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        yield name, text.strip() + "\n"


def again(file: SQLFile) -> str:
    """Return a file's text for a database that has an older version of the object.

    Types and columns can't be replaced: their text is only noted, and a person writes what changes.
    """
    if file.kind in ("types", "tables"):
        return "".join(f"-- {line}".rstrip() + "\n" for line in file.text.splitlines())
    text = file.text
    for pattern, instead in AGAIN:
        text = re.sub(pattern, instead, text)
    return text


def part(name: str, text: str) -> str:
    """Return a part of a frozen file."""
    return f"\n--- {name} ---\n{text}"


def write(app: str, migration: str, parts: list[str]) -> Path:
    """Write a migration's frozen text."""
    path = folder(app) / f"{migration}.sql"
    path.write_text(HEAD + "".join(parts))
    return path


def module(app: str, before: str) -> str:
    """Return the Python of a migration that runs its frozen text."""
    return (
        "from django.db import migrations\n\n"
        "from core.sql import run_frozen\n\n\n"
        "class Migration(migrations.Migration):\n"
        f'    dependencies = [("{app}", "{before}")]\n\n'
        "    operations = [run_frozen(__file__)]\n"
    )


def names_of_migrations(app: str) -> list[str]:
    """Return the names of an app's migrations, in their order."""
    return sorted(path.stem for path in folder(app).glob("[0-9]*.py"))


def folder(app: str) -> Path:
    """Return the folder of an app's migrations."""
    return Path(apps.get_app_config(app).path) / "migrations"

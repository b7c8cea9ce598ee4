"""The benchmarks' own database: made once for each size and schema, kept for the next run."""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PREFIX = "equal_bench"


def set_up() -> None:
    """Load Django with the benchmarks' settings, as the owner of the tables, on a running server."""
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ["DATABASE_ROLE"] = "owner"
    import django

    django.setup()
    from django.conf import settings

    from config import embedded_postgres

    if not os.environ.get("DATABASE_URL"):
        embedded_postgres.start(settings.DATA_DIR)


def use(size: int, *, part: str = "") -> bool:
    """Connect to the database of this size and part; return whether it holds its data already."""
    from django.db import connection

    name = f"{PREFIX}_{part}{size}_{fingerprint()}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}_%"])
        found = {row[0] for row in cursor.fetchall()}
        for old in found - {n for n in found if n.endswith(fingerprint())}:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        if name not in found:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    return name in found and is_complete()


def is_complete() -> bool:
    """Whether the last step of building was reached."""
    rows = ask("SELECT to_regclass('bench_complete')")
    return rows[0][0] is not None


def drop() -> None:
    """Throw the connected database away, half built as it is."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    assert name.startswith(PREFIX)
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')


def fingerprint() -> str:
    """Return a mark of the schema and of the generator: another mark, another database."""
    marks = hashlib.sha256()
    for folder in ("consultants", "engagements", "payments", "platform"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".sql" or (path.suffix == ".py" and path.parent.name == "migrations"):
                marks.update(path.read_bytes())
    here = Path(__file__).parent
    for name in (
        "world.py",
        "loading.py",
        "other_sides.py",
        "guardian_side/models.py",
        "pages_world.py",
    ):
        marks.update((here / name).read_bytes())
    return marks.hexdigest()[:10]


def ask(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """Run one statement and return its rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def as_web() -> Iterator[None]:
    """Act as the web role, as the pages do."""
    ask("SET ROLE equal_web")
    try:
        yield
    finally:
        ask("RESET ROLE")


@contextmanager
def step(said: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    begun = time.perf_counter()
    print(f"  {said} …", end="", flush=True)
    yield
    print(f"\r  {said}: {time.perf_counter() - begun:.1f} s", flush=True)


def progress(said: str, done: int, total: int) -> None:
    """Show how far a long step is, where somebody looks at a screen."""
    if sys.stdout.isatty():
        print(f"\r  {said} … {100 * done // total} %", end="", flush=True)

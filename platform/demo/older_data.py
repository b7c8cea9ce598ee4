"""A database that an earlier version made, which today's migrations can't continue."""

from django.conf import settings
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.sql import apps_with_sql


def require_own_past(*, embedded: bool) -> None:
    """Stop with a sentence when the database ran migrations that are gone; change nothing in it."""
    try:
        gone = migrations_that_are_gone()
    finally:
        connection.close()  # who holds a connection keeps the server from being stopped
    if not gone:
        return
    if not embedded:
        raise SystemExit(
            "The database of DATABASE_URL was made by an earlier version, which this one can't"
            " continue. Name an empty database. Nothing in the old one was changed."
        )
    raise SystemExit(
        f"The data in {settings.DATA_DIR} were made by an earlier version, which this one can't"
        " continue. Move this folder away or delete it, and start again. Nothing in it was changed."
    )


def migrations_that_are_gone() -> list[str]:
    """Return what was run on the database and is no migration of ours any more."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except ProgrammingError:
        return []  # nothing was granted to us yet: its first migrations never ended
    known = MigrationLoader(None).disk_migrations
    ours = apps_with_sql()
    return sorted(
        f"{app}.{name}" for app, name in applied if app in ours and (app, name) not in known
    )

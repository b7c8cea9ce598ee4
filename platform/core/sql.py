"""Database rules live in `.sql` files beside the migrations that load them."""

from pathlib import Path

from django.db import migrations


def run_sql_file(migration_file: str, name: str) -> migrations.RunSQL:
    """Run `<app>/sql/<name>` once; going back is a new migration, so there is no reverse."""
    path = Path(migration_file).resolve().parent.parent / "sql" / name
    return migrations.RunSQL(path.read_text(), migrations.RunSQL.noop)

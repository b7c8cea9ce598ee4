"""`manage.py freeze_sql`: a migration for what changed in `sql/`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import freezing
from core.sql import apps_with_sql


class Command(BaseCommand):
    help = "Write a migration that runs what changed in an app's sql/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app", nargs="?", choices=apps_with_sql())
        parser.add_argument("name", nargs="?", help="of the migration, in words_like_these")
        parser.add_argument(
            "--first",
            action="store_true",
            help="instead, write the first migration's text of every app anew",
        )

    def handle(
        self, *args: Any, app: str | None, name: str | None, first: bool, **options: Any
    ) -> None:
        """Write the files and name them."""
        if first:
            self.freeze_first()
        elif app and name:
            self.freeze_changes(app, name)
        else:
            raise CommandError("Which app, and what shall its migration be called?")

    def freeze_changes(self, app: str, name: str) -> None:
        """Write a new migration with what changed."""
        if not freezing.changed_files(app):
            raise CommandError(f"Nothing in the sql/ of {app} differs from what was run.")
        migration, changed = freezing.freeze_changes(app, name)
        self.stdout.write(f"{app}.{migration} runs anew:")
        for file in changed:
            self.stdout.write(f"  {file.name}")
        self.stdout.write("Read its .sql: what must be dropped or filled first is yours to write.")

    def freeze_first(self) -> None:
        """Write every app's first text anew, as long as nothing was built on it."""
        for app in apps_with_sql():
            if freezing.names_of_migrations(app) != [freezing.FIRST]:
                raise CommandError(f"{app} has later migrations: from here on they are only added.")
        for app in apps_with_sql():
            freezing.freeze_first(app)

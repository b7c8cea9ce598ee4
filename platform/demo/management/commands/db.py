"""`manage.py db start|stop|status|shell`: the embedded PostgreSQL."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import embedded_postgres


class Command(BaseCommand):
    help = "Start, stop, ask or open the embedded PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=["start", "stop", "status", "shell"])

    def handle(self, *args: Any, step: str, **options: Any) -> None:
        """Do one step. With a server of one's own there is nothing to start or stop."""
        if os.environ.get("DATABASE_URL"):
            if step == "start":  # scripts may always ask for it
                return
            raise CommandError("DATABASE_URL is set, so the embedded server is not used.")
        getattr(self, step)()

    def start(self) -> None:
        embedded_postgres.start(settings.DATA_DIR)
        self.stdout.write(f"PostgreSQL runs ({settings.DATA_DIR}).")

    def stop(self) -> None:
        embedded_postgres.stop(settings.DATA_DIR)
        self.stdout.write("PostgreSQL is stopped.")

    def status(self) -> None:
        runs = embedded_postgres.answers(settings.DATA_DIR)
        self.stdout.write("PostgreSQL runs." if runs else "PostgreSQL does not run.")

    def shell(self) -> None:
        embedded_postgres.start(settings.DATA_DIR)
        where = embedded_postgres.address(settings.DATA_DIR)
        program = str(embedded_postgres.binaries() / "psql")
        os.execv(program, [program, "-h", where["HOST"], "-U", where["USER"], where["NAME"]])  # noqa: S606

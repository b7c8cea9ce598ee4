"""Pages of `docs/` that are made from the code, and the commands that write them."""

from abc import abstractmethod
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class RenderPage(BaseCommand):
    """Write a page of `docs/`, or with `--check` only say whether it is current."""

    name: str  # of the page's file

    @abstractmethod
    def page(self) -> str:
        """Return the page as it must be."""

    def path(self) -> Path:
        """Return where the page lies."""
        return Path(settings.ROOT) / "docs" / self.name

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail when the page is not current"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        where = self.path()
        if not options["check"]:
            where.write_text(self.page())
        elif not where.exists() or where.read_text() != self.page():
            self.stderr.write(f"docs/{self.name} is not current: run `make docs`")
            raise SystemExit(1)

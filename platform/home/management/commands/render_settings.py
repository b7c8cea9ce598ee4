"""Write the table of settings into docs/operations.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.environment import rendered_table

PAGE = Path(settings.ROOT) / "docs" / "operations.md"
BEGIN, END = "<!-- settings -->", "<!-- end of settings -->"


def page_with_table(page: str) -> str:
    """Return the page with the table as the code has it now."""
    before, rest = page.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n{rendered_table()}\n{END}{after}"


class Command(BaseCommand):
    help = "Write the table of settings into docs/operations.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(page_with_table(PAGE.read_text()))

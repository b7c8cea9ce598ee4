"""Write docs/roles.md from the table of powers."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from organizations.models import Role
from organizations.permissions import POWERS

HEAD = """# Roles in a team

Who may do what for an organization. This page is made by `manage.py render_roles` from
`organizations/permissions.py`; a test fails when it is not current. A member whose powers are narrowed
("only the work that they are named on") has none of these: they have exactly what they were given on
single pieces of work, and lose it with the membership. Posting and inviting also need the ten lessons.
"""


def page() -> str:
    """Return the page: one row for each power, one column for each role."""
    with translation.override("en"):
        names = [str(role.label) for role in Role]
        lines = [
            f"| {power.label} | " + " | ".join(_mark(role in power.roles) for role in Role) + " |"
            for power in POWERS
        ]
    head = f"| | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
    return "\n".join([HEAD, head, *lines, ""])


def _mark(has: bool) -> str:
    return "yes" if has else "–"


def path() -> Path:
    """Return where the page lies."""
    return Path(settings.ROOT) / "docs" / "roles.md"


class Command(BaseCommand):
    """Write the page, or only say whether it is current."""

    help = "Write docs/roles.md from the table of powers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail when the page is not current"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        where = path()
        if not options["check"]:
            where.write_text(page())
        elif not where.exists() or where.read_text() != page():
            self.stderr.write("docs/roles.md is not current: run `make docs`")
            raise SystemExit(1)

"""Write docs/roles.md from the table of powers."""

from django.utils import translation

from core.rendered import RenderPage
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


class Command(RenderPage):
    help = "Write docs/roles.md from the table of powers."
    name = "roles.md"

    def page(self) -> str:
        return page()

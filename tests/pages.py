"""What a page says, for tests that would otherwise only see its number."""

import re
from typing import Any

from django.test import Client


def main_of(response: Any) -> str:
    """Return the page's own part: what stands around it depends on who looks."""
    page: str = response.content.decode()
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found, page
    return found[0]


def nothing_here(response: Any) -> bool:
    """Whether this is a missing page, and says no word more than where there has never been one."""
    never = Client().get("/there/has/never/been/a/page/")
    return response.status_code == 404 and main_of(response) == main_of(never)

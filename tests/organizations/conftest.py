"""The browser for pages of organizations."""

import pytest

from organizations.models import Organization
from tests.browser import base_url, browser_page, browser_type_launch_args, console_errors
from tests.factories import make_checked_member

__all__ = ["base_url", "browser_page", "browser_type_launch_args", "console_errors"]


@pytest.fixture
def organization() -> Organization:
    """An organization that was checked."""
    found: Organization = make_checked_member().membership.organization
    return found

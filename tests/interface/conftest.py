"""The browser, and the addresses of the test-only page that shows every component."""

import pytest
from pytest_django import Settings

from tests.browser import base_url, browser_page, browser_type_launch_args, console_errors

__all__ = ["base_url", "browser_page", "browser_type_launch_args", "console_errors"]


@pytest.fixture(autouse=True)
def _gallery_urls(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.interface.urls"

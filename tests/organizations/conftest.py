"""The browser for pages of organizations."""

from tests.browser import base_url, browser_page, browser_type_launch_args, console_errors

__all__ = ["base_url", "browser_page", "browser_type_launch_args", "console_errors"]

"""The browser."""

from tests.browser import base_url, browser_type_launch_args

__all__ = ["base_url", "browser_type_launch_args"]

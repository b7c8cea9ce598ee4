"""A real browser for tests: Debian's Chromium through Playwright. Where it is absent: see `tests.skips`.

A folder's `conftest.py` imports the fixtures (`from tests.browser import base_url, browser_page,
browser_type_launch_args, console_errors`); its tests import the `assert_…` helpers.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.skips import NO_CHROMIUM

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium, which needs no download."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    # Playwright's loop runs in the tests' own thread; the database calls beside it are ordinary.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests name whole addresses. (The plugin's own fixture of this name warns in pytest 9.)"""


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """Collect what the browser complains about (a blocked script, say); any fails the test."""
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def browser_page(context: BrowserContext, console_errors: list[str]) -> Page:
    """A page the size of a small phone."""
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    return watch(page, console_errors)


def watch(page: Page, errors: list[str]) -> Page:
    """Note every error of this page's console and scripts."""

    def note(message: ConsoleMessage) -> None:
        # A refused form answers 4xx, which Chromium calls an error; tests look at the page instead.
        if message.type == "error" and "the server responded with a status" not in message.text:
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page


def assert_accessible(page: Page) -> None:
    """Axe finds nothing to say about WCAG 2.2 A and AA, in the light and in the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = Axe().run(page, options={"runOnly": WCAG_22_AA}).response["violations"]
        said = [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]
        assert said == [], f"{page.url} ({scheme})"
    page.emulate_media(color_scheme=None, reduced_motion=None)


def assert_no_sideways_scroll(page: Page, *, width: int = 320) -> None:
    """The page fits a narrow screen; 320 pixels is also 1280 pixels at 400 % zoom."""
    size = page.viewport_size
    page.set_viewport_size({"width": width, "height": 480})
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"{page.url} needs {needed} pixels"
    if size is not None:
        page.set_viewport_size(size)


def assert_way_out(page: Page) -> None:
    """The way out is the first or second stop of the Tab key, and in sight on a tiny screen."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 480})
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    stops = []
    for _ in range(2):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert "/leave/" in stops, page.url
    box = page.locator("#exit").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 480
    if size is not None:
        page.set_viewport_size(size)

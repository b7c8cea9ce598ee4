"""What only a browser can tell: contrast, focus, leaving, and life without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/safety/",
    "/help/",
    "/no-such-page/",
    "/gallery/?as=consultant",
    "/gallery/?as=member",
]
ELSEWHERE = re.compile("/elsewhere/$")


@pytest.fixture(autouse=True)
def _leave_to_a_page_of_ours(settings: Settings) -> None:
    settings.LEAVE_URL = "/elsewhere/"


@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible_and_fits(
    browser_page: Page, live_server: LiveServer, address: str
) -> None:
    browser_page.goto(live_server.url + address)

    for width in (320, 1280):
        browser_page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(browser_page)
    assert_no_sideways_scroll(browser_page)
    assert_way_out(browser_page)


def test_failed_form_is_accessible_and_focuses_its_summary(
    browser_page: Page, live_server: LiveServer
) -> None:
    browser_page.goto(live_server.url + "/gallery/")
    browser_page.get_by_role("button", name="Check answers").click()

    expect(browser_page.locator(".summary")).to_be_focused()
    assert_accessible(browser_page)
    assert_no_sideways_scroll(browser_page)
    browser_page.get_by_role("link", name="Choose an answer: Who can see this?").click()
    expect(browser_page.get_by_label("Only me", exact=True)).to_be_focused()


def test_leaving_goes_elsewhere_and_back_is_another_page(
    browser_page: Page, live_server: LiveServer
) -> None:
    browser_page.goto(live_server.url + "/help/")
    browser_page.goto(live_server.url + "/gallery/?as=consultant")
    browser_page.locator("#exit").click()
    browser_page.wait_for_url(ELSEWHERE)

    browser_page.go_back()

    assert "/gallery/" not in browser_page.url


def test_three_presses_of_shift_leave(browser_page: Page, live_server: LiveServer) -> None:
    browser_page.goto(live_server.url + "/gallery/")
    for _ in range(3):
        browser_page.keyboard.press("Shift")

    browser_page.wait_for_url(ELSEWHERE)


def test_typing_capital_letters_does_not_leave(browser_page: Page, live_server: LiveServer) -> None:
    browser_page.goto(live_server.url + "/gallery/")
    field = browser_page.get_by_label("Working name")
    field.focus()
    for letter in "ABCD":
        browser_page.keyboard.down("Shift")
        browser_page.keyboard.press(letter)
        browser_page.keyboard.up("Shift")

    expect(field).to_have_value("ABCD")
    assert "/gallery/" in browser_page.url


def test_escape_does_not_leave(browser_page: Page, live_server: LiveServer) -> None:
    browser_page.goto(live_server.url + "/gallery/")
    for _ in range(3):
        browser_page.keyboard.press("Escape")

    assert "/gallery/" in browser_page.url


def test_a_form_is_sent_once(browser_page: Page, live_server: LiveServer) -> None:
    sent: list[str] = []
    browser_page.goto(live_server.url + "/gallery/")
    browser_page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    browser_page.get_by_role("button", name="Check answers").dblclick()

    expect(browser_page.locator(".summary")).to_be_visible()
    assert len(sent) == 1


def test_password_can_be_seen_while_typing(browser_page: Page, live_server: LiveServer) -> None:
    browser_page.goto(live_server.url + "/gallery/")
    field = browser_page.get_by_label("Password")
    field.fill("long enough to look at")

    browser_page.get_by_role("button", name="Show").click()
    expect(field).to_have_attribute("type", "text")
    browser_page.get_by_role("button", name="Hide").click()
    expect(field).to_have_attribute("type", "password")


def test_without_javascript_people_can_leave_and_switch_language(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/gallery/")
    page.get_by_label("About the work").fill("Half a sentence")

    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_label("About the work")).to_have_value("Half a sentence")

    page.locator("#exit").click()
    page.wait_for_url(ELSEWHERE)
    context.close()


def test_without_javascript_a_failed_form_focuses_its_summary(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/gallery/")
    page.get_by_role("button", name="Check answers").click()

    expect(page.locator(".summary")).to_be_focused()
    context.close()


def test_paper_shows_no_menus(browser_page: Page, live_server: LiveServer) -> None:
    browser_page.goto(live_server.url + "/gallery/?as=consultant")
    browser_page.emulate_media(media="print")

    for part in (".exit-bar", ".header", ".footer", ".form-actions"):
        expect(browser_page.locator(part)).to_be_hidden()
    expect(browser_page.get_by_text("Paid in and held")).to_be_visible()

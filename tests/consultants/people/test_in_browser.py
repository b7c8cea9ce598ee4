"""The search of people in a browser: without scripts, on a narrow screen, by what people read."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from consultants.items import Audience
from tests.browser import assert_accessible, assert_no_sideways_scroll
from tests.consultants import worlds
from tests.factories import make_checked_member, make_consultant

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_of_member(browser: Browser, live_server: LiveServer) -> Page:
    """A signed-in member's browser, its scripts off."""
    client = Client()
    client.force_login(make_checked_member())
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 740})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return context.new_page()


def test_searching_without_scripts(page_of_member: Page, live_server: LiveServer) -> None:
    page = page_of_member
    make_consultant(
        "Ana Example", audience=Audience.CHECKED, expertise=[2], languages=[2], rate=9_000,
        statement="I review training material",
    )  # fmt: skip
    make_consultant("Bea Example", audience=Audience.CHECKED, expertise=[3], languages=[2])
    page.goto(f"{live_server.url}/org/people/")
    expect(page.get_by_text("2 people.")).to_be_visible()
    assert_no_sideways_scroll(page)

    page.get_by_label("Words").fill("training")
    page.get_by_text("More to choose").click()
    page.get_by_label("Expertise").select_option("Training")
    page.get_by_label("Rate for an hour, at most").fill("cheap")
    page.get_by_role("button", name="Show people").click()
    expect(page.get_by_label("Words")).to_have_value("training")
    expect(page.locator("#find_rate_error")).to_contain_text("Enter the amount in numbers")
    expect(page.get_by_text("Ana Example")).to_have_count(0)

    page.get_by_label("Rate for an hour, at most").fill("95")
    page.get_by_role("button", name="Show people").click()
    expect(page.get_by_text("“training” · Training · at most $95")).to_be_visible()
    expect(page.get_by_role("link", name="Ana Example")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("link", name="Bea Example")).to_be_visible()


@pytest.mark.parametrize("query", ["", "?sort=rate&language=2", "?rate=cheap", "?region=9"])
def test_it_is_accessible(
    browser: Browser, live_server: LiveServer, query: str, page_of_member: Page
) -> None:
    worlds.make_crowd(25)
    cookies = page_of_member.context.cookies()
    context = browser.new_context(viewport={"width": 320, "height": 740})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/org/people/{query}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)

"""Joining and the people's pages in a real browser: without scripts, on a narrow screen, in both themes."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.signup.links import link_for
from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out
from tests.factories import (
    PASSWORD,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/in/")
    page.get_by_label("User name or work e-mail").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_a_consultant_joins_without_scripts(live_server, browser: Browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/join/")
    page.get_by_label("I want to do paid work as a consultant").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Yes, or I am not sure").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Use a private window if you can.")).to_be_visible()
    page.get_by_role("button", name="Open my account").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Open my account").click()
    expect(page.get_by_text("Nothing needs you today")).to_be_visible()


def test_a_member_joins_by_the_link_and_asks_for_the_check(live_server, browser: Browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(live_server.url + "/" + link_for("dana@lantern.example").split("/", 3)[3])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Open my account").click()
    page.get_by_label("Name of the organization").fill("Lantern House")
    page.get_by_label("Website").fill("www.lantern.example")
    page.get_by_label("Country").fill("United States")
    page.get_by_label("What does it do?").fill("Runs two shelters.")
    page.get_by_label("Kind of organization").select_option("service")
    page.get_by_label("Your name").fill("Dana Field")
    page.get_by_label("Your role there").fill("Director")
    page.get_by_role("button", name="Ask for the check").click()
    expect(page.get_by_text("Waiting for our check").first).to_be_visible()


PLACES = (
    ("nobody", ("/join/", "/join/device/", "/join/name/?with=tips", "/join/address/", "/in/")),
    (
        "consultant",
        ("/home/", "/account/", "/account/password/", "/in/again/?next=/home/", "/out/"),
    ),
    ("unchecked", ("/org/", "/org/check/", "/org/team/")),
    ("checked", ("/org/", "/org/check/", "/o/{code}/")),
    ("administrator", ("/desk/", "/desk/orgs/{code}/", "/desk/payments/")),
)


def person(kind: str) -> User | None:
    if kind == "consultant":
        return make_consultant().user
    if kind == "administrator":
        return make_administrator()
    made = {"unchecked": make_member, "checked": make_checked_member}
    return made[kind]() if kind in made else None


@pytest.mark.parametrize(("kind", "paths"), PLACES)
def test_pages_are_accessible_narrow_and_have_a_way_out(
    live_server,
    browser_page: Page,
    kind: str,
    paths: tuple[str, ...],  # type: ignore[no-untyped-def]
) -> None:
    user = person(kind)
    organization = make_member().membership.organization
    if user is not None:
        sign_in(browser_page, live_server.url, user.email or user.username)
    for path in paths:
        browser_page.goto(live_server.url + path.format(code=organization.code))
        assert browser_page.locator("h1").count() == 1, path
        assert_accessible(browser_page)
        assert_no_sideways_scroll(browser_page)
        assert_way_out(browser_page)

"""Giving a permission in a real browser: found, typed, the password, read once more, given, blocked."""

import pytest
from playwright.sync_api import Browser, Page, expect

from consultants.items import Audience
from consultants.models import Consent
from tests.accounts.test_in_browser import PHONE, sign_in
from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out
from tests.conftest import as_owner
from tests.factories import PASSWORD, make_checked_member, make_consultant

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "To plan a first talk <b>soon</b>"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def look(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_way_out(page)


def test_what_is_given_is_typed_once_and_read_before_it_is_given(  # type: ignore[no-untyped-def]
    live_server, browser: Browser
) -> None:
    consultant = make_consultant("Some Person", audience=Audience.CHECKED, rate=9_000)
    organization = make_checked_member().membership.organization
    page = browser.new_context(viewport=PHONE).new_page()
    sign_in(page, live_server.url, consultant.user.username)
    page.goto(f"{live_server.url}/permissions/give/")
    page.get_by_label("Name of the organization").fill(organization.name)
    press(page, "Search")
    page.get_by_role("link", name=organization.name).click()
    page.get_by_label("Rate").check()
    page.get_by_label("Something else").check()
    page.get_by_label("What for, in plain words").fill(WORDS)
    press(page, "Give")
    assert "talk" not in page.url
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    expect(page.get_by_label("What for, in plain words")).to_have_value(WORDS)
    press(page, "Give")
    expect(page.get_by_role("heading", name="Read it once more")).to_be_visible()
    look(page)
    press(page, "Change it")
    expect(page.get_by_label("What for, in plain words")).to_have_value(WORDS)
    press(page, "Give")
    with as_owner():
        assert not Consent.objects.exists()
    press(page, "Give")
    expect(page.get_by_text("Given. You can stop it at any time.")).to_be_visible()
    given = page.url

    page.goto(f"{live_server.url}/sharing/block/{organization.code}/")
    press(page, "Block all of it")
    page.goto(given)
    expect(page.get_by_text("You block this organization.")).to_be_visible()
    look(page)

"""Teams, lessons and the self-assessment in a real browser: both themes, a narrow screen, no scripts."""

import re
from datetime import timedelta
from typing import Literal

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from organizations.team import invitations
from tests.accounts.test_in_browser import PHONE, sign_in
from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out
from tests.engagements.work import Work
from tests.factories import acting, make_administrator, make_checked_member, make_member

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def look_at(page: Page, address: str) -> None:
    page.goto(address)
    assert page.locator("h1").count() == 1
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def press(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Click, and wait for the page that comes: what is looked at next is all there."""
    page.get_by_role(role, name=name).click()
    page.wait_for_load_state()


def test_a_members_pages_are_accessible_and_fit(live_server, browser_page: Page) -> None:  # type: ignore[no-untyped-def]
    work = Work()
    owner = work.member
    organization = owner.membership.organization
    colleague = make_member(organization, role="viewer", limited=True)
    with acting(owner):
        invitations.invite(
            organization, actor=owner, email=f"noor@{organization.domain}", role="viewer"
        )
    sign_in(browser_page, live_server.url, owner.email)
    code = colleague.membership.code
    paths = ["", "add/", "history/", f"{code}/", f"{code}/remove/"]
    paths = [f"/org/team/{path}" for path in paths]
    paths += ["/org/lessons/", "/org/lessons/police/", "/org/self-check/"]
    paths += [f"/jobs/{work.engagement.code}/team/", f"/jobs/{work.engagement.code}/team/{code}/"]
    for path in paths:
        look_at(browser_page, live_server.url + path)
    assert_way_out(browser_page)


def test_the_self_assessment_is_done_without_scripts(live_server, browser: Browser) -> None:  # type: ignore[no-untyped-def]
    owner = make_checked_member()
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    sign_in(page, live_server.url, owner.email)
    page.goto(f"{live_server.url}/org/self-check/")
    press(page, "button", "Begin")
    for group in page.get_by_role("group").all():
        group.get_by_label("Not sure").check()
    press(page, "button", "Save and go on")
    for _step in range(6):
        for field in page.locator("main textarea").all():
            field.fill("What we do")
        press(page, "button", "Save and go on")
    press(page, "link", "Add an action")
    page.get_by_label("What will you change?").fill("Pay in a week")
    page.get_by_label("Who answers for it?").fill("Director")
    page.get_by_label("Done by").fill("2020-01-01")
    press(page, "button", "Add")
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_label("What will you change?")).to_have_value("Pay in a week")
    page.get_by_label("Done by").fill(str(timezone.localdate() + timedelta(days=30)))
    press(page, "button", "Add")
    press(page, "link", "Go on")
    press(page, "link", "Check and finish")
    page.get_by_label("What do you want to say").fill("We will pay sooner.")
    press(page, "button", "Finish and publish")
    press(page, "link", "See your page")
    expect(page.get_by_text("We will pay sooner.")).to_be_visible()


def test_steps_and_the_desks_questions_are_accessible(live_server, browser_page: Page) -> None:  # type: ignore[no-untyped-def]
    owner, administrator = make_checked_member(), make_administrator()
    sign_in(browser_page, live_server.url, owner.email)
    browser_page.goto(f"{live_server.url}/org/self-check/")
    press(browser_page, "button", "Begin")
    for path in ("0/", "2/", "2/file/", "7/", "actions/add/", ""):
        look_at(browser_page, f"{live_server.url}/org/self-check/{path}")
    press(browser_page, "link", "All on one page")
    look_at(browser_page, browser_page.url)
    browser_page.context.clear_cookies()
    sign_in(browser_page, live_server.url, administrator.email)
    look_at(browser_page, f"{live_server.url}/desk/questions/")
    press(browser_page, "button", "Begin a new version")
    for path in ("", "version/2/", "step/1/add/"):
        look_at(browser_page, f"{live_server.url}/desk/questions/{path}")

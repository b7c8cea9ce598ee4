"""Receipts in a real browser: without scripts, on a narrow screen, in both themes."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consultants.consent_scope import Scope
from consultants.consents.services import give, stop
from consultants.items import Audience
from tests.accounts.test_in_browser import PHONE, sign_in
from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out
from tests.factories import acting, make_checked_member, make_consultant

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_receipt_is_found_read_and_kept(live_server, browser: Browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    consultant = make_consultant("Some Person", audience=Audience.CHECKED)
    organization = make_checked_member().membership.organization
    with acting(consultant.user):
        scope = Scope(items=frozenset({"name"}), purpose="work", purpose_text="W" * 400)
        given = give(consultant, organization=organization, scope=scope, actor=consultant.user)
        stop(given, actor=consultant.user)
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    sign_in(page, live_server.url, consultant.user.username)
    page.goto(f"{live_server.url}/permissions/{given.code}/")
    page.get_by_role("link", name="See the receipt").click()
    page.get_by_role("link", name="Permission given").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download for programs").click()
    assert waiting.value.suggested_filename == "receipt-2.json"
    looked_at = browser.new_context(viewport=PHONE).new_page()
    sign_in(looked_at, live_server.url, consultant.user.username)
    for address in ("/permissions/receipts/", "/permissions/receipts/2/"):
        look(looked_at, live_server.url + address)


def look(page: Page, address: str) -> None:
    page.goto(address)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_way_out(page)

"""From a project to a talk, by interest and by invitation; one of the people without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from consultants.items import Audience
from consultants.models import Consultant, MayInvite
from engagements.models import Engagement, Invitation
from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out
from tests.factories import make_administrator, make_checked_member, make_consultant
from tests.journeys.test_the_main_job import Player, open_project, post

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def invitable(name: str) -> Consultant:
    consultant = make_consultant(name, audience=Audience.CHECKED, rate=9_000)
    Consultant.objects.filter(pk=consultant.pk).update(may_invite=MayInvite.CHECKED)
    return consultant


def signed_in(browser: Browser, site: str, user: User, *, scripts: bool) -> Player:
    player = Player(browser, site, scripts=scripts)
    player.sign_in(user.email or user.username)
    return player


def test_from_a_project_to_a_talk(live_server: Any, browser: Browser) -> None:
    site = live_server.url
    member = make_checked_member()
    people = {name: invitable(name).user for name in ("Marigold Test", "Cedar Test", "Birch Test")}
    team = signed_in(browser, site, member, scripts=False)
    post(team, has_read=True)
    open_project(signed_in(browser, site, make_administrator(), scripts=False))
    keen = signed_in(browser, site, people["Marigold Test"], scripts=False)
    find_and_show_interest(keen)
    invite(team, "Cedar Test")
    invite(team, "Birch Test")
    ask_for_changes(signed_in(browser, site, people["Cedar Test"], scripts=True))
    say_no(signed_in(browser, site, people["Birch Test"], scripts=False))
    answer(team)
    for player in (keen, team):
        player.go("/jobs/")
        player.sees("Review of a leaflet")
    assert Engagement.objects.filter(state="talking").count() == 2
    assert set(Invitation.objects.values_list("state", flat=True)) == {"accepted", "declined"}


def find_and_show_interest(player: Player) -> None:
    player.go("/projects/usual-terms/")
    player.fill("Pay for an hour, at least", "120")
    player.press("Save")
    player.go("/projects/")
    player.fill("Words to look for", "leaflet")
    player.page.get_by_text("More to choose").click()
    player.fill("Pay for an hour, at least", "a lot")
    player.press("Show projects")
    expect(player.page).to_have_title(re.compile("^Error:"))
    player.fill("Pay for an hour, at least", "90")
    player.press("Show projects")
    player.sees("1 project")
    player.sees("$100 for an hour, your usual is $120")
    player.press("Keep this search")
    player.sees("Kept. We tell you at most once a day")
    player.follow("Show projects")
    player.follow("Review of a leaflet")
    player.press("Keep for later")
    player.sees("You keep this project")
    player.follow("I'm interested")
    player.press("Send")
    player.sees("You are interested")


def invite(player: Player, name: str) -> None:
    player.go("/org/people/")
    player.follow(name)
    player.follow("Invite")
    player.page.get_by_label("Project").select_option(label="Review of a leaflet")
    player.fill("Message", "We would like your advice.")
    player.press("Invite")
    player.sees("Invited. You will see when they want to talk.")


def ask_for_changes(player: Player) -> None:
    player.go("/home/")
    player.page.get_by_role("main").locator("a[href^='/invitations/']").first.click()
    player.sees("We would like your advice.")
    player.sees("$400")
    for path in (None, "/projects/", "/projects/saved/", "/projects/usual-terms/", "/paid/"):
        if path:
            player.go(path)
        assert_accessible(player.page)
        assert_no_sideways_scroll(player.page)
        assert_way_out(player.page)
    player.go("/home/")
    player.page.get_by_role("main").locator("a[href^='/invitations/']").first.click()
    boxes = [
        player.page.get_by_role("button", name=name).bounding_box()
        for name in ("Yes, let's talk", "Ask for changes", "No, thank you")
    ]
    sizes = {(round(box["width"]), round(box["height"])) for box in boxes if box}
    assert len(sizes) == 1  # three answers of equal weight
    player.press("Ask for changes")
    player.page.wait_for_url(re.compile("/terms/change/$"))


def say_no(player: Player) -> None:
    player.go("/home/")
    player.page.get_by_role("main").locator("a[href^='/invitations/']").first.click()
    gone = player.page.url
    player.press("No, thank you")
    player.sees("You said no. It costs you nothing, and nobody asks why.")
    player.page.goto(gone)
    player.sees("This invitation is over")


def answer(player: Player) -> None:
    player.go("/org/projects/")
    player.follow("Review of a leaflet")
    invited = player.page.get_by_role("list", name="Invited")
    expect(invited).to_contain_text("They want to talk")
    expect(invited).to_contain_text("Waiting")  # the no can't be told from silence
    player.press("Let's talk")
    player.sees("Marigold Test")

"""From joining to money in the bank: four people, each in a browser of their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.signup.links import link_for
from core import outbox
from core.models import Task
from engagements.models import Engagement
from payments.models import LedgerEntry, Payout
from tests.browser import assert_accessible, assert_no_sideways_scroll, assert_way_out
from tests.conftest import as_owner
from tests.dns_server import DnsServer
from tests.engagements.postings.wizard import USUAL
from tests.factories import PASSWORD, acting, make_administrator
from tests.payments.stand_in import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Player:
    """One person at one browser, without scripts unless told."""

    def __init__(self, browser: Browser, site: str, *, scripts: bool = False) -> None:
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 360, "height": 740}
        )
        self.page = context.new_page()
        self.site = site

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        exactly = re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
        self.page.get_by_label(exactly).first.fill(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()

    def sign_in(self, name: str) -> None:
        self.go("/in/")
        self.fill("User name or work e-mail", name)
        self.fill("Password", PASSWORD)
        self.press("Sign in")

    def give_password_again(self) -> None:
        self.fill("Password", PASSWORD)
        self.press("Continue")


def worker() -> None:
    """Do what the worker does."""
    outbox.drain_once(limit=100)


def until(happened: Callable[[], bool]) -> None:
    """Let the provider's events come in and the worker handle them."""

    def look() -> bool:
        Task.objects.filter(state="waiting").update(due_at=timezone.now())
        worker()
        return happened()

    wait_until(look, seconds=40)


def test_from_joining_to_money_in_the_bank(
    live_server: Any, browser: Browser, practice: str, dns_server: DnsServer
) -> None:
    site = live_server.url
    consultant, member, first, second = (Player(browser, site) for _person in range(4))

    join_as_consultant(consultant)
    show_to_checked_organizations(consultant)
    register(member)
    for administrator in (first, second):
        administrator.sign_in(make_administrator().email)
    check_organization(member, (first, second), dns_server)
    post(member)
    open_project(first)
    show_interest(consultant)
    talk_and_offer(member)
    accept_and_sign(consultant)
    sign_as_member(member)
    pay_in(member)
    set_up_and_hand_in(consultant)
    approve(member)
    arrive(consultant)


def join_as_consultant(player: Player) -> None:
    player.go("/join/")
    player.tick("I want to do paid work as a consultant")
    player.press("Continue")
    player.tick("Yes, or I am not sure")
    player.press("Continue")
    player.fill("Password", PASSWORD)
    player.tick("I am 18 or older")
    player.press("Open my account")
    player.sees("Nothing needs you today")


def show_to_checked_organizations(player: Player) -> None:
    player.go("/profile/name/")
    player.fill("Working name", "Marigold Test")
    player.press("Save")
    player.go("/profile/rate/")
    player.fill("Rate for an hour", "95")
    player.press("Save")
    player.sees("$95")
    player.go("/sharing/name/")
    player.tick("All checked organizations")
    player.press("Save")
    player.sees("More people will see this")
    player.follow("Sign in again")
    player.give_password_again()
    player.press("Yes, let them see it")
    player.sees("Saved. It holds from now on.")


def register(player: Player) -> None:
    player.page.goto(player.site + "/" + link_for("kim@clinic.example").split("/", 3)[3])
    player.fill("Password", PASSWORD)
    player.tick("I am 18 or older")
    player.press("Open my account")
    player.fill("Name of the organization", "Test Clinic")
    player.fill("Website", "https://clinic.example/")
    player.fill("Country", "United States")
    player.fill("What does it do?", "Runs a clinic in an invented town.")
    player.page.get_by_label("Kind of organization").select_option("service")
    player.fill("Your name", "Kim Test")
    player.fill("Your role there", "Coordinator")
    player.press("Ask for the check")
    player.go("/org/people/")
    expect(player.page.get_by_text("Marigold Test")).to_have_count(0)


def check_organization(member: Player, desk: tuple[Player, Player], records: DnsServer) -> None:
    """Three kinds of proof, one of them a record in the domain; then two people decide."""
    member.go("/org/check/")
    text = member.page.get_by_text("equal-terms=").inner_text()
    records.texts["_equal-terms.clinic.example"] = [text]
    member.press("It is there. Please look.")
    worker()
    member.go("/org/check/")
    member.sees("1 of 3 kinds of proof is there.")
    first, second = desk
    first.go("/desk/")
    first.follow("Test Clinic")
    first.follow("Note the register")
    first.fill("In which register did you find it?", "Register of an invented state")
    first.fill("Number in the register", "77-1")
    first.press("Note it")
    first.follow("Note the call")
    first.fill("Where did you find the telephone number?", "In the same register")
    first.press("Note it")
    first.sees("Proof: 3 of 3 kinds")
    decide(first)
    member.go("/org/people/")
    member.sees("People share with checked organizations.")  # one decision is none
    decide(second)


def decide(player: Player) -> None:
    player.go("/desk/")
    player.follow("Test Clinic")
    player.tick("It is real")
    player.press("Record the decision")
    player.sees("Your decision is recorded.")


def post(player: Player, *, has_read: bool = False) -> None:
    player.go("/org/people/")
    player.sees("Marigold Test")
    today = timezone.localdate()
    player.go("/org/projects/new/")
    if not has_read:
        read_the_lessons(player)
    player.press("Save and continue")
    expect(player.page).to_have_title(re.compile("^Error:"))
    player.fill("Title", "Review of a leaflet")
    player.fill(
        "What the work is", "Our leaflet is the voice of the voiceless. Say what to change."
    )
    player.page.get_by_label("Kind of work").select_option("policy_review")
    player.press("Save and continue")
    player.sees("It asks for pity.")
    player.press("Use this")
    player.fill("What is to be made", "One page on how we speak of rescue")
    player.fill("Earliest start", today.isoformat())
    player.fill("To be done by", (today + timedelta(days=20)).isoformat())
    player.press("Save and continue")
    player.press("Keep and explain")
    expect(player.page).to_have_title(re.compile("^Error:"))
    player.fill("Why is it right here?", "The leaflet itself is about this word.")
    player.press("Keep and explain")
    write_the_rest(player)
    player.press("Publish")
    player.sees("Sent. An administrator looks at it first.")


def write_the_rest(player: Player) -> None:
    player.page.get_by_label("Paid hours in all").fill("4")
    for part in ("to prepare", "to travel", "to talk about it afterwards"):
        player.page.get_by_label(f"Of these, {part}").fill("0")
    player.press("Save and continue")
    player.page.get_by_label("Fee for one consultant").fill("400")
    player.fill("What you pay other experts for the same work", "400")
    player.press("Save and continue")
    player.fill("Who funds it", "Own funds")
    player.tick("No")
    player.press("Save and continue")
    player.tick("No, none of them")
    player.press("Save and continue")
    player.tick("No")
    player.press("Save and continue")
    player.tick("In writing")
    player.press("Save and continue")
    player.press("Save and continue")
    for _usual in USUAL:  # each holds its usual answer
        player.press("Save and continue")
    player.sees("This is what consultants will read.")


def open_project(player: Player) -> None:
    player.go("/desk/")
    player.follow("Review of a leaflet")
    player.sees("The leaflet itself is about this word.")
    player.tick("Open it")
    player.press("Record the decision")


def read_the_lessons(player: Player) -> None:
    """Ten short pages stand before the first project, and lead back to it."""
    player.sees("First, ten short lessons")
    player.follow("Read the lessons")
    player.follow("Read")
    for _lesson in range(10):
        player.press("I have read it")
    player.follow("Go on where you were")


def show_interest(player: Player) -> None:
    player.go("/projects/")
    player.follow("Review of a leaflet")
    player.sees("$100")
    player.follow("I'm interested")
    player.page.get_by_label("Rate for an hour").check()
    player.press("Send")
    player.sees("You are interested")


def talk_and_offer(player: Player) -> None:
    player.go("/org/")
    player.go("/org/projects/")
    player.follow("Review of a leaflet")
    player.follow("Marigold Test")
    player.sees("$95")
    player.page.go_back()
    player.press("Let's talk")
    work = player.page.url.removeprefix(player.site)
    player.go(f"{work}terms/change/")
    player.press("Send this version")
    player.sees("Nothing is agreed yet")


def accept_and_sign(player: Player) -> None:
    player.go("/jobs/")
    player.follow("Review of a leaflet")
    work = player.page.url.removeprefix(player.site)
    player.go(f"{work}terms/")
    player.press("Accept")
    player.go(f"{work}sign/")
    sign(player, "Marigold Test")  # the password was given again minutes ago


def sign(player: Player, name: str) -> None:
    player.fill("Type your name to sign", name)
    player.press("Sign")


def sign_as_member(player: Player) -> None:
    player.go(f"/jobs/{Engagement.objects.get().code}/sign/")
    player.follow("Enter password")
    player.give_password_again()
    sign(player, "Kim Test")
    player.sees("Both of you have signed")


def pay_in(player: Player) -> None:
    work = f"/jobs/{Engagement.objects.get().code}/"
    player.go(f"{work}pay/")
    player.sees("$400")
    player.press("Pay in stage 1")
    player.sees("Practice: no money moves here")
    player.press("Pay by card")
    assert player.page.url.startswith(player.site)
    until(lambda: Engagement.objects.get().milestones.get().state == "ready")
    player.go(f"{work}pay/")
    player.sees("Held")


def set_up_and_hand_in(player: Player) -> None:
    player.go("/money/")
    player.press("Set up pay")
    player.press("Finish the set-up")
    work = f"/jobs/{Engagement.objects.get().code}/"
    player.go(f"{work}stages/1/")
    player.fill("What you hand in", "Here are my comments.")
    player.press("Hand in")
    worker()


def approve(player: Player) -> None:
    player.go("/org/")
    player.go(f"/jobs/{Engagement.objects.get().code}/stages/1/")
    player.sees("Here are my comments.")
    player.press("Approve this stage")
    until(lambda: Payout.objects.filter(state="paid_out").exists())
    player.go(f"/jobs/{Engagement.objects.get().code}/")
    player.sees("Arrived")


def arrive(player: Player) -> None:
    player.go("/money/")
    player.sees("It arrived.")
    engagement = Engagement.objects.get()
    assert engagement.state == "done"
    with acting(engagement.consultant.user):
        assert sum(entry.amount for entry in LedgerEntry.objects.all()) == 0
    for path in (
        "/home/",
        "/profile/",
        "/sharing/",
        "/jobs/",
        f"/jobs/{engagement.code}/",
        "/money/",
    ):
        player.go(path)
        assert_no_sideways_scroll(player.page)


def test_every_page_of_the_job_is_accessible(live_server: Any, browser: Browser) -> None:
    from consultants.models import AccessCase
    from demo import people, world
    from engagements.models import Invitation, Posting
    from organizations.models import Concern, Organization

    world.build_demo_world(lambda _step: None)
    working = Engagement.objects.get(state="working")
    talking = Engagement.objects.get(state="talking")
    work, talk = f"/jobs/{working.code}/", f"/jobs/{talking.code}/"
    posting = Posting.objects.filter(state="open").first()
    waiting = Posting.objects.get(state="in_review")
    draft = Posting.objects.get(state="draft", template_name="")
    unchecked = Organization.objects.filter(checked_until=None).first()
    assert posting is not None
    assert unchecked is not None
    with acting(Invitation.objects.get().consultant.user):
        concern = Concern.objects.get().code
    its_page = f"/o/{posting.organization.code}/"
    with as_owner():
        case = AccessCase.objects.get()
    shown = Invitation.objects.get().consultant.code  # whose working name is for anyone
    pages = {
        None: [its_page, f"/c/{shown}/", "/", "/in/", "/join/", "/projects/", f"/projects/{posting.code}/", "/paid/", "/help/", "/safety/"],
        working.consultant.user.username: [
            "/home/", "/profile/", "/profile/expertise/", "/sharing/", "/sharing/rate/", "/jobs/",
            work, f"{work}terms/", f"{work}contract/", f"{work}stages/1/", "/money/", "/account/",
            "/looked/", "/sharing/blocked/?q=a", "/sharing/see-as/?audience=3&q=a",
            f"/sharing/see-as/?org={unchecked.code}", f"/sharing/block/{unchecked.code}/",
            "/projects/saved/", "/projects/usual-terms/",
        ],
        talking.consultant.user.username: [f"{talk}terms/", f"{talk}terms/change/", f"/projects/{posting.code}/interest/"],
        Invitation.objects.get().consultant.user.username: [
            f"/invitations/{Invitation.objects.get().code}/", "/concerns/", f"/concerns/{concern}/",
            its_page, f"{its_page}concern/",
        ],
        "lee@fund.example": ["/org/check/", "/org/check/register/", "/org/check/known/", "/org/details/"],
        "noor@university.example": [
            "/org/", "/org/check/", "/org/projects/", "/org/projects/new/", "/org/people/",
            f"/org/projects/{working.posting.code}/", f"/org/projects/{waiting.code}/",
            f"/org/projects/{working.posting.code}/template/", "/org/team/", work, f"{work}pay/",
        ],
        "casey@house.example": [
            f"/org/projects/{draft.code}/", f"/org/projects/{draft.code}/write/pay/",
            f"/org/projects/{draft.code}/write/room/", f"/org/projects/{draft.code}/write/place/",
        ],
        people.ADMINISTRATOR: [
            "/desk/", f"/desk/orgs/{unchecked.code}/", f"/desk/orgs/{unchecked.code}/proof/register/",
            f"/desk/orgs/{working.organization.code}/end/", f"/desk/concerns/{concern}/", "/desk/payments/",
            "/desk/access/", f"/desk/access/{case.code}/", "/desk/words/", "/desk/words/new/",
            f"/desk/projects/{waiting.code}/",
        ],
    }  # fmt: skip
    for name, paths in pages.items():
        page = browser.new_context(viewport={"width": 320, "height": 480}).new_page()
        if name:
            page.goto(f"{live_server.url}/in/")
            page.locator("input[name=login]").fill(name)
            page.locator("input[name=password]").fill(people.PASSWORD)
            page.locator(
                "main form button[type=submit], main form button:not([type])"
            ).first.click()
            page.wait_for_url(lambda url: not url.endswith("/in/"))
        for path in paths:
            answer = page.goto(live_server.url + path)
            assert answer is not None
            assert answer.status == 200, path
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            assert_way_out(page)
            assert page.locator("h1").count() == 1, path

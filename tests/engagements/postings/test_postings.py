"""Paid work: written one page at a time, looked at, published, and seen by the right people."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import NotAllowed, Refused
from engagements.models import Posting
from engagements.postings import services
from engagements.postings.steps import ALL_STEPS
from organizations.models import Role
from organizations.record import mark_overdue
from tests.conftest import as_owner
from tests.engagements.postings.wizard import answer, begin, pages, write
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, make_member, signed_in
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, CONFLICT = 200, 302, 404, 409
SOON = (timezone.localdate() + timedelta(days=3)).isoformat()


def show(client: Client, posting: Posting) -> str:
    return client.get(f"/org/projects/{posting.code}/").content.decode()


def test_each_page_leads_to_the_next_unanswered_one_and_then_to_the_last_look() -> None:
    client = signed_in(make_checked_member())
    posting = begin(client)
    asked = [one for one in ALL_STEPS if one != "work"]
    went = [answer(client, posting, slug)["Location"].split("/")[-2] for slug in asked]
    assert went == [*asked[1:], posting.code]
    assert "This is what consultants will read." in show(client, posting)


def test_a_draft_is_left_and_gone_on_with_where_it_stopped() -> None:
    member = make_checked_member()
    posting = begin(signed_in(member))
    later = signed_in(member)
    page = show(later, posting)
    assert "8 pages are not answered yet." in page
    assert f"/org/projects/{posting.code}/write/result/" in page
    assert (
        'value="Review of a training"'
        in later.get(f"/org/projects/{posting.code}/write/work/").content.decode()
    )


def test_an_unanswered_yes_or_no_page_has_nothing_chosen_for_the_person() -> None:
    client = signed_in(make_checked_member())
    posting = begin(client)
    page = client.get(f"/org/projects/{posting.code}/write/room/").content.decode()
    assert 'name="is_anyone_there"' in page
    assert "checked" not in page


def test_a_first_project_waits_for_the_desk_and_a_second_opens_at_once() -> None:
    member = make_checked_member()
    client = signed_in(member)
    first = write(client)
    said = client.post(f"/org/projects/{first.code}/publish/", follow=True).content.decode()
    first.refresh_from_db()
    assert first.state == "in_review"
    assert "Sent. An administrator looks at it first." in said
    assert first.title not in Client().get("/projects/").content.decode()
    make_posting(member)
    second = write(client, title="The second one")
    client.post(f"/org/projects/{second.code}/publish/")
    second.refresh_from_db()
    assert second.state == "open"
    assert "The second one" in Client().get("/projects/").content.decode()


def test_all_disclosures_are_read_by_everybody() -> None:
    member = make_checked_member()
    make_posting(member)
    client = signed_in(member)
    posting = write(
        client,
        comparison_amount="2,000",
        unequal_fees_reason="The other expert also prints it.",
        fee_up_to="1,900",
        federal_money="yes",
        is_anyone_there="yes",
        in_the_room=["police", "press"],
        must_report="yes",
        mandated_reporting="The nurse, risks to children",
        reports_to="County child protection",
        is_recorded="yes",
        recording_uses=["audio", "quotes"],
        recording="For our staff, for a year",
        personal_experience="optional",
        topics_to_skip="Family and health",
        first_talk_minutes="60",
        first_talk_amount="90",
        sample_asked="yes",
        sample_amount="120",
        pay_days="5",
        way_to_pay="bank_debit",
        starts_on=(timezone.localdate() + timedelta(days=8)).isoformat(),
        support_note="A quiet room",
        ownership="both",
        credit="not_named",
    )
    client.post(f"/org/projects/{posting.code}/publish/")
    page = Client().get(f"/projects/{posting.code}/").content.decode()
    for said in (
        "$1,800 to $1,900", "$90 to $95, all 20 hours counted", "to prepare: 4", "$2,000",
        "lower than what other experts get", "The other expert also prints it.",
        "US federal money, and the fee is above $81.25", "Police, Press",
        "The nurse, risks to children", "County child protection", "Sound recording, Quotes",
        "For our staff, for a year", "Optional: the consultant decides", "Family and health",
        "60 minutes, $90", "A paid stage: $120", "5 days after approval",
        "by bank debit (about a week)", "A quiet room", "Both, and each may use it",
        "The result names nobody", "America/New York", "A working name is enough",
    ):  # fmt: skip
        assert said in page, said


@pytest.mark.parametrize(
    ("slug", "changed", "message"),
    [
        ("work", {"title": ""}, "Fill in: Title"),
        ("work", {"title": "x" * 101}, "at most 100 characters"),
        ("work", {"summary": "x" * 3001}, "at most 3000 characters"),
        ("work", {"kind_of_work": "rescue"}, "not one of the available choices"),
        ("result", {"starts_on": "2020-01-01"}, "Choose a day from today on."),
        ("result", {"due_on": "2020-01-01"}, "Choose a day on or after the earliest start."),
        ("result", {"due_on": "9999-01-01"}, "Choose a day within three years."),
        ("result", {"due_on": "soon"}, "Enter a valid date"),
        ("result", {"way_to_pay": "purchase_order"}, "Money paid in this way takes time."),
        ("hours", {"hours": "0"}, "Enter 1 or more."),
        ("hours", {"hours": "many"}, "Enter a whole number"),
        ("hours", {"hours": "9" * 20}, "Enter 2000 or less."),
        ("hours", {"hours": "5", "hours_travel": "3"}, "The parts below are more than this."),
        ("pay", {"fee_amount": "0"}, "Enter an amount above zero"),
        ("pay", {"fee_amount": "-5"}, "Enter an amount above zero"),
        ("pay", {"fee_amount": "lots"}, "Enter the amount in numbers, like 250 or 1250"),
        ("pay", {"fee_amount": "100"}, "The lowest pay here is $50"),
        ("pay", {"fee_amount": "99999999"}, "at most 1,000,000"),
        ("pay", {"fee_up_to": "1,700"}, "Enter more than the fee"),
        ("pay", {"comparison_amount": "1,801"}, "Say why the fees differ."),
        ("pay", {"fee_up_to": "1,900", "consultants_wanted": "2"}, "Say why the fees differ."),
        ("pay", {"consultants_wanted": "51"}, "Enter 50 or less."),
        ("money", {"federal_money": "maybe"}, "not one of the available choices"),
        ("room", {"is_anyone_there": ""}, "Choose an answer"),
        ("room", {"in_the_room": ["police"]}, "You chose no above."),
        ("room", {"is_anyone_there": "yes"}, "Answer this, or choose no above."),
        ("room", {"is_anyone_there": "yes", "in_the_room": ["aliens"]}, "not one of the available"),
        ("reporting", {"must_report": "yes", "mandated_reporting": "A"}, "Answer this, or choose"),
        ("place", {"ways_to_join": []}, "Choose an answer: Ways to take part"),
        ("place", {"ways_to_join": ["in_person"]}, "nobody takes part in person"),
        ("place", {"place": "in_person", "ways_to_join": ["in_person"]}, "Say the region"),
        ("place", {"place": "in_person", "region": "Ohio"}, "The work is in person."),
        ("place", {"time_zone": "Moon/Base"}, "not one of the available choices"),
        ("experience", {"topics_to_skip": "Family"}, "so no topics are named"),
        ("recording", {"recording_uses": ["video"]}, "You chose no above."),
        ("recording", {"is_recorded": "yes", "recording": "x" * 301}, "at most 300 characters"),
        ("talk", {"first_talk_minutes": "31"}, "A talk above 30 minutes is paid."),
        ("talk", {"sample_asked": "yes", "sample_amount": "0"}, "A test or a sample is paid."),
        ("talk", {"sample_amount": "50"}, "You chose no above."),
        ("payday", {"pay_days": "31"}, "Enter 30 or less."),
        ("payday", {"cancel_full_hours": "336", "cancel_half_days": "3"}, "at least as many days"),
    ],
)  # fmt: skip
def test_bad_answers_are_told_at_the_field_kept_and_not_stored(
    slug: str, changed: dict[str, Any], message: str
) -> None:
    client = signed_in(make_checked_member())
    posting = write(client)
    before = Posting.objects.values().get(pk=posting.pk)
    page = answer(client, posting, slug, **changed).content.decode()
    assert message in page
    assert "<title>Error:" in page
    for value in changed.values():
        assert isinstance(value, list) or len(value) > 60 or value in page
    assert Posting.objects.values().get(pk=posting.pk) == before


def test_a_bad_first_page_stores_nothing() -> None:
    client = signed_in(make_checked_member())
    page = client.post("/org/projects/new/", pages()["work"] | {"title": ""}).content.decode()
    assert "Read it and comment." in page
    assert not Posting.objects.exists()


def test_two_tabs_the_later_is_told_and_may_keep_its_answers() -> None:
    client = signed_in(make_checked_member())
    posting = begin(client)
    path = f"/org/projects/{posting.code}/write/work/"
    read = client.get(path).context["form"]["read"].value()
    one, other = (pages()["work"] | {"read": read, "title": title} for title in ("One", "Other"))
    assert client.post(path, one).status_code == FOUND
    told = client.post(path, other)
    page = told.content.decode()
    assert "Somebody changed these answers in another tab." in page
    assert 'value="Other"' in page
    posting.refresh_from_db()
    assert posting.title == "One"
    again = other | {"read": told.context["form"]["read"].value()}
    assert client.post(path, again).status_code == FOUND
    posting.refresh_from_db()
    assert posting.title == "Other"


def test_two_presses_of_one_page_are_no_two_tabs() -> None:
    client = signed_in(make_checked_member())
    posting = begin(client)
    path = f"/org/projects/{posting.code}/write/hours/"
    sent = pages()["hours"] | {"read": client.get(path).context["form"]["read"].value()}
    assert [client.post(path, sent).status_code for _press in range(2)] == [FOUND, FOUND]
    posting.refresh_from_db()
    assert str(posting.hours) == sent["hours"]


def test_a_race_between_two_tabs_is_refused_by_the_service() -> None:
    member = make_checked_member()
    posting = begin(signed_in(member))
    with acting(member), pytest.raises(Refused, match="another tab"):
        services.answer_step(
            posting,
            slug="money",
            answers={"funder": "A", "federal_money": True},
            read="x",
            actor=member,
        )


def test_what_changed_meanwhile_is_told_on_the_last_look(settings: Any) -> None:
    client = signed_in(make_checked_member())
    posting = write(client)
    settings.PAY_FLOOR_HOURLY = 9_001
    page = show(client, posting)
    assert "Some answers do not fit any more." in page
    assert "This is $90 for an hour. The lowest pay here is $90.01." in page
    assert "/publish/" not in page


def test_a_page_is_left_out_and_publishing_says_which() -> None:
    client = signed_in(make_checked_member())
    posting = begin(client)
    told = client.post(f"/org/projects/{posting.code}/publish/")
    assert told.status_code == CONFLICT
    assert "Answer this first: What is made, and by when" in told.content.decode()


def test_a_published_project_is_not_changed() -> None:
    member = make_checked_member()
    posting = make_posting(member)
    client = signed_in(member)
    assert answer(client, posting, "work", title="Too late")["Location"].endswith(
        f"{posting.code}/"
    )
    with acting(member), pytest.raises(Refused):
        services.change_draft(posting, actor=member, title="Too late")
    posting.refresh_from_db()
    assert posting.title == "Review of a training"


def test_publishing_twice_is_once_and_closing_too() -> None:
    member = make_checked_member()
    make_posting(member)
    posting = make_posting(member, state="draft")
    client = signed_in(member)
    for step in ("publish", "publish", "close", "close"):
        assert client.post(f"/org/projects/{posting.code}/{step}/").status_code == FOUND
    posting.refresh_from_db()
    assert posting.state == "closed"
    assert client.post(f"/org/projects/{posting.code}/publish/").status_code == CONFLICT


def test_a_project_that_waits_is_taken_back_and_sent_again() -> None:
    member = make_checked_member()
    posting = make_posting(member, state="in_review")
    client = signed_in(member)
    assert "An administrator looks at it" in show(client, posting)
    client.post(f"/org/projects/{posting.code}/take-back/")
    answer(client, posting, "work", title="A better title")
    client.post(f"/org/projects/{posting.code}/publish/")
    posting.refresh_from_db()
    assert (posting.state, posting.title) == ("in_review", "A better title")


class TestObstacles:
    def test_an_unchecked_organization_writes_but_does_not_publish(self) -> None:
        client = signed_in(make_member())
        posting = write(client)
        response = client.post(f"/org/projects/{posting.code}/publish/")
        assert response.status_code == CONFLICT
        assert "as soon as your organization is checked" in response.content.decode()

    def test_a_lapsed_check_is_named(self) -> None:
        member = make_checked_member()
        posting = make_posting(member, state="draft")
        with as_owner():
            type(member.membership.organization).objects.update(checked_until=timezone.now())
        client = signed_in(member)
        assert "The check of your organization has ended." in show(client, posting)
        assert client.post(f"/org/projects/{posting.code}/publish/").status_code == CONFLICT

    def test_an_overdue_payment_is_named_until_it_is_paid(self) -> None:
        member = make_checked_member()
        make_posting(member)
        posting = make_posting(member, state="draft")
        organization = member.membership.organization
        mark_overdue(organization, since=timezone.now())
        client = signed_in(member)
        assert "A payment of your organization is overdue." in show(client, posting)
        assert client.post(f"/org/projects/{posting.code}/publish/").status_code == CONFLICT
        mark_overdue(organization, since=None)
        assert client.post(f"/org/projects/{posting.code}/publish/").status_code == FOUND

    def test_a_lapsed_check_takes_projects_off_the_board(self) -> None:
        member = make_checked_member()
        posting = make_posting(member)
        with as_owner():
            type(member.membership.organization).objects.update(checked_until=timezone.now())
        assert posting.title not in Client().get("/projects/").content.decode()
        assert Client().get(f"/projects/{posting.code}/").status_code == MISSING


class TestCopies:
    def test_a_copy_has_all_answers_but_the_days(self) -> None:
        member = make_checked_member()
        posting = make_posting(member, in_the_room=["press"], hours_travel=3)
        client = signed_in(member)
        went = client.post(f"/org/projects/{posting.code}/copy/")
        copy = Posting.objects.latest("pk")
        assert went["Location"] == f"/org/projects/{copy.code}/write/result/"
        assert (copy.state, copy.in_the_room, copy.hours_travel) == ("draft", ["press"], 3)
        assert copy.starts_on != posting.starts_on
        assert "1 page is not answered yet." in show(client, copy)
        assert answer(client, copy, "result")["Location"] == f"/org/projects/{copy.code}/"

    def test_a_template_is_copied_and_never_published(self) -> None:
        member = make_checked_member()
        posting = make_posting(member)
        client = signed_in(member)
        client.post(f"/org/projects/{posting.code}/template/", {"name": "Usual review"})
        template = Posting.objects.latest("pk")
        assert "Usual review" in client.get("/org/projects/new/").content.decode()
        with acting(member), pytest.raises(Refused, match="Copy it first"):
            services.publish(template, actor=member)
        client.post(f"/org/projects/{template.code}/copy/")
        copy = Posting.objects.latest("pk")
        assert (copy.template_name, copy.title) == ("", posting.title)

    def test_a_template_needs_a_name(self) -> None:
        member = make_checked_member()
        posting = make_posting(member)
        page = signed_in(member).post(f"/org/projects/{posting.code}/template/", {"name": ""})
        assert "Fill in: Name of the template" in page.content.decode()
        assert Posting.objects.count() == 1

    def test_nobody_copies_another_organizations_project(self) -> None:
        posting = make_posting(make_checked_member())
        stranger = make_checked_member()
        client = signed_in(stranger)
        for path in ("copy/", "template/"):
            assert client.post(f"/org/projects/{posting.code}/{path}").status_code == MISSING
        with acting(stranger), pytest.raises(NotAllowed):
            services.copy_posting(posting, actor=stranger)
        assert Posting.objects.count() == 1


def test_invite_only_projects_stay_off_the_board() -> None:
    posting = make_posting(make_checked_member(), invite_only=True)
    assert posting.title not in Client().get("/projects/").content.decode()
    assert Client().get(f"/projects/{posting.code}/").status_code == MISSING


@pytest.mark.parametrize(
    ("role", "limited"),
    [(Role.FINANCE, False), (Role.VIEWER, False), (Role.COORDINATOR, True)],
)
def test_only_unlimited_owners_and_coordinators_write(role: str, limited: bool) -> None:
    owner = make_checked_member()
    posting = make_posting(owner, state="draft")
    client = signed_in(make_member(owner.membership.organization, role=role, limited=limited))
    assert client.get("/org/projects/new/").status_code == MISSING
    assert client.post("/org/projects/new/", pages()["work"]).status_code == MISSING
    assert answer(client, posting, "work", title="Mine now").status_code == MISSING
    assert client.get(f"/org/projects/{posting.code}/words/").status_code == MISSING
    for step in ("publish", "copy", "take-back", "withdraw"):
        assert client.post(f"/org/projects/{posting.code}/{step}/").status_code == MISSING
    assert Posting.objects.get().title == "Review of a training"


def test_another_organizations_draft_is_a_missing_page() -> None:
    posting = make_posting(make_checked_member(), state="draft")
    stranger = make_checked_member()
    client = signed_in(stranger)
    for path in ("", *(f"write/{slug}/" for slug in ALL_STEPS), "words/", "template/"):
        assert client.get(f"/org/projects/{posting.code}/{path}").status_code == MISSING
    for step in ("publish", "close", "copy", "take-back", "withdraw", "words/use"):
        assert client.post(f"/org/projects/{posting.code}/{step}/").status_code == MISSING
    with pytest.raises(NotAllowed):
        services.publish(posting, actor=stranger)
    assert client.get("/org/projects/x/").status_code == MISSING


def test_a_page_that_is_not_one_is_missing() -> None:
    client = signed_in(make_checked_member())
    posting = begin(client)
    for slug in ("nothing", "work2", "__class__"):
        assert nothing_here(client.get(f"/org/projects/{posting.code}/write/{slug}/"))


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_consultants_and_visitors_find_nothing_unpublished(state: str) -> None:
    posting = make_posting(make_checked_member(), state=state)
    for client in (Client(), signed_in(make_consultant().user)):
        assert nothing_here(client.get(f"/projects/{posting.code}/"))


@pytest.mark.parametrize("path", ["/projects/", "/org/projects/", "/org/projects/new/"])
def test_lists_ask_the_same_of_one_and_of_three(path: str, count_queries: Any) -> None:
    member = make_checked_member()
    client = signed_in(member)
    make_posting(member)
    client.get(path)
    one = count_queries(lambda: client.get(path))
    make_posting(member)
    make_posting(member)
    assert count_queries(lambda: client.get(path)) == one


def test_long_lists_page() -> None:
    member = make_checked_member()
    for number in range(21):
        make_posting(member, title=f"Project number {number}.")
    first = Client().get("/projects/").content.decode()
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = Client().get(f"/projects/{unescape(older)}").content.decode()
    assert "Project number 20." in first
    assert "Project number 0." not in first
    assert "Project number 0." in second

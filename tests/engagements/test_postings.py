"""Paid work: written, checked, published, and seen by the right people."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.errors import NotAllowed, Refused
from engagements.models import Posting
from engagements.postings import services
from organizations.models import Role
from tests.conftest import as_owner
from tests.engagements.work import make_posting
from tests.factories import make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db


def answers(**changed: Any) -> dict[str, Any]:
    """What a member types into the form of a project."""
    today = timezone.localdate()
    usual = {
        "title": "Review of a training",
        "summary": "Read it and comment.",
        "kind_of_work": "policy_review",
        "deliverable": "Comments",
        "language": "en",
        "hours": "20",
        "fee_amount": "1,800",
        "comparison_amount": "2,000",
        "unequal_fees_reason": "The other expert also prints the result.",
        "pay_days": "0",
        "funder": "Own funds",
        "starts_on": today.isoformat(),
        "due_on": (today + timedelta(days=30)).isoformat(),
        "place": "remote",
        "ways_to_join": ["video", "writing"],
        "personal_experience": "not_asked",
        "consultants_wanted": "1",
    }
    return usual | changed


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_from_draft_to_board() -> None:
    client = signed_in(make_checked_member())
    page = client.post(
        "/org/projects/new/", answers(in_the_room=["police"]), follow=True
    ).content.decode()
    assert "Check your project" in page
    posting = Posting.objects.get()
    assert (posting.fee_amount, posting.hourly_amount, posting.state) == (180_000, 9_000, "draft")
    assert posting.title not in Client().get("/projects/").content.decode()
    client.post(f"/org/projects/{posting.code}/publish/")
    board = Client().get("/projects/").content.decode()
    assert posting.title in board
    assert "Police" in board
    one = Client().get(f"/projects/{posting.code}/").content.decode()
    for said in ("$1,800", "$90", "Not asked", "Police", "lower than what other experts get"):
        assert said in one


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("title", "", "Fill in: Title"),
        ("title", "x" * 101, "at most 100 characters"),
        ("summary", "x" * 3001, "at most 3000 characters"),
        ("fee_amount", "0", "Enter an amount above zero"),
        ("fee_amount", "-5", "Enter an amount above zero"),
        ("fee_amount", "lots", "Enter the amount in numbers, like 250"),
        ("fee_amount", "100", "The lowest pay here is $50"),
        ("fee_amount", "99999999", "at most 1,000,000"),
        ("hours", "0", "greater than or equal to 1"),
        ("hours", "many", "Enter a whole number"),
        ("hours", "99999999999999999999", "less than or equal to 2000"),
        ("starts_on", "2020-01-01", "Choose a day from today on."),
        ("due_on", "2020-01-01", "Choose a day on or after the earliest start."),
        ("due_on", "9999-01-01", "Choose a day within three years."),
        ("due_on", "soon", "Enter a valid date"),
        ("pay_days", "31", "less than or equal to 30"),
        ("kind_of_work", "rescue", "not one of the available choices"),
        ("in_the_room", ["aliens"], "not one of the available choices"),
        ("ways_to_join", [], "Choose an answer: Ways to take part"),
        ("place", "in_person", "Say the region"),
    ],
)
def test_bad_answers_are_told_at_the_field_kept_and_not_stored(
    field: str, typed: Any, message: str
) -> None:
    client = signed_in(make_checked_member())
    page = client.post("/org/projects/new/", answers(**{field: typed})).content.decode()
    assert message in page
    assert "<title>Error:" in page
    if field != "title":
        assert 'value="Review of a training"' in page
    assert not Posting.objects.exists()


def test_a_draft_is_changed_and_a_published_project_is_not() -> None:
    member = make_checked_member()
    client = signed_in(member)
    client.post("/org/projects/new/", answers())
    posting = Posting.objects.get()
    assert 'value="1800"' in client.get(f"/org/projects/{posting.code}/change/").content.decode()
    client.post(f"/org/projects/{posting.code}/change/", answers(title="Another title"))
    posting.refresh_from_db()
    assert posting.title == "Another title"
    client.post(f"/org/projects/{posting.code}/publish/")
    client.post(f"/org/projects/{posting.code}/change/", answers(title="Too late"))
    with pytest.raises(Refused):
        services.change_draft(posting, actor=member, title="Too late")
    posting.refresh_from_db()
    assert (posting.title, posting.state) == ("Another title", "open")


def test_publishing_twice_is_once_and_closing_too() -> None:
    member = make_checked_member()
    posting = make_posting(member, state="draft", opened_at=None)
    client = signed_in(member)
    for step in ("publish", "publish", "close", "close"):
        assert client.post(f"/org/projects/{posting.code}/{step}/").status_code == 302
    posting.refresh_from_db()
    assert posting.state == "closed"
    assert client.post(f"/org/projects/{posting.code}/publish/").status_code == 409


def test_an_unchecked_organization_writes_but_does_not_publish() -> None:
    member = make_member()
    client = signed_in(member)
    client.post("/org/projects/new/", answers())
    posting = Posting.objects.get()
    response = client.post(f"/org/projects/{posting.code}/publish/")
    assert response.status_code == 409
    assert "as soon as your organization is checked" in response.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.update(state="open", opened_at=timezone.now())


def test_a_lapsed_check_takes_projects_off_the_board() -> None:
    member = make_checked_member()
    posting = make_posting(member)
    with as_owner():
        type(member.membership.organization).objects.update(checked_until=timezone.now())
    assert posting.title not in Client().get("/projects/").content.decode()
    assert Client().get(f"/projects/{posting.code}/").status_code == 404


def test_invite_only_projects_stay_off_the_board() -> None:
    posting = make_posting(make_checked_member(), invite_only=True)
    assert posting.title not in Client().get("/projects/").content.decode()
    assert Client().get(f"/projects/{posting.code}/").status_code == 404


@pytest.mark.parametrize("role", [Role.FINANCE, Role.VIEWER])
def test_only_owners_and_coordinators_post(role: str) -> None:
    organization = make_checked_member().membership.organization
    client = signed_in(make_member(organization, role=role))
    assert client.get("/org/projects/new/").status_code == 404
    assert client.post("/org/projects/new/", answers()).status_code == 404
    assert not Posting.objects.exists()


def test_another_organizations_project_is_a_missing_page() -> None:
    posting = make_posting(make_checked_member(), state="draft", opened_at=None)
    stranger = make_checked_member()
    client = signed_in(stranger)
    for path in ("", "change/"):
        assert client.get(f"/org/projects/{posting.code}/{path}").status_code == 404
    for step in ("publish", "close"):
        assert client.post(f"/org/projects/{posting.code}/{step}/").status_code == 404
    with pytest.raises(NotAllowed):
        services.publish(posting, actor=stranger)
    assert client.get("/org/projects/x/").status_code == 404


def test_consultants_and_visitors_find_no_drafts() -> None:
    posting = make_posting(make_checked_member(), state="draft", opened_at=None)
    for client in (Client(), signed_in(make_consultant().user)):
        assert client.get(f"/projects/{posting.code}/").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"fee_amount": 0},
        {"fee_amount": -1},
        {"hours": 0},
        {"comparison_amount": 0},
        {"pay_days": 31},
        {"consultants_wanted": 0},
        {"due_on": timezone.localdate(), "starts_on": timezone.localdate() + timedelta(days=1)},
        {"opened_at": None},
        {"state": "hidden"},
    ],
)
def test_the_database_refuses_a_project_that_can_not_be(fields: dict[str, Any]) -> None:
    member = make_checked_member()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_posting(member, **fields)


@pytest.mark.parametrize("path", ["/projects/", "/org/projects/"])
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

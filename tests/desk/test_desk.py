"""The desk: what waits, a decision on an organization, stopped jobs; for administrators only."""

import pytest
from django.test import Client

from accounts.models import User
from core.models import Task
from organizations.models import Organization, OrganizationCheck
from tests.factories import check, make_administrator, make_consultant, make_member

pytestmark = pytest.mark.django_db
FOUND = {"decision": "checked", "how": "Called a number in the public register.", "kind": "service"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.NameOrAddressBackend")
    return client


@pytest.fixture
def desk() -> Client:
    return signed_in(make_administrator())


@pytest.fixture
def organization() -> Organization:
    found: Organization = make_member().membership.organization
    return found


def test_an_empty_queue_is_clear(desk: Client) -> None:
    assert "Queue is clear" in desk.get("/desk/").content.decode()


def test_the_longest_wait_comes_first(desk: Client) -> None:
    names = [make_member().membership.organization.name for _ in range(2)]
    page = desk.get("/desk/").content.decode()
    assert page.index(names[0]) < page.index(names[1])


def test_a_decision_is_recorded_and_leaves_the_queue(
    desk: Client, organization: Organization
) -> None:
    assert desk.post(f"/desk/orgs/{organization.code}/", FOUND)["Location"] == "/desk/"
    organization.refresh_from_db()
    assert organization.is_checked
    assert organization.checks.get().how == FOUND["how"]
    assert organization.name not in desk.get("/desk/").content.decode()


def test_not_shown_to_be_real_leaves_it_unchecked(desk: Client, organization: Organization) -> None:
    desk.post(f"/desk/orgs/{organization.code}/", FOUND | {"decision": "not_checked"})
    organization.refresh_from_db()
    assert not organization.is_checked
    assert organization.name not in desk.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("decision", ""), ("decision", "maybe"), ("how", ""), ("how", "x" * 1001), ("kind", "rescue")],
)
def test_a_bad_answer_is_told_and_nothing_is_decided(
    desk: Client, organization: Organization, field: str, value: str
) -> None:
    response = desk.post(f"/desk/orgs/{organization.code}/", FOUND | {field: value})
    assert field in response.context["form"].errors
    assert not OrganizationCheck.objects.exists()


def test_the_facts_tell_a_foreign_address_and_a_look_alike(
    desk: Client, organization: Organization
) -> None:
    Organization.objects.filter(pk=organization.pk).update(domain="else.example")
    other = make_member().membership.organization
    Organization.objects.filter(pk=other.pk).update(name=organization.name.upper())
    page = desk.get(f"/desk/orgs/{organization.code}/").content.decode()
    assert "Another domain" in page
    assert "Others have this name or website" in page


def test_other_roles_find_nothing_here(organization: Organization) -> None:
    for user in (make_consultant().user, make_member()):
        client = signed_in(user)
        for path in ("/desk/", "/desk/payments/", f"/desk/orgs/{organization.code}/"):
            assert client.get(path).status_code == 404
        assert client.post("/desk/tasks/revive/", {"task": 1}).status_code == 404
    assert Client().get("/desk/")["Location"] == "/in/?next=/desk/"


def test_an_administrator_finds_no_pages_of_the_others(desk: Client) -> None:
    for path in ("/home/", "/org/", "/org/check/", "/org/team/"):
        assert desk.get(path).status_code == 404


def test_a_stopped_job_is_shown_and_tried_again(desk: Client) -> None:
    task = Task.objects.create(name="payments.send_transfer", state=Task.State.DEAD, attempts=12)
    assert "payments.send_transfer" in desk.get("/desk/payments/").content.decode()
    desk.post("/desk/tasks/revive/", {"task": task.pk})
    task.refresh_from_db()
    assert (task.state, task.attempts) == (Task.State.WAITING, 0)
    assert desk.post("/desk/tasks/revive/", {"task": task.pk}).status_code == 404
    for wrong in ("", "x", "9" * 40):
        assert desk.post("/desk/tasks/revive/", {"task": wrong}).status_code == 404


def test_the_queue_asks_as_often_for_three_as_for_one(desk: Client, count_queries) -> None:  # type: ignore[no-untyped-def]
    make_member()
    desk.get("/desk/")  # the first look of a session also moves its end
    for_one = count_queries(lambda: desk.get("/desk/"))
    make_member()
    make_member()
    assert count_queries(lambda: desk.get("/desk/")) == for_one


def test_a_checked_organization_does_not_wait(desk: Client, organization: Organization) -> None:
    check(organization)
    assert "Queue is clear" in desk.get("/desk/").content.decode()

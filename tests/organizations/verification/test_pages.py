"""The pages on which an organization does its part of the check."""

import pytest
from django.test import Client

from accounts.models import User
from organizations.models import Organization, Role
from tests.factories import (
    check,
    make_administrator,
    make_checked_member,
    make_colleague,
    make_consultant,
    make_member,
    signed_in,
)

pytestmark = pytest.mark.django_db
DETAILS = {
    "name": "Lantern House",
    "website": "https://lantern.example/",
    "country": "MX",
    "about": "New words.",
}


@pytest.fixture
def client(owner: User) -> Client:
    return signed_in(owner)


def test_the_record_to_add_is_shown_to_the_organization_only(owner: User, client: Client) -> None:
    row = owner.membership.organization.checks.get()
    page = client.get("/org/check/").content.decode()
    assert f"_equal-terms.{row.domain}" in page
    assert f"equal-terms={row.token}" in page
    for user in (make_consultant().user, make_member(), make_administrator()):
        for path in (f"/o/{row.organization.code}/", "/org/check/"):
            assert row.token not in signed_in(user).get(path).content.decode()


def test_pressing_look_twice_asks_once(owner: User, client: Client) -> None:
    row = owner.membership.organization.checks.get()
    assert client.post("/org/check/look/")["Location"] == "/org/check/"
    row.refresh_from_db()
    assert row.dns_state == "asked"
    assert "We are looking" in client.get("/org/check/").content.decode()


def test_the_register_is_kept_and_bad_answers_are_told(owner: User, client: Client) -> None:
    row = owner.membership.organization.checks.get()
    for bad in ({"register": "", "number": "1"}, {"register": "A", "number": "x" * 61}):
        response = client.post("/org/check/register/", bad)
        assert response.context["form"].errors
    row.refresh_from_db()
    assert row.number_said == ""
    client.post("/org/check/register/", {"register": "Register of somewhere", "number": "12"})
    assert "Register of somewhere, 12" in client.get("/org/check/").content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FINANCE, Role.VIEWER])
def test_other_members_see_the_check_and_change_nothing(owner: User, role: str) -> None:
    organization = owner.membership.organization
    colleague = signed_in(make_member(organization, role=role))
    page = colleague.get("/org/check/").content.decode()
    assert "Waiting for our check" in page
    assert "It is there. Please look." not in page
    attempts: list[tuple[str, dict[str, str]]] = [
        ("/org/check/look/", {}),
        ("/org/check/register/", {"register": "x", "number": "1"}),
        ("/org/check/ask/", {}),
        ("/org/details/", DETAILS),
    ]
    for path, answers in attempts:
        assert colleague.post(path, answers).status_code == 404, path
    organization.refresh_from_db()
    assert organization.name != DETAILS["name"]
    assert organization.checks.get().dns_state == "not_looked"


def test_after_the_decision_an_open_tab_is_led_back(owner: User, client: Client) -> None:
    check(owner.membership.organization)
    for path in ("/org/check/look/", "/org/check/register/", "/org/check/known/"):
        assert client.post(path, {})["Location"] == "/org/check/"
    assert client.post("/org/check/ask/").status_code == 409
    assert owner.membership.organization.checks.count() == 1


def test_a_new_website_of_a_checked_organization_is_changed_knowingly() -> None:
    member = make_checked_member()
    client = signed_in(member)
    response = client.post("/org/details/", DETAILS)
    assert "knows" in response.context["form"].errors
    assert "New words." in response.content.decode()
    organization = Organization.objects.get(pk=member.membership.organization_id)
    assert organization.is_checked
    client.post("/org/details/", DETAILS | {"knows": "on"})
    organization.refresh_from_db()
    assert (organization.name, organization.domain) == ("Lantern House", "lantern.example")
    assert not organization.is_checked
    assert "Waiting for our check" in client.get("/org/check/").content.decode()
    assert Client().get(f"/o/{organization.code}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("website", "ftp://x.example"), ("website", "no"), ("about", "x" * 1001)],
)
def test_bad_details_are_told_and_change_nothing(
    owner: User, client: Client, field: str, value: str
) -> None:
    before = owner.membership.organization.name
    response = client.post("/org/details/", DETAILS | {field: value})
    assert field in response.context["form"].errors
    assert Organization.objects.get(pk=owner.membership.organization_id).name == before


def test_others_find_no_such_pages() -> None:
    for user in (make_consultant().user, make_administrator()):
        client = signed_in(user)
        for path in ("/org/check/register/", "/org/check/known/", "/org/details/"):
            assert client.get(path).status_code == 404
        assert client.post("/org/check/look/").status_code == 404
    homeless = make_colleague()
    homeless.membership.delete()
    assert signed_in(homeless).get("/org/details/")["Location"] == "/join/organization/"


def test_the_page_in_spanish_has_the_sentence_that_matters() -> None:
    organization = make_checked_member().membership.organization
    client = Client(headers={"accept-language": "es"})
    page = client.get(f"/o/{organization.code}/").content.decode()
    assert "Verificamos que es real." in page
    assert "Dos personas de administración" in page

"""An organization registers, sees its check and its team; its public page keeps two voices apart."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.signup.services import create_member
from core.errors import Refused
from organizations.models import Membership, Organization, Role
from organizations.registration import services
from tests.factories import (
    PASSWORD,
    check,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Lantern House",
    "website": "www.lantern.example",
    "country": "United States",
    "about": "Runs two shelters.\nTrains staff.",
    "kind": "service",
    "own_name": "Dana Field",
    "title": "Director",
}


def new_member() -> User:
    return create_member("dana@lantern.example", password=PASSWORD)


def test_a_member_registers_an_organization_and_waits_for_the_check() -> None:
    client = signed_in(new_member())
    assert client.post("/join/organization/", ANSWERS)["Location"] == "/org/check/"
    organization = Organization.objects.get()
    assert (organization.domain, organization.is_checked) == ("lantern.example", False)
    assert organization.memberships.get().role == Role.OWNER
    page = client.get("/org/check/").content.decode()
    assert "Waiting for our check" in page
    assert "We checked it is real. We did not check it is safe." in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "\u202e\u200b"),
        ("name", "Lantern \u202eHouse"),
        ("name", "🙂"),
        ("website", "not a website"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://lantern.example"),
        ("website", "http://[broken"),
        ("website", "https://" + "x" * 200 + ".example"),
        ("country", "x" * 61),
        ("about", "x" * 1001),
        ("kind", "rescue"),
        ("kind", ""),
        ("own_name", "\x00"),
        ("title", " "),
    ],
)
def test_a_bad_answer_is_told_at_its_field_and_stores_nothing(field: str, value: str) -> None:
    response = signed_in(new_member()).post("/join/organization/", ANSWERS | {field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Organization.objects.exists()


def test_sending_the_form_twice_registers_once() -> None:
    user = new_member()
    client = signed_in(user)
    client.post("/join/organization/", ANSWERS)
    assert client.post("/join/organization/", ANSWERS)["Location"] == "/org/check/"
    assert Organization.objects.count() == 1
    with pytest.raises(Refused):
        services.register(actor=user, **ANSWERS)


def test_markup_is_shown_as_text() -> None:
    client = signed_in(new_member())
    client.post(
        "/join/organization/", ANSWERS | {"name": "<script>x</script>", "about": "<b>y</b>"}
    )
    page = client.get(f"/o/{Organization.objects.get().code}/").content.decode()
    assert "<script>x" not in page
    assert "<b>y" not in page
    assert "&lt;script&gt;" in page


def test_what_was_checked_stands_apart_from_what_they_say() -> None:
    organization = make_checked_member().membership.organization
    page = Client().get(f"/o/{organization.code}/").content.decode()
    checked, said = page.split("They say")
    assert "We checked it is real. We did not check it is safe." in checked
    assert "A public register: Register of an invented country, T-1" in checked
    assert "Two administrators of this site" in checked
    assert organization.about in said
    assert organization.about not in checked


def test_the_teams_names_are_for_consultants_and_the_team() -> None:
    member = make_checked_member()
    path = f"/o/{member.membership.organization.code}/"
    assert "Test Member" in signed_in(make_consultant().user).get(path).content.decode()
    assert "Test Member" in signed_in(member).get(path).content.decode()
    assert "Test Member" not in Client().get(path).content.decode()
    assert "Test Member" not in signed_in(make_checked_member()).get(path).content.decode()


def test_an_unchecked_organization_shows_itself_to_signed_in_people_only() -> None:
    organization = make_member().membership.organization
    page = signed_in(make_consultant().user).get(f"/o/{organization.code}/").content.decode()
    assert "Not checked now" in page
    hidden = Client().get(f"/o/{organization.code}/")
    missing = Client().get(f"/o/{'a' * len(organization.code)}/")
    assert hidden.status_code == missing.status_code == 404
    assert same_bytes(hidden.content, organization.code) == same_bytes(missing.content, "a" * 22)


def same_bytes(page: bytes, code: str) -> str:
    text = page.decode().replace(code, "CODE")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_a_check_that_has_ended_is_no_check() -> None:
    member = make_checked_member()
    organization = member.membership.organization
    Organization.objects.update(checked_until=timezone.now() - timedelta(seconds=1))
    assert Client().get(f"/o/{organization.code}/").status_code == 404
    assert "The check has ended" in signed_in(member).get("/org/check/").content.decode()


def test_the_team_is_listed_for_the_team_only() -> None:
    member = make_member()
    page = signed_in(member).get("/org/team/").content.decode()
    assert "Test Member" in page
    assert "Owner" in page
    assert signed_in(make_consultant().user).get("/org/team/").status_code == 404
    assert signed_in(make_administrator()).get("/org/team/").status_code == 404


def test_a_former_member_sees_nothing_at_once() -> None:
    member = make_checked_member()
    client = signed_in(member)
    assert client.get("/org/team/").status_code == 200
    make_member(member.membership.organization, role=Role.OWNER)
    Membership.objects.filter(user=member).delete()
    for path in ("/org/", "/org/team/", "/org/check/"):
        assert client.get(path)["Location"] == "/join/organization/"


def test_a_decision_tells_the_team_without_content() -> None:
    member = make_member()
    check(member.membership.organization)
    assert member.notices.filter(page="org_check", seen_at=None).exists()
    signed_in(member).get("/org/check/")
    assert not member.notices.filter(page="org_check", seen_at=None).exists()


@pytest.mark.parametrize(
    ("change", "by"),
    [({"kind": "unknown"}, "organization_kind_known"), ({"name": ""}, "organization_has_a_name")],
)
def test_the_database_refuses_what_may_never_be(change: dict[str, str], by: str) -> None:
    make_member()
    with refused(by):
        Organization.objects.update(**change)


def test_a_person_acts_for_one_organization() -> None:
    member, other = make_member(), make_member().membership.organization
    with refused("organizations_membership_user_id_key"):
        Membership.objects.create(
            organization=other, user=member, name="x", title="x", role=Role.VIEWER
        )
    with refused("membership_owner_is_not_limited"):
        Membership.objects.update(role=Role.OWNER, limited=True)

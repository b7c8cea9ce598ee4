"""The desk decides on an organization: proofs, two decisions, an end with a reason."""

import pytest
from django.test import Client

from accounts.models import User
from organizations.models import Organization, VerificationDecision
from tests.factories import (
    check,
    make_administrator,
    make_member,
    show_proofs,
    signed_in,
)
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
FOUND = {"decision": "real", "kind": "service", "note": ""}


def test_two_decisions_make_it_checked_and_it_leaves_the_queue(organization: Organization) -> None:
    first, second = make_administrator(), make_administrator()
    show_proofs(organization, administrator=first)
    path = f"/desk/orgs/{organization.code}/"
    assert signed_in(first).post(path, FOUND)["Location"] == "/desk/"
    organization.refresh_from_db()
    assert not organization.is_checked
    page = signed_in(first).get("/desk/").content.decode()
    assert "One decision" in page
    assert signed_in(second).post(path, FOUND)["Location"] == "/desk/"
    organization.refresh_from_db()
    assert organization.is_checked
    assert organization.name not in signed_in(first).get("/desk/").content.decode()


def test_one_person_can_not_decide_twice(organization: Organization) -> None:
    administrator = make_administrator()
    show_proofs(organization, administrator=administrator)
    client, path = signed_in(administrator), f"/desk/orgs/{organization.code}/"
    client.post(path, FOUND)
    response = client.post(path, FOUND)
    assert "You have decided already." in response.content.decode()
    assert organization.checks.get().decisions.count() == 1
    assert "Record the decision" not in client.get(path).content.decode()


def test_address_of_a_button_gives_a_page_with_the_way_out(
    desk: Client, organization: Organization
) -> None:
    response = desk.get(f"/desk/orgs/{organization.code}/look/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert 'id="exit"' in response.content.decode()


def test_a_reason_that_is_too_long_is_not_called_missing(
    desk: Client, organization: Organization
) -> None:
    answers = FOUND | {"decision": "not_real", "reason": "y" * 1001}
    response = desk.post(f"/desk/orgs/{organization.code}/", answers)
    assert len(response.context["form"].errors["reason"]) == 1
    assert "at most 1000" in response.content.decode()


def test_fewer_than_three_proofs_are_told_and_what_was_typed_stays(
    desk: Client, organization: Organization
) -> None:
    response = desk.post(f"/desk/orgs/{organization.code}/", FOUND | {"note": "A long note."})
    assert "Three kinds of proof are needed first." in str(response.context["form"].errors)
    assert "A long note." in response.content.decode()
    assert not VerificationDecision.objects.exists()


def test_declining_says_why_and_the_organization_reads_it(
    desk: Client, organization: Organization
) -> None:
    answers = FOUND | {"decision": "not_real", "reason": "Nobody knew you at the number."}
    desk.post(f"/desk/orgs/{organization.code}/", answers)
    organization.refresh_from_db()
    assert not organization.is_checked
    assert organization.name not in desk.get("/desk/").content.decode()
    member = organization.memberships.get().user
    page = signed_in(member).get("/org/check/").content.decode()
    assert "Nobody knew you at the number." in page
    assert "Ask for the check" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decision", ""),
        ("decision", "maybe"),
        ("reason", "x" * 1001),
        ("note", "\x00"),
        ("kind", "rescue"),
    ],
)
def test_a_bad_answer_is_told_and_nothing_is_decided(
    desk: Client, organization: Organization, field: str, value: str
) -> None:
    response = desk.post(f"/desk/orgs/{organization.code}/", FOUND | {field: value})
    assert field in response.context["form"].errors
    assert not VerificationDecision.objects.exists()


def test_declining_without_a_reason_is_told(desk: Client, organization: Organization) -> None:
    response = desk.post(
        f"/desk/orgs/{organization.code}/", FOUND | {"decision": "not_real", "reason": " "}
    )
    assert "reason" in response.context["form"].errors
    assert not VerificationDecision.objects.exists()


@pytest.mark.parametrize(
    ("kind", "answers", "field"),
    [
        ("register", {"source": "", "number": "1"}, "source"),
        ("register", {"source": "A register", "number": ""}, "number"),
        ("register", {"source": "x" * 121, "number": "1"}, "source"),
        ("call_back", {"source": " "}, "source"),
    ],
)
def test_a_bad_proof_is_told_and_not_noted(
    desk: Client, organization: Organization, kind: str, answers: dict[str, str], field: str
) -> None:
    response = desk.post(f"/desk/orgs/{organization.code}/proof/{kind}/", answers)
    assert field in response.context["form"].errors
    assert not organization.checks.get().proofs_noted.exists()


def test_proofs_are_noted_and_can_be_put_right(desk: Client, organization: Organization) -> None:
    path = f"/desk/orgs/{organization.code}/"
    desk.post(f"{path}proof/register/", {"source": "Wrong register", "number": "1"})
    desk.post(f"{path}proof/register/", {"source": "Right register", "number": "2"})
    page = desk.get(path).content.decode()
    assert "Right register, 2" in page
    assert "Proof: 1 of 3 kinds" in page
    for wrong in ("dns", "known", "x"):
        assert desk.post(f"{path}proof/{wrong}/", {"source": "x"}).status_code == 404


def test_an_administrator_with_an_address_there_decides_nothing(organization: Organization) -> None:
    administrator = make_administrator()
    User.objects.filter(pk=administrator.pk).update(email=f"a@mail.{organization.domain}")
    client, path = signed_in(administrator), f"/desk/orgs/{organization.code}/"
    show_proofs(organization, administrator=make_administrator())
    assert "Somebody else must decide." in client.get(path).content.decode()
    assert client.post(path, FOUND).status_code == 404
    assert client.post(f"{path}proof/call_back/", {"source": "x"}).status_code == 404
    assert client.post(f"{path}look/").status_code == 404
    assert not VerificationDecision.objects.exists()


def test_a_check_in_force_is_ended_with_a_reason(desk: Client, organization: Organization) -> None:
    check(organization)
    path = f"/desk/orgs/{organization.code}/end/"
    assert "reason" in desk.post(path, {"reason": ""}).context["form"].errors
    desk.post(path, {"reason": "The register has struck it off."})
    organization.refresh_from_db()
    assert not organization.is_checked
    assert desk.post(path, {"reason": "Again."}).status_code == 404  # a second tab
    member = organization.memberships.get().user
    assert "struck it off" in signed_in(member).get("/org/check/").content.decode()


def test_deciding_in_a_second_tab_after_the_end_finds_nothing(
    desk: Client, organization: Organization
) -> None:
    check(organization)
    decided = VerificationDecision.objects.count()
    assert nothing_here(desk.post(f"/desk/orgs/{organization.code}/", FOUND))
    assert VerificationDecision.objects.count() == decided


def test_a_look_alike_is_told_and_needs_a_thought(organization: Organization) -> None:
    make_member(name="Lantern House")
    fake = make_member(name="The Lаntern  Hóuse, Inc.").membership.organization  # a Cyrillic а
    administrator = make_administrator()
    show_proofs(fake, administrator=administrator)
    client, path = signed_in(administrator), f"/desk/orgs/{fake.code}/"
    assert "Looks like another" in client.get("/desk/").content.decode()
    assert "Somebody could take it for another" in client.get(path).content.decode()
    response = client.post(path, FOUND)
    assert "note" in response.context["form"].errors
    assert not VerificationDecision.objects.exists()


def test_the_facts_tell_a_foreign_address(desk: Client, organization: Organization) -> None:
    User.objects.filter(membership__organization=organization).update(email="kim@else.example")
    assert "Another domain" in desk.get(f"/desk/orgs/{organization.code}/").content.decode()

"""Others who know an organization: they answer themselves, they are checked, and no circle counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.errors import NotAllowed, Refused, WrongState
from organizations.models import Organization, Role, Verification, Vouch
from organizations.verification import services, vouching
from organizations.verification.queries import proofs_of
from tests.conftest import as_owner
from tests.factories import (
    check,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    show_proofs,
    signed_in,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(owner: User) -> Verification:
    found: Verification = owner.membership.organization.checks.get()
    return found


def asked(row: Verification, by: Organization, role: str = "knows") -> Vouch:
    owner = row.organization.memberships.get(role=Role.OWNER).user
    return vouching.ask(row, actor=owner, by=by, role=role)


def confirmed(row: Verification, member: User, role: str = "knows") -> Vouch:
    vouch = asked(row, member.membership.organization, role)
    return vouching.answer(vouch, actor=member, confirms=True)


def test_a_sponsor_is_one_proof_and_two_that_know_it_are_another(row: Verification) -> None:
    assert proofs_of(row) == []
    confirmed(row, make_checked_member(), "sponsor")
    assert proofs_of(row) == ["sponsor"]
    confirmed(row, make_checked_member())
    assert proofs_of(row) == ["sponsor"]
    confirmed(row, make_checked_member())
    assert proofs_of(row) == ["known", "sponsor"]


def test_those_who_are_asked_find_it_on_their_own_page(row: Verification) -> None:
    member = make_checked_member()
    vouch = asked(row, member.membership.organization)
    assert member.notices.filter(page="org_check", seen_at=None).exists()
    client = signed_in(member)
    assert row.name in client.get("/org/check/").content.decode()
    path = f"/org/check/known/{vouch.code}/"
    page = client.get(path).content.decode()
    assert "Yes, we know it" in page
    assert client.post(path, {"answer": ""}).status_code == 200  # no answer, nothing stored
    client.post(path, {"answer": "no"})
    vouch.refresh_from_db()
    assert vouch.state == "declined"
    assert proofs_of(row) == []
    assert "Yes, we know it" not in client.get(path).content.decode()


def test_a_second_tab_can_not_answer_again(row: Verification) -> None:
    member = make_checked_member()
    vouch = confirmed(row, member)
    with pytest.raises(WrongState):
        vouching.answer(vouch, actor=member, confirms=False)
    vouch.refresh_from_db()
    assert vouch.state == "confirmed"


def test_only_owners_of_the_asked_organization_answer(row: Verification, owner: User) -> None:
    member = make_checked_member()
    vouch = asked(row, member.membership.organization)
    colleague = make_member(member.membership.organization, role=Role.COORDINATOR)
    for actor in (owner, colleague, make_checked_member(), make_administrator()):
        with pytest.raises(NotAllowed):
            vouching.answer(vouch, actor=actor, confirms=True)
    path = f"/org/check/known/{vouch.code}/"
    for user in (owner, make_checked_member(), make_consultant().user, make_administrator()):
        assert signed_in(user).post(path, {"answer": "yes"}).status_code == 404
    assert "An owner of your organization answers this." in (
        signed_in(colleague).get(path).content.decode()
    )


def test_it_can_not_confirm_itself(row: Verification, owner: User) -> None:
    with pytest.raises(Refused):
        asked(row, row.organization)
    client = signed_in(owner)
    answers = {"role": "knows", "website": f"https://www.{row.domain}/"}
    response = client.post("/org/check/known/", answers)
    assert "can't confirm itself" in str(response.context["form"].errors).replace("&#x27;", "'")
    with refused("not for itself, and not after the decision"):
        Vouch.objects.create(verification=row, by=row.organization, role="knows")


@pytest.mark.parametrize("website", ["https://nobody.example/", "no website", "javascript:x", ""])
def test_an_unknown_organization_is_told_at_the_field(owner: User, website: str) -> None:
    response = signed_in(owner).post("/org/check/known/", {"role": "knows", "website": website})
    assert "website" in response.context["form"].errors
    assert not Vouch.objects.exists()


def test_an_unchecked_organization_looks_like_an_unknown_one(owner: User) -> None:
    other = make_member().membership.organization
    client = signed_in(owner)
    said = [
        client.post("/org/check/known/", {"role": "knows", "website": website})
        .context["form"]
        .errors["website"]
        for website in (other.website, "https://nobody.example/")
    ]
    assert said[0] == said[1]


def test_an_organization_is_asked_once_and_counts_once(row: Verification) -> None:
    member = make_checked_member()
    confirmed(row, member, "sponsor")
    with pytest.raises(Refused):
        asked(row, member.membership.organization)
    with refused("vouch_of_an_organization_once"):
        Vouch.objects.create(verification=row, by=member.membership.organization, role="knows")


def test_the_word_of_one_whose_check_has_ended_counts_no_more(row: Verification) -> None:
    member = make_checked_member()
    confirmed(row, member, "sponsor")
    Organization.objects.filter(pk=member.membership.organization.pk).update(
        checked_until=timezone.now() - timedelta(days=1)
    )
    assert proofs_of(row) == []


def test_one_whose_check_has_ended_can_not_confirm(row: Verification) -> None:
    member = make_checked_member()
    vouch = asked(row, member.membership.organization)
    Organization.objects.filter(pk=member.membership.organization.pk).update(checked_until=None)
    with pytest.raises(Refused):
        vouching.answer(vouch, actor=member, confirms=True)
    with refused("its word does not count here"):
        Vouch.objects.filter(pk=vouch.pk).update(
            state="confirmed", answered_by=member, answered_at=timezone.now()
        )


def rests_on(sponsor: User) -> User:
    """Return the owner of an organization whose check in force rests on the sponsor's word."""
    member = make_member()
    its_check = member.membership.organization.checks.get()
    confirmed(its_check, sponsor, "sponsor")
    check(member.membership.organization)
    return User.objects.get(pk=member.pk)


def renewed(member: User) -> Verification:
    """Open the next check of an organization whose check ends soon."""
    organization = member.membership.organization
    soon = timezone.now() + timedelta(days=20)
    Organization.objects.filter(pk=organization.pk).update(checked_until=soon)
    return services.open_check(organization, actor=member)


@pytest.mark.parametrize("steps", [1, 2])
def test_a_circle_of_words_proves_nothing(steps: int) -> None:
    first = make_checked_member()
    last = first
    for _step in range(steps):
        last = rests_on(last)
    row = renewed(first)
    with pytest.raises(Refused):
        asked(row, last.membership.organization, "sponsor")
    vouch = Vouch.objects.create(verification=row, by=last.membership.organization, role="sponsor")
    with pytest.raises(Refused):
        vouching.answer(vouch, actor=last, confirms=True)
    with refused("its word does not count here"):
        Vouch.objects.filter(pk=vouch.pk).update(
            state="confirmed", answered_by=last, answered_at=timezone.now()
        )
    with as_owner(), connection.cursor() as cursor:  # even one that came in another way
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE organizations_vouch DISABLE TRIGGER may_be")
        Vouch.objects.filter(pk=vouch.pk).update(
            state="confirmed", answered_by=last, answered_at=timezone.now()
        )
        cursor.execute("ALTER TABLE organizations_vouch ENABLE TRIGGER may_be")
    assert proofs_of(row) == []


def test_three_kinds_with_others_make_it_checked(row: Verification) -> None:
    confirmed(row, make_checked_member(), "sponsor")
    for _one in range(2):
        confirmed(row, make_checked_member())
    first, second = make_administrator(), make_administrator()
    services.note_proof(row, actor=first, kind="call_back", source="Their union")
    for administrator in (first, second):
        services.decide(row, actor=administrator, decision="real", kind="service", note="")
    row.refresh_from_db()
    assert row.proofs == ["call_back", "known", "sponsor"]
    page = Client().get(f"/o/{row.organization.code}/").content.decode()
    assert "A fiscal sponsor that is checked itself" in page
    assert "Their union" not in page  # where the number was found is for the desk


def test_after_the_decision_nobody_is_asked_or_answers(row: Verification) -> None:
    member = make_checked_member()
    vouch = asked(row, member.membership.organization)
    administrator = make_administrator()
    show_proofs(row.organization, administrator=administrator)
    services.decide(
        row, actor=administrator, decision="not_real", kind="other", note="", reason="No."
    )
    with pytest.raises(WrongState):
        vouching.answer(vouch, actor=member, confirms=True)
    page = signed_in(member).get(f"/org/check/known/{vouch.code}/").content.decode()
    assert "The check is over." in page

"""Teams: asked in by work address, roles, powers over named work, and gone at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.signup.services import create_member
from core import outbox
from core.errors import NotAllowed, Refused
from organizations.models import FormerMember, Membership, Role, TeamInvitation
from organizations.permissions import POWERS, can_manage_team
from organizations.states import TeamInvitationState
from organizations.team import invitations, services
from tests.conftest import as_owner
from tests.factories import (
    PASSWORD,
    acting,
    check,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.pages import main_of, nothing_here
from tests.refusals import refused, refused_by

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Noor Sample",
    "title": "Program lead",
    "password": PASSWORD,
    "is_adult": "on",
}


def colleague(owner: User, *, role: str = Role.VIEWER, limited: bool = False) -> User:
    return make_member(owner.membership.organization, role=role, limited=limited)


def address_at(owner: User, name: str = "noor") -> str:
    return f"{name}@{owner.membership.organization.domain}"


def ask_in(owner: User, email: str = "", *, role: str = Role.COORDINATOR) -> TeamInvitation:
    with acting(owner):
        return invitations.invite(
            owner.membership.organization,
            actor=owner,
            email=email or address_at(owner),
            role=role,
        )


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


# ------------------------------------------------------------------ asking in


def test_an_invited_person_gets_one_link_and_joins_with_their_own_name() -> None:
    owner = make_checked_member()
    client = signed_in(owner)
    sent = {"email": address_at(owner), "role": "coordinator", "where": "all"}
    assert client.post("/org/team/add/", sent)["Location"] == "/org/team/"
    outbox.drain_once()
    message = mail.outbox[-1]
    assert message.to == [address_at(owner)]
    assert message.subject == "You have 1 update"
    organization = owner.membership.organization
    assert organization.name not in message.subject + str(message.body)
    invitation = _seen_by(owner, TeamInvitation.objects.get)
    path = f"/join/team/{invitation.code}/"
    assert path in str(message.body)
    guest = Client()
    assert organization.name in page(guest, path)
    assert guest.post(path, NEW)["Location"] == "/org/"
    member = Membership.objects.get(user__email=address_at(owner))
    assert (member.name, member.role, member.limited) == ("Noor Sample", "coordinator", False)
    assert owner.notices.filter(page="team", seen_at=None).exists()


def _seen_by(user: User, look: Callable[[], Any]) -> Any:
    with acting(user):
        return look()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "noor@elsewhere.example"),
        ("email", "noor@not-{domain}"),
        ("email", "noor@{domain}.evil.example"),
        ("email", "not an address"),
        ("email", ""),
        ("role", "boss"),
        ("role", ""),
        ("where", "nowhere"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_sends_nothing(field: str, value: str) -> None:
    owner = make_checked_member()
    domain = owner.membership.organization.domain
    sent = {"email": address_at(owner), "role": "viewer", "where": "all"}
    sent[field] = value.format(domain=domain)
    response = signed_in(owner).post("/org/team/add/", sent)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not _seen_by(owner, TeamInvitation.objects.exists)


def test_somebody_in_the_team_is_not_asked_again_and_an_owner_is_never_limited() -> None:
    owner = make_checked_member()
    member = colleague(owner)
    User.objects.filter(pk=member.pk).update(email=address_at(owner))
    client = signed_in(owner)
    sent = {"email": address_at(owner), "role": "owner", "where": "named"}
    errors = client.post("/org/team/add/", sent).context["form"].errors
    assert set(errors) == {"email", "where"}


def test_an_address_in_another_team_looks_the_same_to_the_inviter_and_can_not_join() -> None:
    owner, other = make_checked_member(), make_checked_member()
    User.objects.filter(pk=other.pk).update(email=address_at(owner))
    client = signed_in(owner)
    sent = {"email": address_at(owner), "role": "viewer", "where": "all"}
    assert client.post("/org/team/add/", sent)["Location"] == "/org/team/"
    path = f"/join/team/{_seen_by(owner, TeamInvitation.objects.get).code}/"
    response = signed_in(User.objects.get(pk=other.pk)).post(path, NEW)
    assert response.status_code == 409
    assert "You are in a team already" in response.content.decode()
    assert Membership.objects.get(user=other).organization_id != owner.membership.organization_id


def test_a_link_is_for_its_own_address() -> None:
    owner = make_checked_member()
    path = f"/join/team/{ask_in(owner).code}/"
    for stranger in (make_consultant().user, make_administrator(), make_member()):
        response = signed_in(stranger).post(path, NEW)
        assert response.status_code == 409
        assert owner.membership.organization.name not in response.content.decode()
    assert not User.objects.filter(email=address_at(owner)).exists()


def test_a_known_address_signs_in_first() -> None:
    owner = make_checked_member()
    user = create_member(address_at(owner), password=PASSWORD)
    path = f"/join/team/{ask_in(owner).code}/"
    assert Client().get(path)["Location"] == f"/in/?next={path}"
    client = signed_in(user)
    assert client.post(path, {"name": "", "title": "x"}).context["form"].errors
    assert client.post(path, NEW)["Location"] == "/org/"
    assert Membership.objects.get(user=user).role == Role.COORDINATOR


def test_a_link_works_once_and_not_when_it_is_old_taken_back_or_replaced() -> None:
    owner = make_checked_member()
    replaced, live = ask_in(owner), ask_in(owner)
    assert Client().get(f"/join/team/{replaced.code}/").status_code == 404
    old = ask_in(owner, address_at(owner, "old"))
    with as_owner():
        TeamInvitation.objects.filter(pk=old.pk).update(ends_at=timezone.now())
    taken = ask_in(owner, address_at(owner, "taken"))
    assert signed_in(owner).post(f"/org/team/asked/{taken.code}/back/").status_code == 302
    for dead in (replaced, old, taken):
        response = Client().post(f"/join/team/{dead.code}/", NEW)
        assert response.status_code == 404
        assert "ask the person who invited you" in response.content.decode()
    assert Client().post(f"/join/team/{live.code}/", NEW).status_code == 302
    assert Client().post(f"/join/team/{live.code}/", NEW).status_code == 404
    assert Membership.objects.filter(user__email=address_at(owner)).count() == 1


def test_a_mail_is_not_sent_for_an_invitation_that_was_taken_back() -> None:
    owner = make_checked_member()
    invitation = ask_in(owner)
    with acting(owner):
        invitations.withdraw(invitation, actor=owner)
        invitations.withdraw(invitation, actor=owner)
    before = len(mail.outbox)
    outbox.drain_once()
    assert [m.to for m in mail.outbox[before:] if m.to == [invitation.email]] == []


def test_unchecked_teams_and_changed_domains_take_nobody_in() -> None:
    fresh = make_member()
    with acting(fresh), pytest.raises(Refused):
        invitations.invite(
            fresh.membership.organization, actor=fresh, email=address_at(fresh), role=Role.VIEWER
        )
    owner = make_checked_member()
    invitation = ask_in(owner)
    organization = owner.membership.organization
    type(organization).objects.filter(pk=organization.pk).update(domain="other.example")
    response = Client().post(f"/join/team/{invitation.code}/", NEW)
    assert response.status_code == 409
    assert not User.objects.filter(email=invitation.email).exists()


def test_invitations_of_a_day_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_A_DAY", 1)
    owner = make_checked_member()
    ask_in(owner)
    with pytest.raises(Refused):
        ask_in(owner, address_at(owner, "second"))


# ------------------------------------------------------------------ roles and leaving


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FINANCE, Role.VIEWER])
def test_only_owners_change_the_team(role: str) -> None:
    owner = make_checked_member()
    member, target = colleague(owner, role=role), colleague(owner)
    invitation = ask_in(owner)
    code = target.membership.code
    client = signed_in(member)
    for path in ("add/", "history/", f"{code}/", f"{code}/remove/", "asked/x/back/"):
        data = {"email": address_at(owner), "role": "owner", "where": "all"}
        assert client.post(f"/org/team/{path}", data).status_code in (404, 405), path
    assert "Add person" not in page(client, "/org/team/")
    assert invitation.email not in page(client, "/org/team/")
    with acting(member), pytest.raises(NotAllowed):
        services.change_role(target.membership, actor=member, role=Role.OWNER, limited=False)
    target.membership.refresh_from_db()
    assert target.membership.role == Role.VIEWER


def test_a_changed_role_holds_for_the_next_click() -> None:
    owner = make_checked_member()
    member = colleague(owner)
    theirs = signed_in(member)
    assert nothing_here(theirs.get("/org/projects/new/"))
    path = f"/org/team/{member.membership.code}/"
    signed_in(owner).post(path, {"role": "coordinator", "where": "all"})
    assert 'name="kind_of_work"' in main_of(theirs.get("/org/projects/new/"))


def test_a_forged_role_changes_nothing() -> None:
    owner = make_checked_member()
    member = colleague(owner)
    path = f"/org/team/{member.membership.code}/"
    for sent in ({"role": "god", "where": "all"}, {"role": "owner", "where": "named"}, {}):
        assert signed_in(owner).post(path, sent).context["form"].errors
    member.membership.refresh_from_db()
    assert (member.membership.role, member.membership.limited) == ("viewer", False)


def test_people_of_other_teams_are_missing_pages() -> None:
    owner, other = make_checked_member(), make_checked_member()
    client = signed_in(owner)
    for path in (f"{other.membership.code}/", f"{other.membership.code}/remove/"):
        found, missing = client.get(f"/org/team/{path}"), client.get("/org/team/nothing/")
        assert found.status_code == missing.status_code == 404
    invitation = ask_in(other)
    assert client.post(f"/org/team/asked/{invitation.code}/back/").status_code == 404
    assert _seen_by(other, lambda: TeamInvitation.objects.get().state) == TeamInvitationState.SENT


def test_a_removed_member_is_refused_in_their_other_tab() -> None:
    owner = make_checked_member()
    member = colleague(owner, role=Role.COORDINATOR)
    theirs = signed_in(member)
    assert theirs.get("/org/projects/new/").status_code == 200
    path = f"/org/team/{member.membership.code}/remove/"
    ours = signed_in(owner)
    assert "Remove Test Member?" in page(ours, path)
    assert ours.post(path)["Location"] == "/org/team/"
    assert theirs.get("/org/projects/new/").status_code == 404
    assert theirs.get("/org/team/")["Location"] == "/join/organization/"
    assert theirs.get("/account/").status_code == 200  # the session stays
    assert ours.post(path).status_code == 404


def test_somebody_may_leave_but_never_the_last_owner() -> None:
    owner = make_checked_member()
    member = colleague(owner)
    path = f"/org/team/{member.membership.code}/remove/"
    assert signed_in(member).post(path)["Location"] == "/account/"
    own = f"/org/team/{owner.membership.code}/remove/"
    before = signed_in(owner).get(own).content.decode()
    assert "A team needs an owner" in before
    assert "Stay" not in before
    last = signed_in(owner).post(own)
    assert last.status_code == 409
    assert "A team needs an owner" in last.content.decode()
    demoted = signed_in(owner).post(
        f"/org/team/{owner.membership.code}/", {"role": "viewer", "where": "all"}
    )
    assert demoted.status_code == 409
    assert Membership.objects.get(user=owner).role == Role.OWNER


@pytest.mark.parametrize("step", ["delete", "demote"])
def test_the_database_keeps_the_last_owner(step: str) -> None:
    owner = make_member()
    rows = Membership.objects.filter(user=owner)
    with refused(f"organization {owner.membership.organization_id} needs an owner"):
        rows.delete() if step == "delete" else rows.update(role=Role.VIEWER)


def test_an_erased_account_goes_even_as_the_last_owner() -> None:
    owner = make_member(has_read=False)
    with as_owner(), transaction.atomic():
        Membership.objects.filter(user=owner).delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM account_emailaddress WHERE user_id = %s", [owner.pk])
            cursor.execute("DELETE FROM accounts_user WHERE id = %s", [owner.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not User.objects.filter(pk=owner.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_remove_each_other_at_once_one_stays() -> None:
    first = make_checked_member()
    second = colleague(first, role=Role.OWNER)
    results: list[str] = []
    start = threading.Barrier(2)

    def remove(actor: User, target: User) -> None:
        try:
            with acting(actor):
                start.wait(10)
                services.remove_member(Membership.objects.get(user=target), actor=actor)
            results.append("removed")
        except (NotAllowed, Refused):
            results.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["refused", "removed"]
    assert Membership.objects.filter(role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_keeps_an_owner_when_two_go_at_once() -> None:
    first = make_checked_member()
    second = colleague(first, role=Role.OWNER)
    results: list[str] = []
    start = threading.Barrier(2)

    def delete(user: User) -> None:
        try:
            with transaction.atomic():
                Membership.objects.filter(user=user).delete()
                start.wait(10)
            results.append("gone")
        except IntegrityError as error:
            results.append(refused_by(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=delete, args=(user,)) for user in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    organization_id = first.membership.organization_id
    assert sorted(results) == ["gone", f"organization {organization_id} needs an owner"]


# ------------------------------------------------------------------ what is seen


def test_owners_read_who_did_what_with_the_names_of_those_who_left() -> None:
    owner = make_checked_member()
    invitation = ask_in(owner)
    Client().post(f"/join/team/{invitation.code}/", NEW)
    member = Membership.objects.get(user__email=invitation.email)
    with acting(owner):
        services.change_role(member, actor=owner, role=Role.VIEWER, limited=True)
        services.remove_member(member, actor=owner)
    history = page(signed_in(owner), "/org/team/history/")
    for line in (
        f"Test Member invited {invitation.email}",
        "Noor Sample joined the team",
        "Test Member: the role of Noor Sample changed",
        "Coordinator → Viewer (named work only)",
        "Test Member removed Noor Sample",
    ):
        assert line in history, line
    owner.language = "es"
    owner.save(update_fields=["language"])
    in_spanish = page(signed_in(owner), "/org/team/history/")
    assert "Coordinación → Solo lectura (solo trabajos asignados)" in in_spanish
    other = page(signed_in(make_checked_member()), "/org/team/history/")
    assert "Noor Sample" not in other


def test_lists_of_a_team_cost_the_same_for_one_and_for_three(
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    owner = make_checked_member()
    client = signed_in(owner)
    paths = ("/org/team/", "/org/team/history/", f"/o/{owner.membership.organization.code}/")
    ask_in(owner)
    client.get("/org/team/")
    one = [count_queries(lambda p=path: client.get(p)) for path in paths]
    for number in range(2):
        colleague(owner)
        ask_in(owner, address_at(owner, f"more{number}"))
    three = [count_queries(lambda p=path: client.get(p)) for path in paths]
    assert one == three


def test_consultants_see_names_titles_and_roles() -> None:
    owner = make_checked_member()
    code = owner.membership.organization.code
    seen = page(signed_in(make_consultant().user), f"/o/{code}/")
    assert "Test Member" in seen
    assert "Coordinator · Owner" in seen


def test_the_database_hides_invitations_and_former_members_from_others() -> None:
    owner, other = make_checked_member(), make_checked_member()
    member = colleague(owner)
    invitation = ask_in(owner)
    with acting(owner):
        services.remove_member(member.membership, actor=owner)
        assert TeamInvitation.objects.count() == FormerMember.objects.count() == 1
    for stranger in (other, member, make_consultant().user, make_administrator()):
        with acting(stranger):
            assert not TeamInvitation.objects.exists()
            assert not FormerMember.objects.exists()
            changed = TeamInvitation.objects.filter(pk=invitation.pk).update(state="withdrawn")
            assert changed == 0


def test_an_invitation_that_is_a_lapsed_check_later_takes_nobody_in() -> None:
    owner = make_checked_member()
    invitation = ask_in(owner)
    organization = owner.membership.organization
    type(organization).objects.filter(pk=organization.pk).update(
        checked_until=timezone.now() - timedelta(seconds=1)
    )
    assert Client().post(f"/join/team/{invitation.code}/", NEW).status_code == 409
    assert check(organization).is_checked
    assert Client().post(f"/join/team/{invitation.code}/", NEW).status_code == 302


def test_the_page_of_roles_is_current_and_says_what_the_checks_ask() -> None:
    call_command("render_roles", check=True)
    owner = make_checked_member()
    for role in Role.values:
        member = owner if role == Role.OWNER else colleague(owner, role=role)
        manages = can_manage_team(member, owner.membership.organization)
        assert manages == (role in POWERS[0].roles)

"""A person's own account: language, password, sessions, asking again; and what may never be."""

import pytest
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.middleware import AskAgainMiddleware
from accounts.models import User
from tests.factories import PASSWORD, make_consultant, make_member
from tests.pages import nothing_here
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another long test passphrase"


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/in/", {"login": user.email or user.username, "password": PASSWORD})
    return client


def test_a_person_changes_the_language_everywhere() -> None:
    user = make_consultant().user
    client = signed_in(user)
    client.post("/account/", {"language": "es"})
    user.refresh_from_db()
    assert user.language == "es"
    assert client.post("/account/", {"language": "xx"}).context["form"].errors


def test_sessions_are_listed_and_one_can_be_ended() -> None:
    user = make_consultant().user
    here, there = signed_in(user), signed_in(user)
    page = here.get("/account/").content.decode()
    assert page.count("End this session") == 1
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post("/account/sessions/end/", {"session": other.pk})
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_somebody_elses_session_is_a_missing_page() -> None:
    client, stranger = signed_in(make_consultant().user), signed_in(make_consultant().user)
    theirs = UserSession.objects.get(session_key=stranger.session.session_key)
    foreign = client.post("/account/sessions/end/", {"session": theirs.pk})
    missing = client.post("/account/sessions/end/", {"session": 999_999})
    assert nothing_here(foreign)
    assert nothing_here(missing)
    assert UserSession.objects.filter(pk=theirs.pk).exists()
    assert stranger.get("/account/").status_code == 200
    for wrong in ("", "x", "-1", "9" * 40, "²"):
        assert nothing_here(client.post("/account/sessions/end/", {"session": wrong}))


def test_signing_out_everywhere_ends_all_sessions() -> None:
    user = make_consultant().user
    here, there = signed_in(user), signed_in(user)
    assert here.post("/account/sessions/end/", {"session": "all"})["Location"] == "/in/"
    assert here.get("/account/").status_code == there.get("/account/").status_code == 302


def test_a_changed_password_ends_every_session_and_leaves_a_notice() -> None:
    user = make_member()
    here, there = signed_in(user), signed_in(user)
    response = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})
    assert response["Location"] == "/in/"
    assert here.get("/account/").status_code == there.get("/account/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert user.notices.filter(page="account").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("wrong", NEW_PASSWORD),
        (PASSWORD, "short"),
        (PASSWORD, "x" * 201),
        (PASSWORD, "1" * 16),
    ],
)
def test_a_password_is_not_changed_by_bad_input(old: str, new: str) -> None:
    user = make_consultant().user
    response = signed_in(user).post("/account/password/", {"oldpassword": old, "password1": new})
    if new != "1" * 16 or response.status_code == 200:
        assert response.context["form"].errors
        user.refresh_from_db()
        assert user.check_password(PASSWORD)


def test_signing_in_again_leads_back_and_is_remembered() -> None:
    user = make_consultant().user
    client = signed_in(user)
    assert not was_asked(client, user)
    wrong = client.post("/in/again/?next=/account/", {"password": "wrong"})
    assert "The password is not right" in wrong.content.decode()
    assert not was_asked(client, user)
    again = client.post("/in/again/?next=/account/", {"password": PASSWORD})
    assert again["Location"] == "/account/"
    assert was_asked(client, user)


def was_asked(client: Client, user: User) -> bool:
    request = RequestFactory().get("/sharing/")
    request.user, request.session = user, client.session
    return bool(did_recently_reauthenticate(request))


def test_asking_again_keeps_no_copy_of_what_was_sent() -> None:
    middleware = AskAgainMiddleware(lambda _request: HttpResponse())
    request = RequestFactory().post("/jobs/x/sign/", {"typed_name": "A. Luz"})
    answer = middleware.process_exception(request, ReauthenticationRequired())
    assert answer is not None
    assert answer["Location"] == "/in/again/?next=%2Fjobs%2Fx%2Fsign%2F"
    assert middleware.process_exception(request, ValueError()) is None


def test_an_administrator_is_made_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "accounts.management.commands.create_administrator"
    monkeypatch.setattr("builtins.input", lambda _question: "desk@desk.example")
    monkeypatch.setattr(f"{answers}.getpass", lambda _question: "short")
    with pytest.raises(CommandError):
        call_command("create_administrator")
    monkeypatch.setattr(f"{answers}.getpass", lambda _question: PASSWORD)
    call_command("create_administrator")
    user = User.objects.get()
    assert (user.kind, user.email, user.is_superuser) == (
        "administrator",
        "desk@desk.example",
        False,
    )
    with pytest.raises(CommandError):
        call_command("create_administrator")


@pytest.mark.parametrize("path", ["/account/", "/account/password/", "/in/again/"])
def test_account_pages_ask_strangers_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/in/?next={path}"


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"kind": "consultant", "email": "has@an.example"}, "user_consultant_without_email"),
        ({"kind": "member", "email": ""}, "user_member_has_email"),
        ({"kind": "consultant", "is_superuser": True}, "user_never_all_powerful"),
        ({"kind": "consultant", "is_staff": True}, "user_never_all_powerful"),
        ({"kind": "both"}, "user_kind_known"),
    ],
)
def test_the_database_refuses_what_may_never_be(fields: dict[str, object], by: str) -> None:
    with refused(by):
        User.objects.create(username="may-never-be", **fields)


def test_names_and_addresses_are_taken_whatever_their_capital_letters() -> None:
    user = make_consultant().user
    with refused("user_name_taken_once"):
        User.objects.create(username=user.username.upper(), kind="consultant")
    member = make_member()
    with refused("user_email_taken_once"):
        User.objects.create(username="other", email=member.email.upper(), kind="member")

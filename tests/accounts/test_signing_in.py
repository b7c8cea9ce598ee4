"""Signing in: one answer for known and unknown, limits without addresses, sessions that end."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.adapter import hashed_address
from accounts.models import User
from tests.factories import PASSWORD, make_administrator, make_consultant, make_member
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
WRONG = "not the password at all"


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/in/" + more.pop("query", ""), {"login": name, "password": password})


def test_each_role_comes_home() -> None:
    assert sign_in(Client(), make_consultant().user.username)["Location"] == "/home/"
    assert sign_in(Client(), make_member().email)["Location"] == "/org/"
    assert sign_in(Client(), make_administrator().email)["Location"] == "/desk/"


def test_capital_letters_make_no_other_name() -> None:
    consultant, member = make_consultant().user, make_member()
    for name, user in ((consultant.username, consultant), (member.email, member)):
        client = Client()
        sign_in(client, name.upper())
        assert get_user(client) == user


def test_the_wanted_page_is_opened_only_on_this_site() -> None:
    name = make_consultant().user.username
    assert sign_in(Client(), name, query="?next=/sharing/")["Location"] == "/sharing/"
    assert sign_in(Client(), name, query="?next=https://elsewhere.example/")["Location"] == "/home/"


@pytest.mark.parametrize("kind", ["consultant", "member"])
def test_known_and_unknown_names_get_the_same_bytes_from_the_same_queries(kind: str) -> None:
    known = make_consultant().user.username if kind == "consultant" else make_member().email
    unknown = "nobody-here-123" if kind == "consultant" else "nobody@elsewhere.example"
    pages, queries = [], []
    for name in (known, unknown):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = sign_in(Client(), name, WRONG)
        page = response.content.decode().replace(name, "NAME")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
        queries.append([re.sub(r"'[^']*'|\d+", "", q["sql"]) for q in captured])
    assert pages[0] == pages[1]
    assert len(queries[0]) == len(queries[1])


def test_known_and_unknown_names_cost_one_hash_each() -> None:
    for name in (make_consultant().user.username, make_member().email, "nobody", "no@body.example"):
        with (
            patch("accounts.models.User.check_password", return_value=False) as checked,
            patch("accounts.models.User.set_password") as hashed,
        ):
            sign_in(Client(), name, WRONG)
        assert checked.call_count + hashed.call_count == 1


def test_a_closed_account_looks_like_a_wrong_password() -> None:
    user = make_consultant().user
    User.objects.filter(pk=user.pk).update(is_active=False)
    page = sign_in(Client(), user.username).content.decode()
    assert "The name or the password is not right" in page


@pytest.mark.parametrize(
    ("name", "password"),
    [("", ""), ("x" * 300, PASSWORD), ("nul\x00", PASSWORD), ("<b>", "x" * 201), ("someone", "")],
)
def test_bad_input_is_told_and_signs_nobody_in(client: Client, name: str, password: str) -> None:
    response = sign_in(client, name, password)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_many_wrong_tries_must_wait_for_known_and_unknown_alike() -> None:
    for name in (make_consultant().user.username, "nobody-here-123"):
        cache.clear()
        pages = [sign_in(Client(), name, WRONG).content.decode() for _ in range(6)]
        assert "Wait 5 minutes" not in pages[4]
        assert "Wait 5 minutes" in pages[5]


def test_no_network_address_is_kept_anywhere() -> None:
    name = make_consultant().user.username
    client = Client(
        REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Secretbrowser"
    )
    sign_in(client, name, WRONG)
    sign_in(client, name)
    client.post("/account/password/", {})
    client.get("/in/again/?next=/home/")
    assert "203.0.113.77" not in everything_stored()
    assert "Secretbrowser" not in everything_stored()
    session = UserSession.objects.get()
    assert (session.ip, session.user_agent) == ("::", "phone")


def everything_stored() -> str:
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    rows += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(rows)


def test_the_days_hash_stands_in_for_an_address() -> None:
    today = hashed_address("203.0.113.77")
    assert today == hashed_address("203.0.113.77")
    assert today != hashed_address("203.0.113.78")
    assert today.endswith("::")
    with patch("accounts.adapter.timezone.now", return_value=timezone.now() + timedelta(days=1)):
        assert hashed_address("203.0.113.77") != today


def test_signing_out_ends_the_session_and_asks_when_only_opened() -> None:
    client = Client()
    sign_in(client, make_consultant().user.username)
    assert "Sign out?" in client.get("/out/").content.decode()
    assert client.get("/home/").status_code == 200
    assert client.post("/out/")["Location"] == "/"
    assert client.get("/home/")["Location"] == "/in/?next=/home/"


def test_fifteen_idle_minutes_end_a_session() -> None:
    client = Client()
    sign_in(client, make_consultant().user.username)
    assert client.get("/home/").status_code == 200
    row = Session.objects.get(pk=client.session.session_key)
    assert row.expire_date - timezone.now() <= timedelta(minutes=15)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/home/").status_code == 302


def test_the_cookie_ends_with_the_browser() -> None:
    response = sign_in(Client(), make_consultant().user.username)
    assert response.cookies["session"]["max-age"] == ""
    assert response.cookies["session"]["httponly"]


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/in/signup/",
        "/account/email/",
        "/account/password/reset/",
        "/account/inactive/",
    ],
)
def test_other_pages_of_the_library_do_not_exist(client: Client, path: str) -> None:
    assert nothing_here(client.get(path))

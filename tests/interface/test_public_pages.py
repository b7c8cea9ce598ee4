"""The pages anyone may open, the pages for when something is amiss, and the way out."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from accounts.signup.services import create_consultant

pytestmark = pytest.mark.django_db
PAGES = ["/", "/safety/", "/help/", "/projects/", "/paid/"]
TROUBLE = [
    *("403.html", "403_csrf.html", "404.html", "429.html", "500.html"),
    *("refused.html", "button_only.html"),
]
MOST_BYTES = 60 * 1024
MOST_REQUESTS = 4


@pytest.mark.parametrize("address", PAGES)
def test_public_page_has_one_heading_and_the_way_out(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    assert html.count("<h1") == 1
    assert html.count('id="exit" href="/leave/"') == 1
    first_two = re.findall(r'<a[^>]*href="([^"]+)"', html.split("<body")[1])[:2]
    assert first_two == ["#main", "/leave/"]


@pytest.mark.parametrize("address", PAGES)
def test_first_load_is_small(client: Client, address: str) -> None:
    html = client.get(address).content
    parts = re.findall(r'(?:src|href)="/static/([^"]+)"', html.decode())
    files = [Path(str(finders.find(re.sub(r"\.[0-9a-f]{12}\.", ".", part)))) for part in parts]

    assert 1 + len(files) <= MOST_REQUESTS
    assert (
        sum(len(gzip.compress(b)) for b in [html, *(f.read_bytes() for f in files)]) <= MOST_BYTES
    )


def test_pages_ask_no_other_server_for_anything(client: Client) -> None:
    for address in PAGES:
        assert not re.search(r'(?:src|href)="(?:https?:)?//', client.get(address).content.decode())


def test_help_names_someone_to_write_to(client: Client) -> None:
    assert settings.SUPPORT_CONTACT in client.get("/help/").content.decode()


def test_safety_page_says_that_history_stays(client: Client) -> None:
    assert "Leaving does not clear your history." in client.get("/safety/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_ends_the_session_and_goes_elsewhere(client: Client, method: str) -> None:
    session = client.session
    session["kept"] = "something"
    session.save()

    response = getattr(client, method)("/leave/")

    assert response.status_code == 302
    assert response["Location"] == settings.LEAVE_URL
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "kept" not in client.session


def test_leaving_is_not_refused_without_a_token() -> None:
    left = Client(enforce_csrf_checks=True).post("/leave/")
    assert left["Location"] == settings.LEAVE_URL


def test_switching_language_needs_the_token() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/help/", {"_language": "es"}).status_code == 403
    assert '<html lang="en"' in strict.get("/help/").content.decode()


def test_unknown_language_changes_nothing(client: Client) -> None:
    assert client.post("/help/", {"_language": "xx"}).status_code == 405
    assert '<html lang="en"' in client.get("/help/").content.decode()


def test_missing_page_is_plain_and_has_the_way_out(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert 'id="exit"' in response.content.decode()


@pytest.mark.parametrize("address", ["/no-such-page/", "/projects/no-such-project/"])
def test_missing_pages_of_the_demo_look_like_those_of_a_server(
    client: Client, settings: Any, address: str
) -> None:
    settings.DEBUG = True
    response = client.get(address)

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


@pytest.mark.parametrize("name", TROUBLE)
def test_pages_for_trouble_need_no_request(name: str) -> None:
    html = render_to_string(name, {"message": "Someone else was first."})

    assert html.count("<h1") == 1
    assert 'id="exit"' in html


@pytest.fixture
def consultant() -> User:
    return create_consultant("quiet-river-7", password="long enough to keep 7", language="en")


def test_language_chosen_once_stays_with_the_account(client: Client, consultant: User) -> None:
    client.force_login(consultant)
    client.post("/help/", {"_language": "es"})
    consultant.refresh_from_db()
    elsewhere = Client()
    elsewhere.force_login(consultant)

    assert consultant.language == "es"
    assert '<html lang="es"' in elsewhere.get("/help/").content.decode()


def test_switching_works_on_a_missing_page(client: Client, consultant: User) -> None:
    client.force_login(consultant)
    response = client.post("/no-such-page/", {"_language": "es"}, follow=True)

    assert response.status_code == 404
    assert '<html lang="es"' in response.content.decode()


def test_leaving_signs_out(client: Client, consultant: User) -> None:
    client.force_login(consultant)
    assert 'action="/out/"' in client.get("/help/").content.decode()

    client.get("/leave/")

    assert 'action="/out/"' not in client.get("/help/").content.decode()

"""Joining: one question a page, kept input, and answers that tell nothing about others."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.names import propose_name
from accounts.signup.links import link_for
from consultants.models import Consultant
from tests.factories import PASSWORD, make_consultant, make_member

pytestmark = pytest.mark.django_db
NEW = {"username": "plain-river-217", "password": PASSWORD, "language": "en", "is_adult": "on"}


def test_each_answer_leads_to_the_next_question(client: Client) -> None:
    assert client.post("/join/", {"who": "consultant"})["Location"] == "/join/device/"
    assert client.post("/join/", {"who": "organization"})["Location"] == "/join/address/"
    assert client.post("/join/device/", {"shared": "no"})["Location"] == "/join/name/"
    assert client.post("/join/device/", {"shared": "yes"})["Location"] == "/join/name/?with=tips"


def test_a_shared_device_gets_tips_and_no_autocomplete(client: Client) -> None:
    page = client.get("/join/name/?with=tips").content.decode()
    assert "Write the user name and the password on paper" in page
    assert 'autocomplete="new-password"' not in page
    assert 'autocomplete="new-password"' in client.get("/join/name/").content.decode()


def test_a_consultant_joins_without_an_address_and_is_home(client: Client) -> None:
    response = client.post("/join/name/", NEW)
    assert response["Location"] == "/home/"
    user = User.objects.get(username="plain-river-217")
    assert (user.kind, user.email) == ("consultant", "")
    assert Consultant.objects.filter(user=user).exists()
    home = client.get("/home/").content.decode()
    assert "Nothing needs you today" in home
    assert "Nobody sees anything yet" in home


def test_proposed_names_are_neutral_and_free() -> None:
    names = {propose_name() for _ in range(50)}
    assert len(names) > 40
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-\d{3}", name) for name in names)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "ab"),
        ("username", "x" * 41),
        ("username", "me@example.org"),
        ("username", "<b>bold</b>"),
        ("username", "nul\x00byte"),
        ("password", ""),
        ("password", "too short"),
        ("password", "x" * 201),
        ("password", "plain-river-217"),
        ("language", "xx"),
        ("is_adult", ""),
    ],
)
def test_a_bad_answer_is_told_at_its_field_and_stores_nothing(
    client: Client, field: str, value: str
) -> None:
    response = client.post("/join/name/", NEW | {field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "<title>Error:" in response.content.decode()
    assert not User.objects.exists()


def test_what_was_typed_is_kept_but_never_the_password(client: Client) -> None:
    page = client.post("/join/name/", NEW | {"is_adult": ""}).content.decode()
    assert "plain-river-217" in page
    assert PASSWORD not in page


def test_markup_is_shown_as_text(client: Client) -> None:
    page = client.post("/join/name/", NEW | {"username": "<script>x</script>"}).content.decode()
    assert "<script>x" not in page


def test_a_taken_name_and_a_bad_name_get_the_same_answer(client: Client) -> None:
    taken = make_consultant().user.username.upper()
    for_taken = client.post("/join/name/", NEW | {"username": taken}).content.decode()
    for_bad = client.post("/join/name/", NEW | {"username": "not a name"}).content.decode()

    def plain(page: str, name: str) -> str:
        page = re.sub(r"like [a-z]+-[a-z]+-\d{3}", "like N", page.replace(name, "NAME"))
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)

    assert plain(for_taken, taken) == plain(for_bad, "not a name")


def test_sending_the_form_twice_makes_one_account(client: Client) -> None:
    client.post("/join/name/", NEW)
    again = client.post("/join/name/", NEW)
    assert again["Location"] == "/home/"
    assert User.objects.count() == 1


def test_known_and_unknown_addresses_get_one_answer(client: Client) -> None:
    known = make_member().email
    answers, queries = [], []
    for email in (known, "nobody@elsewhere.example"):
        cache.clear()  # the first hit of a limit costs other queries than the second
        with CaptureQueriesContext(connection) as captured:
            response = Client().post("/join/address/", {"email": email})
        answers.append((response.status_code, response["Location"], response.content))
        queries.append(len(captured))
    assert answers[0] == answers[1] == (302, "/join/sent/", b"")
    assert queries[0] == queries[1]


def test_the_mail_tells_nothing_and_only_a_new_address_gets_a_link(client: Client) -> None:
    known = make_member().email
    client.post("/join/address/", {"email": known})
    client.post("/join/address/", {"email": "new@elsewhere.example"})
    to_known, to_new = mail.outbox
    assert to_known.subject == to_new.subject == "You have 1 update"
    assert "/join/open/" not in to_known.body
    assert "/join/open/" in to_new.body


def test_one_address_is_not_flooded_with_mail(client: Client) -> None:
    for _ in range(3):
        client.post("/join/address/", {"email": "new@elsewhere.example"})
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "x" * 250 + "@example.org", "a\x00@b.org"]
)
def test_what_is_no_address_is_told_at_the_field(client: Client, email: str) -> None:
    response = client.post("/join/address/", {"email": email})
    assert "email" in response.context["form"].errors
    assert mail.outbox == []


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_behind_the_link_a_member_chooses_a_password_and_goes_on(client: Client) -> None:
    path = path_of(link_for("new@elsewhere.example"))
    response = client.post(path, {"password": PASSWORD, "is_adult": "on"})
    assert response["Location"] == "/join/organization/"
    user = User.objects.get(email="new@elsewhere.example")
    assert user.kind == "member"
    assert client.get("/org/")["Location"] == "/join/organization/"
    assert client.get("/org/check/")["Location"] == "/join/organization/"


def test_a_used_a_foreign_and_a_made_up_link_look_alike(client: Client) -> None:
    used = client.get(path_of(link_for(make_member().email)))
    made_up = client.get("/join/open/bWFkZSB1cA:1abc:xyz/")
    assert used.status_code == made_up.status_code == 404
    assert "used, or it is too old" in used.content.decode()
    assert User.objects.count() == 1


def test_a_password_that_repeats_the_address_is_refused(client: Client) -> None:
    path = path_of(link_for("someone.new@elsewhere.example"))
    response = client.post(path, {"password": "someone.new@elsewhere.example", "is_adult": "on"})
    assert "password" in response.context["form"].errors


def test_too_many_new_accounts_from_one_place_must_wait(client: Client) -> None:
    answers = [client.post("/join/name/", {}).status_code for _ in range(21)]
    assert answers[0] == 200
    assert answers[-1] == 429

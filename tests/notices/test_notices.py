"""Notices say that something waits, never what; mail only to people with an address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from core import outbox
from home.updates import WORDS
from notices.services import mark_seen, notify, unseen
from tests.factories import make_checked_member, make_consultant, make_member, signed_in

pytestmark = pytest.mark.django_db


def test_a_page_is_told_once_until_it_is_seen() -> None:
    user = make_consultant().user
    for _ in range(2):
        with transaction.atomic():
            notify(user, "work", "abc")
    assert [one.path for one in unseen(user)] == ["/jobs/abc/"]
    mark_seen(user, "work", "abc")
    assert unseen(user) == []
    with transaction.atomic():
        notify(user, "work", "abc")
    assert [one.path for one in unseen(user)] == ["/jobs/abc/"]


def test_mail_has_no_content() -> None:
    member = make_member()
    with transaction.atomic():
        notify(member, "work", "abc")
    outbox.drain_once()
    (message,) = mail.outbox
    assert message.subject == "You have 1 update"
    assert "/jobs/abc/" not in message.body
    assert message.to == [member.email]


def test_a_consultant_gets_no_mail() -> None:
    with transaction.atomic():
        notify(make_consultant().user, "work", "abc")
    outbox.drain_once()
    assert mail.outbox == []


def test_what_was_seen_meanwhile_is_not_mailed() -> None:
    member = make_member()
    with transaction.atomic():
        notify(member, "work", "abc")
    mark_seen(member, "work", "abc")
    outbox.drain_once()
    assert mail.outbox == []


def test_mail_speaks_the_persons_language() -> None:
    member = make_member()
    member.language = "es"
    member.save()
    with transaction.atomic():
        notify(member, "work", "abc")
    outbox.drain_once()
    assert len(mail.outbox) == 1


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoReverseMatch), transaction.atomic():
        notify(make_consultant().user, "nowhere")


def test_a_page_is_not_named_by_its_address() -> None:
    with pytest.raises(NoReverseMatch):
        mark_seen(make_consultant().user, "/jobs/abc/")


def test_pages_of_notices_that_have_words_are_there() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert WORDS.keys() <= names


CONSULTANTS = ("account", "money", "saved_projects", "permissions")
TEAMS = ("account", "org_check", "org_permissions", "self_check", "team")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        *((make_consultant, one) for one in CONSULTANTS),
        *((make_checked_member, one) for one in TEAMS),
    ],
)
def test_who_opens_the_page_has_seen_what_is_new(make: Callable[[], Any], name: str) -> None:
    made = make()
    user = getattr(made, "user", made)
    with transaction.atomic():
        notify(user, name)
    client = signed_in(user)
    client.get(reverse("home" if user.is_consultant else "org"))
    assert name in [one.page for one in unseen(user)]
    assert client.get(reverse(name)).status_code == 200
    assert name not in [one.page for one in unseen(user)]

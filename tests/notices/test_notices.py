"""Notices say that something waits, never what; mail only to people with an address."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import NoReverseMatch, get_resolver

from core import outbox
from home.updates import WORDS
from notices.services import mark_seen, notify, unseen
from tests.factories import make_consultant, make_member

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


def test_pages_of_notices_that_have_words_are_there() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert WORDS.keys() <= names

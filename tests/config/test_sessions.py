"""Sessions slide, and are written at most once a minute."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from core.sessions import USED_AT, SlidingSessionMiddleware

pytestmark = pytest.mark.django_db


def visit(session: SessionStore) -> bool:
    request = HttpRequest()
    request.session = session
    SlidingSessionMiddleware(lambda _request: HttpResponse())(request)
    return bool(session.modified)


def stored(**values: object) -> SessionStore:
    session = SessionStore()
    session.update(values)
    session.save()
    return SessionStore(session.session_key)


def test_a_session_used_a_minute_ago_is_written_again() -> None:
    assert visit(stored(**{USED_AT: int(time.time()) - 60}))


def test_a_session_used_a_moment_ago_is_not_written() -> None:
    assert not visit(stored(**{USED_AT: int(time.time()) - 30}))


def test_a_visitor_without_a_session_gets_none() -> None:
    assert not visit(SessionStore())


def test_a_session_that_has_ended_does_not_come_back() -> None:
    assert not visit(SessionStore("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))

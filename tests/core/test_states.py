"""A row moves only as its table says, by the side the table names, and leaves an event."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import User
from core.errors import WrongState
from core.events import events_of
from core.models import Event
from core.states import Actor, may_move, move, only

MOVES = {"open": {"closed": only(Actor.ORGANIZATION)}}


def test_a_move_not_in_the_table_is_refused_and_changes_nothing() -> None:
    row = SimpleNamespace(state="closed")
    with pytest.raises(WrongState):
        move(row, "open", moves=MOVES, by=Actor.ORGANIZATION)
    assert row.state == "closed"


def test_the_other_side_can_not_make_the_move() -> None:
    row = SimpleNamespace(state="open")
    assert may_move(row, "closed", moves=MOVES, by=Actor.ORGANIZATION)
    assert not may_move(row, "closed", moves=MOVES, by=Actor.CONSULTANT)
    with pytest.raises(WrongState):
        move(row, "closed", moves=MOVES, by=Actor.CONSULTANT)


@pytest.fixture
def posting_like(db: None) -> Any:
    """Any stored row with a state: a task of the outbox will do."""
    from core.models import Task

    return Task.objects.create(name="tests.nothing")


def test_a_move_is_saved_and_recorded(posting_like: Any) -> None:
    moves = {"waiting": {"done": only(Actor.TIMER)}}
    move(posting_like, "done", moves=moves, by=Actor.TIMER)

    posting_like.refresh_from_db()
    (event,) = events_of(posting_like)
    assert posting_like.state == "done"
    assert (event.before, event.after, event.by, event.actor_id) == (
        "waiting",
        "done",
        "timer",
        None,
    )


def test_the_history_can_not_be_changed_or_deleted(posting_like: Any) -> None:
    from django.db import DatabaseError, transaction

    event = Event.objects.create(subject="a", subject_id=1, name="made", by="timer")
    for attempt in (
        lambda: Event.objects.filter(pk=event.pk).update(name="other"),
        lambda: Event.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Event.objects.get(pk=event.pk).name == "made"
    assert User.objects.count() == 0

"""Moving time in tests: for the database's rules and for the application at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from core import clock
from tests.conftest import as_owner


@contextmanager
def moved_clock(**by: float) -> Iterator[None]:
    """Let time have moved on by so many days or hours (or back) until the block ends."""
    with _clock_set(lambda: clock.move(timedelta(**by))):
        yield


@contextmanager
def frozen_clock(at: datetime) -> Iterator[None]:
    """Let it be one moment until the block ends."""
    with _clock_set(lambda: clock.freeze(at)):
        yield


@contextmanager
def _clock_set(change: Callable[[], None]) -> Iterator[None]:
    before = clock.setting()
    with as_owner():
        change()
    try:
        yield
    finally:
        clock.keep(before.ahead, before.frozen_at)
        if not connection.needs_rollback:  # otherwise the database forgets the change by itself
            with as_owner():
                clock.put_back(before)

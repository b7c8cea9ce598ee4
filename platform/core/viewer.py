"""Who is looking. The database hides rows from everyone but the acting viewer.

The identity is a session setting (`app.viewer`) because transaction-local settings vanish in
autocommit and before a template renders. With none set, nothing private is visible.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core import clock

ANYONE = "anyone"


@dataclass(frozen=True)
class Viewer:
    """A person at work: their account, and the organization they act for if any."""

    user_id: int | None = None
    organization_id: int | None = None
    kind: str = ""


def identity_of(viewer: Viewer) -> str:
    """Return the identity string that the row policies read."""
    if viewer.user_id is None:
        return ANYONE
    if viewer.organization_id is None:
        return f"user:{viewer.user_id}"
    return f"user:{viewer.user_id}+org:{viewer.organization_id}"


@contextmanager
def acting_as(identity: str) -> Iterator[None]:
    """Let the database see `identity` as the viewer until the block ends, and learn what time it is.

    Enter it outside a transaction: a rollback would put the earlier identity back.
    """
    before, clocks = _set(identity)
    try:
        clock.keep(*clocks)
        yield
    finally:
        # A broken connection has no session left to clear; a new one starts with nobody.
        if connection.connection is not None and not connection.connection.closed:
            _set(before)


def _set(identity: str) -> tuple[str, tuple[Any, Any]]:
    """Set the viewer; return who it was before, and how the database's clock stands."""
    with connection.cursor() as cursor:
        # a sub-select reads the old value before the new one is set
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT coalesce(current_setting('app.viewer', true), '')"
            " AS was) SELECT was, set_config('app.viewer', %s, false), clock_ahead(), clock_frozen_at()"
            " FROM before",
            [identity],
        )
        was, _identity, ahead, frozen_at = cursor.fetchone()
    return str(was), (ahead, frozen_at)

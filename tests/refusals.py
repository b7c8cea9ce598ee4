"""What the database refuses, by the name of the rule that refused it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction


@contextmanager
def refused(by: str) -> Iterator[pytest.ExceptionInfo[DatabaseError]]:
    """Try something that the database refuses, deferred rules too, and by this rule and no other.

    `by` is the constraint's name; a trigger, a right and a row policy have none, there it is what they
    say ("is fixed", "permission denied for table …"). Who tries is said around it: `with acting(…),
    refused(…)`, since nobody can be changed inside of what was refused.
    """
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield caught
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    answer = refused_by(caught.value)
    assert by == answer or (" " in answer and by in answer), f"refused by {answer!r}, not by {by!r}"


def refused_by(error: DatabaseError) -> str:
    """Return the constraint that an error names, or the sentence if it names none."""
    cause = error.__cause__
    assert isinstance(cause, psycopg.Error), f"Django refused it, not the database: {error!r}"
    return cause.diag.constraint_name or cause.diag.message_primary or ""


def denied(table: str) -> str:
    """Return what the database says to a role without the right."""
    return f"permission denied for table {table}"


def hidden(table: str) -> str:
    """Return what the database says to a row that the viewer may not write."""
    return f'row-level security policy for table "{table}"'

"""`refused` itself: another reason than the named one does not count."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import ProtectedError

from accounts.models import User
from core.models import Event
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


def ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_named_rule_counts() -> None:
    with refused(denied("core_event")):
        Event.objects.update(name="other")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_event SET nothing = 1",  # a slip
        "DELETE FROM accounts_nothing",
        "SELECT 1 / 0",
    ],
)
def test_a_slip_in_the_test_does_not(sql: str) -> None:
    with pytest.raises(AssertionError, match="refused by"), refused(denied("core_event")):
        ask(sql)


def test_what_was_allowed_does_not() -> None:
    with pytest.raises(pytest.fail.Exception), refused(denied("core_event")):
        ask("SELECT 1")


def test_a_part_of_a_constraints_name_does_not() -> None:
    with pytest.raises(AssertionError, match="user_kind_known"), refused("user_kind"):
        User.objects.create(username="may-never-be", kind="both")


def test_a_refusal_of_django_does_not() -> None:
    with pytest.raises(AssertionError, match="Django refused it"), refused("anything"):
        raise ProtectedError("referenced", set())


def test_no_test_takes_just_any_refusal() -> None:
    errors = r"raises\(\s*\(?(?:Database|Integrity|Programming|Internal|Operational|Data)Error"
    folder = Path(__file__).parent
    files = [path for path in folder.rglob("*.py") if re.search(errors, path.read_text())]
    assert files == [folder / "refusals.py"]

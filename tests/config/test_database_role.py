"""Tests look at the database exactly as pages do: as the web role."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection

from core.models import Task
from tests.conftest import as_owner
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


def ask(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def test_tests_act_as_the_web_role_without_special_rights() -> None:
    role, superuser, bypasses, owns = ask(
        "SELECT current_user, rolsuper, rolbypassrls,"
        " EXISTS (SELECT FROM pg_class WHERE relowner = r.oid) FROM pg_roles r"
        " WHERE rolname = current_user"
    )
    assert (role, superuser, bypasses, owns) == ("equal_web", False, False, False)


def test_the_owner_is_no_superuser_and_acts_only_inside_its_block() -> None:
    with as_owner():
        role, superuser = ask(
            "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
        )
    assert role != "equal_web"
    assert not superuser
    assert ask("SELECT current_user") == ("equal_web",)


def test_the_web_role_may_not_empty_a_table() -> None:
    with refused(denied("core_event")):
        ask("TRUNCATE core_event")


def test_the_acting_viewer_is_set_and_cleared(
    acting: Callable[[str], AbstractContextManager[None]],
) -> None:
    with acting("user:7+org:9"):
        assert ask("SELECT viewer_user(), viewer_org()") == (7, 9)
    assert ask("SELECT viewer_user(), viewer_org()") == (None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tables_are_emptied_after_a_test_with_real_commits(turn: int) -> None:
    assert not Task.objects.exists()
    Task.objects.create(name=f"turn {turn}", args={})

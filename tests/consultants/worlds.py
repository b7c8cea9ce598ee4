"""Made-up worlds for the search's tests: drawn by hypothesis, written to the database as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st

from accounts.models import User
from consultants.items import BY_NAME
from consultants.models import Consultant
from tests.conftest import as_owner
from tests.consultants.oracle import Asked, Given, Looking, Someone
from tests.factories import make_checked_member, make_consultant, make_member

SEARCHED = (
    "name", "introduction", "expertise", "languages", "region", "rate", "availability", "past_work",
    "statement",
)  # fmt: skip
WORDS = ("training", "policy", "river", "hundred")
ORGANIZATIONS = ("checked", "police", "lapsed", "unchecked")

texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
choices = st.lists(st.integers(1, 3), max_size=2, unique=True).map(sorted)
values = {
    "name": st.sampled_from(["Somebody", "Somebody", "Somebody", ""]),
    "introduction": texts,
    "expertise": choices,
    "languages": choices,
    "region": st.sampled_from([None, 1, 2]),
    "rate": st.sampled_from([None, 1000, 2000, 3000]),
    "availability": st.sampled_from([None, 1, 2, 3]),
    "past_work": texts,
    "statement": texts,
}
# most people can be found by somebody, or the tests would look at empty pages
audiences = st.fixed_dictionaries(
    {name: st.sampled_from([0, 1, 2, 3, 4, 5, 5] if name != "name" else [0, 1, 3, 4, 5, 5]) for name in SEARCHED}
)  # fmt: skip
given = st.builds(
    Given,
    organization=st.sampled_from(ORGANIZATIONS),
    items=st.sets(st.sampled_from(SEARCHED[1:]), max_size=5).map(lambda more: frozenset({"name", *more})),
    is_over=st.sampled_from([False, False, True]),
    is_stopped=st.sampled_from([False, False, True]),
    is_for_assigned=st.sampled_from([False, False, False, True]),
)  # fmt: skip
decisions = st.fixed_dictionaries(
    {
        "items": st.fixed_dictionaries(values),
        "audiences": audiences,
        "given": st.lists(given, max_size=3).map(tuple),
        "ties": st.dictionaries(st.sampled_from(ORGANIZATIONS), st.sampled_from([2, 3]), max_size=2),
        "blocked": st.lists(
            st.sampled_from([*ORGANIZATIONS, *(f"member of {one}" for one in ORGANIZATIONS)]), max_size=1
        ).map(frozenset),
        "is_paused": st.sampled_from([False] * 9 + [True]),
        "is_closed": st.sampled_from([False] * 9 + [True]),
    }
)  # fmt: skip
questions = st.builds(
    Asked,
    values=st.fixed_dictionaries(
        {},
        optional={
            "expertise": st.integers(1, 3),
            "languages": st.integers(1, 3),
            "region": st.integers(1, 2),
            "rate": st.sampled_from([999, 2000, 2999]),
            "availability": st.integers(1, 3),
        },
    ).map(lambda found: tuple(found.items())),
    words=st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple),
    by_rate=st.booleans(),
)


# the database reads a list in its order where an index has it; the answers hold without that, too
plans = st.sampled_from(["on", "off"])


@dataclass(frozen=True)
class Stage:
    """The accounts that every world uses again: consultants, and a member of each organization."""

    consultants: list[Consultant]
    members: dict[str, User]

    def looking(self, name: str) -> Looking:
        """Return the one who looks, as the oracle knows them."""
        return Looking(
            f"member of {name}", name, name in ("checked", "police"), is_watched=name == "police"
        )


def make_stage(number: int) -> Stage:
    """Make the accounts once; what people decide comes with each world."""
    members = {
        "checked": make_checked_member(),
        "police": make_checked_member(kind="police"),
        "lapsed": make_checked_member(),
        "unchecked": make_member(),
    }
    with as_owner():
        run(
            "UPDATE organizations_organization SET checked_until = now() - interval '1 second' WHERE id = %s",
            members["lapsed"].membership.organization_id,
        )
    return Stage([make_consultant(f"Person {one}") for one in range(number)], members)


def run(sql: str, *params: Any) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def staged(stage: Stage, drawn: list[dict[str, Any]], orders: list[int]) -> Iterator[list[Someone]]:
    """Write a world to the database, as its owner; take it back afterwards."""
    everybody = [
        Someone(consultant.pk, order, **decided)
        for consultant, order, decided in zip(stage.consultants, orders, drawn, strict=True)
    ]
    with transaction.atomic():
        with as_owner():
            for consultant, someone in zip(stage.consultants, everybody, strict=True):
                write(stage, consultant, someone)
        yield everybody
        transaction.set_rollback(True)


def write(stage: Stage, consultant: Consultant, someone: Someone) -> None:
    """Write one person's values and decisions, past every service."""
    columns = {**someone.items, **{f"{k}_audience": v for k, v in someone.audiences.items()}}
    columns["order_key"] = someone.order
    sets = ", ".join(f"{name} = %s" for name in columns)
    run(
        f"UPDATE consultants_profile SET {sets} WHERE consultant_id = %s",
        *columns.values(),
        consultant.pk,
    )
    paused = timezone.now() if someone.is_paused else None
    run("UPDATE consultants_consultant SET paused_at = %s WHERE id = %s", paused, consultant.pk)
    run(
        "UPDATE accounts_user SET is_active = %s WHERE id = %s",
        not someone.is_closed,
        consultant.user_id,
    )
    for number, one in enumerate(someone.given):
        write_consent(stage, consultant, one, f"{consultant.pk}-{number}")
    for name, tie in someone.ties.items():
        set_standing(stage, consultant, name, "tie", tie)
    for name in someone.blocked:
        if name in stage.members:
            set_standing(stage, consultant, name, "blocked", True)
        else:
            run(
                "INSERT INTO consultants_personblock (consultant_id, user_id, called) VALUES (%s, %s, 'Somebody')",
                consultant.pk, stage.members[name.removeprefix("member of ")].pk,
            )  # fmt: skip


def write_consent(stage: Stage, consultant: Consultant, one: Given, code: str) -> None:
    """Write a permission; the database's own trigger says what is in force."""
    now = timezone.now()
    run(
        "INSERT INTO consultants_consent (code, organization_id, consultant_id, items, purpose, valid_from,"
        " valid_until, stopped_at, assigned_only) VALUES (%s, %s, %s, %s, 'work', %s, %s, %s, %s)",
        code, stage.members[one.organization].membership.organization_id, consultant.pk,
        sum(BY_NAME[name].mask for name in one.items), now - timedelta(days=2),
        now + timedelta(days=-1 if one.is_over else 1), now if one.is_stopped else None, one.is_for_assigned,
    )  # fmt: skip


def set_standing(
    stage: Stage, consultant: Consultant, name: str, column: str, value: object
) -> None:
    """Set a tie or a block."""
    run(
        f"INSERT INTO consultants_standing AS s (organization_id, consultant_id, {column}) VALUES (%s, %s, %s)"
        f" ON CONFLICT (organization_id, consultant_id) DO UPDATE SET {column} = excluded.{column}",
        stage.members[name].membership.organization_id, consultant.pk, value,
    )  # fmt: skip


def make_crowd(number: int) -> None:
    """Make many people whom anyone may find, in two statements."""
    with as_owner():
        run(
            "WITH u AS (INSERT INTO accounts_user (username, password, email, kind, language, time_zone,"
            " is_active, is_staff, is_superuser, joined_at) SELECT 'crowd-' || n, '!', '', 'consultant',"
            " 'en', 'UTC', true, false, false, now() FROM generate_series(1, %s) n RETURNING id)"
            " INSERT INTO consultants_consultant (user_id, code, may_invite, joined_at)"
            " SELECT id, 'crowd' || id, 0, now() FROM u",
            number,
        )
        run(
            "INSERT INTO consultants_profile (consultant_id, order_key, name, pronouns, introduction,"
            " expertise, languages, photo, past_work, reference, statement, email, phone, legal_name,"
            " address, rate, name_audience, rate_audience) SELECT id, -id, 'Crowd', '', '', '{}', '{}', '',"
            " '', '', '', '', '', '', '', 1000 + id %% 7, 5, 5 FROM consultants_consultant",
        )

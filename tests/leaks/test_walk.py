"""Nothing private turns up where the table does not allow it, and all that it allows turns up somewhere.

The small form asks for every address as every role, with people in two states of consent; the whole
one has every state, and sends every form empty too.
"""

import pytest

from core import outbox
from tests.leaks import truth, world
from tests.leaks.judge import cells_seen, cells_to_meet, leaks
from tests.leaks.walk import GET, POST, Walk, everything_logged, mailed, markers_in

pytestmark = pytest.mark.django_db

FAR = (
    "anonymous",
    "other_consultant",
    "former_member",
    "administrator",
    "on_a_case",
    "unverified",
    "police",
)
NEAR = ("stranger", "invited", "interested", "asking", "picked")
CLOSE = ("talking", "working", "lapsed", "blocked")
GROUPS = (FAR, NEAR, CLOSE)


def test_every_role_walks() -> None:
    assert {role for group in GROUPS for role in group} == set(truth.ROLES)


def walked(
    states: tuple[str, ...],
    roles: tuple[str, ...],
    owners: tuple[str, ...],
    methods: tuple[str, ...],
) -> Walk:
    """Build the world, walk it, and hold what was seen against the table in both directions."""
    there = world.build(states)
    walk = Walk(there, methods)
    with everything_logged() as logged:
        outbox.drain_once(limit=1000)
        for role in roles:
            walk.as_role(role)
        for state in owners:
            walk.as_owner_of(state)
    assert leaks(walk) == []
    assert walk.failures == []
    assert sorted(cells_to_meet(there, roles, owners) - cells_seen(walk)) == []
    assert markers_in(there, mailed()) == []
    assert markers_in(there, logged.getvalue()) == []
    return walk


@pytest.mark.parametrize("roles", GROUPS, ids=["far", "near", "close"])
def test_small_walk(roles: tuple[str, ...]) -> None:
    owners = ("given",) if roles == FAR else ()
    walk = walked(("given", "levels"), roles, owners, (GET,))
    assert walk.looked_at > 50 * len(roles)


@pytest.mark.slow
@pytest.mark.parametrize("role", truth.ROLES)
def test_whole_walk(role: str) -> None:
    walked(truth.STATES, (role,), (), (GET, POST))


@pytest.mark.slow
@pytest.mark.parametrize("state", truth.STATES)
def test_whole_walk_of_the_people_themselves(state: str) -> None:
    another = "anyone" if state != "anyone" else "levels"
    walked((state, another), (), (state,), (GET, POST))

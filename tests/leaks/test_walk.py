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
# the whole walk in parts that take about as long, so that several workers share it
WHOLE = [truth.ROLES[first::6] for first in range(6)]
PEOPLE = [truth.STATES[first::4] for first in range(4)]


def test_every_role_walks() -> None:
    assert {role for group in GROUPS for role in group} == set(truth.ROLES)
    assert {role for group in WHOLE for role in group} == set(truth.ROLES)
    assert {state for group in PEOPLE for state in group} == set(truth.STATES)


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
@pytest.mark.whole
@pytest.mark.parametrize("roles", WHOLE, ids="+".join)
def test_whole_walk(roles: tuple[str, ...]) -> None:
    walked(truth.STATES, roles, (), (GET, POST))


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.parametrize("states", PEOPLE, ids="+".join)
def test_whole_walk_of_the_people_themselves(states: tuple[str, ...]) -> None:
    walked(states, (), states, (GET, POST))

"""Holds what a walk saw against the table, in both directions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.leaks import truth
from tests.leaks.walk import Sighting, Walk
from tests.leaks.world import World

HOLDER_ONLY = frozenset({"user_name"})  # what only the person themself reads


@dataclass(frozen=True, order=True)
class Cell:
    """One thing that the table allows: this role sees this item of a person in this state."""

    role: str
    state: str
    item: str
    pair_role: str = ""


def leaks(walk: Walk) -> list[str]:
    """Return every sighting that the table does not allow, in words."""
    return sorted(str(one) for one in walk.sightings if not is_allowed(one))


def is_allowed(seen: Sighting) -> bool:
    """Whether a sighting is in the table. Titles, headers and file names never hold a marker."""
    if seen.place != "page":
        return False
    canary, role = seen.canary, role_towards(seen)
    if canary.item in truth.ITEMS:
        return truth.allowed_on(role, canary.state, canary.item, seen.page)
    if canary.item in truth.PIECES:
        return truth.piece_is_theirs(canary.item, role=role, pair_role=canary.pair_role)
    if canary.item in truth.TOLD_THE_DESK:
        return truth.is_told(role)
    return canary.item in HOLDER_ONLY and role == "owner"


def role_towards(seen: Sighting) -> str:
    """An owner is one towards themself, and another consultant towards everybody else."""
    if seen.role == "owner" and seen.looker != seen.canary.state:
        return "other_consultant"
    return seen.role


def cells_to_meet(world: World, roles: Iterable[str], owners: Iterable[str]) -> set[Cell]:
    """Return every cell of the table that these viewers must meet somewhere, or the walk is blind."""
    found = set(_items_to_meet(world, roles, owners))
    for canary in world.canaries:
        if not canary.pair_role:
            continue
        lookers = {canary.pair_role} & set(roles) | ({"owner"} if canary.state in owners else set())
        found |= {
            Cell(role, canary.state, canary.item, canary.pair_role)
            for role in lookers
            if truth.piece_is_met(
                canary.item, role=role, state=canary.state, pair_role=canary.pair_role
            )
        }
    return found


def _items_to_meet(world: World, roles: Iterable[str], owners: Iterable[str]) -> Iterator[Cell]:
    for state in world.states:
        for item in truth.ITEMS:
            if state in owners:
                yield Cell("owner", state, item)
            for role in roles:
                if truth.may_see(role, state, item):
                    yield Cell(role, state, item)
        for item in truth.TOLD_THE_DESK:
            lookers = [*roles, *(["owner"] if state in owners else [])]
            yield from (Cell(role, state, item) for role in lookers if truth.is_told(role))


def cells_seen(walk: Walk) -> set[Cell]:
    """Return the cells that turned up on a page, documents apart where the table opens them apart."""
    return {
        Cell(role_towards(one), one.canary.state, one.canary.item, one.canary.pair_role)
        for one in walk.sightings
        if one.place == "page"
    }

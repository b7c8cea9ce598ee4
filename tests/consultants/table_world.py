"""Everybody of the truth table, made in the database: two persons, one who gave permissions and one who didn't."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import User
from consultants import access_cases, visibility
from consultants.models import AccessCase, Consultant
from consultants.visibility import ProfileCard
from core.viewer import acting_as
from organizations.models import Membership
from tests.conftest import as_owner
from tests.consultants.truth_table import VIEWERS, Cell, is_seen
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)

NAME_AND_RATE = 0b1000001
WITHOUT_ORGANIZATION = ("anyone", "other consultant", "nobody set", "job", "owner")
KINDS = {"police": "police", "police talking": "immigration"}


@dataclass
class World:
    """The two persons, and everybody who looks at them."""

    people: dict[bool, Consultant]  # by whether they gave permissions
    users: dict[str, User | None] = field(default_factory=dict)
    organizations: dict[str, int] = field(default_factory=dict)
    cases: dict[bool, AccessCase] = field(default_factory=dict)

    def identity(self, viewer: str, *, granted: bool = False) -> str:
        """Return the identity with which this viewer's requests look."""
        fixed = {"anyone": "anyone", "nobody set": "", "job": "job:payments.send"}
        if viewer in fixed:
            return fixed[viewer]
        if viewer == "owner":
            return f"user:{self.people[granted].user_id}"
        user = self.users[viewer]
        assert user is not None
        organization_id = self.organizations.get(viewer)
        return f"user:{user.pk}" + (f"+org:{organization_id}" if organization_id else "")

    def card(self, cell: Cell) -> ProfileCard | None:
        """Look as this cell's viewer does."""
        person = self.people[cell.granted]
        if cell.viewer == "administrator in a case":
            with acting_as(f"case:{self.cases[cell.granted].pk}"):
                return visibility.card_of_case()
        with acting_as(self.identity(cell.viewer, granted=cell.granted)):
            return visibility.card_for(person.pk)

    def set(self, *, audience: int, paused: bool, name: int | None = None) -> None:
        """Give both persons this audience for the two items, and pause them or not."""
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE consultants_profile SET name_audience = %s, rate_audience = %s",
                [audience if name is None else name, audience],
            )
            cursor.execute(
                "UPDATE consultants_consultant SET paused_at = CASE WHEN %s THEN now() END",
                [paused],
            )


def build() -> World:
    """Make everybody."""
    people = {granted: make_consultant("Visible Person", rate=9_000) for granted in (False, True)}
    world = World(people)
    for viewer in VIEWERS:
        add_viewer(world, viewer)
    add_cases(world)
    return world


def add_viewer(world: World, viewer: str) -> None:
    """Make one viewer and what binds their organization to the two persons."""
    if viewer == "other consultant":
        world.users[viewer] = make_consultant("Somebody Else").user
    if viewer in WITHOUT_ORGANIZATION or viewer.startswith("administrator"):
        if viewer.startswith("administrator"):
            world.users[viewer] = make_administrator()
        return
    boss = (
        make_member()
        if viewer == "unchecked"
        else make_checked_member(kind=KINDS.get(viewer, "service"))
    )
    organization = boss.membership.organization
    world.organizations[viewer] = organization.pk
    is_plain = viewer in ("picked, assigned", "picked, not assigned")
    leaves = viewer == "former member"  # the owner stays
    role = "viewer" if is_plain else "coordinator"
    world.users[viewer] = make_member(organization, role=role) if is_plain or leaves else boss
    for granted, person in world.people.items():
        bind(world, viewer, person, granted=granted)
    if leaves:
        Membership.objects.filter(user=world.users[viewer]).delete()


def bind(world: World, viewer: str, person: Consultant, *, granted: bool) -> None:
    """Tie, block, permit and assign, as the viewer's name says."""
    pair = [world.organizations[viewer], person.pk]
    user = world.users[viewer]
    assert user is not None
    ties = {"talking": 3, "police talking": 3, "working": 2, "blocked organization": 2, "blocked person": 2,
            "lapsed": 2, "former member": 2}  # fmt: skip
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consultants_standing (organization_id, consultant_id, tie, blocked) VALUES (%s, %s, %s, %s)",
            [*pair, ties.get(viewer), viewer == "blocked organization"],
        )
        if granted:
            give(cursor, viewer, pair)
        if viewer == "picked, assigned":
            cursor.execute(
                "INSERT INTO consultants_assignment (organization_id, consultant_id, user_id) VALUES (%s, %s, %s)",
                [*pair, user.pk],
            )
        if viewer == "blocked person":
            cursor.execute(
                "INSERT INTO consultants_personblock (consultant_id, user_id, called) VALUES (%s, %s, '')",
                [person.pk, user.pk],
            )
        if viewer == "lapsed":
            cursor.execute(
                "UPDATE organizations_organization SET checked_until = now() - interval '1 second' WHERE id = %s",
                pair[:1],
            )


def give(cursor, viewer: str, pair: list[int]) -> None:
    """Store a permission for the name and the rate: live, over or stopped, for all or for the assigned."""
    until = timezone.now() + timedelta(hours=-1 if "expired" in viewer else 1)
    cursor.execute(
        "INSERT INTO consultants_consent (code, organization_id, consultant_id, items, purpose, valid_from,"
        " valid_until, assigned_only) VALUES (substr(md5(random()::text), 1, 22), %s, %s, %s, 'work', %s, %s, %s)"
        " RETURNING id",
        [*pair, NAME_AND_RATE, until - timedelta(days=1), until, viewer.endswith("assigned")],
    )
    if "stopped" in viewer:
        cursor.execute(
            "UPDATE consultants_consent SET stopped_at = now() WHERE id = %s", cursor.fetchone()
        )


def add_cases(world: World) -> None:
    """Let one administrator ask and another agree, for each of the two persons."""
    asking, agreeing = world.users["administrator in a case"], world.users["administrator"]
    assert asking is not None
    assert agreeing is not None
    for granted, person in world.people.items():
        with acting(asking):
            case = access_cases.ask(
                person.code, items=frozenset({"name", "rate"}), reason="A test", actor=asking
            )
        with acting(agreeing):
            world.cases[granted] = access_cases.approve(case, actor=agreeing)


def differences(world: World) -> Iterator[str]:
    """Look at every cell of the table; yield each that is not as the table says."""
    for audience in range(6):
        for paused in (False, True):
            world.set(audience=audience, paused=paused)
            for viewer in VIEWERS:
                for granted in (False, True):
                    cell = Cell(viewer, audience, granted, paused)
                    card = world.card(cell)
                    should = is_seen(cell, case_names_it=True)
                    whole = {"name": "Visible Person", "rate": 9_000}
                    if (dict(card.items) if card else {}) != (whole if should else {}):
                        yield f"{cell}: {card and dict(card.items)}"
    yield from door_differences(world)


def door_differences(world: World) -> Iterator[str]:
    """A working name at "Only me" hides the rest from everybody but its owner and a case."""
    world.set(audience=5, name=0, paused=False)
    for viewer in VIEWERS:
        for granted in (False, True):
            if viewer == "administrator in a case":
                continue
            card = world.card(Cell(viewer, 5, granted, False))
            if (card is not None) != (viewer == "owner"):
                yield f"the door, {viewer}, {granted}"

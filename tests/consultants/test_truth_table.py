"""The database against the independent table: cards, search, pages and previews; and planted faults."""

import pytest
from django.db import connection, transaction
from django.test import Client

from consultants import visibility
from consultants.models import Consultant
from consultants.people_codes import code_for
from core.viewer import acting_as
from tests.conftest import as_owner
from tests.consultants.table_world import World, build, differences
from tests.consultants.truth_table import VIEWERS, Cell, cells, is_found, is_seen
from tests.factories import acting

pytestmark = pytest.mark.django_db

MEMBERS = [v for v in VIEWERS if v not in ("anyone", "other consultant", "nobody set", "job", "owner")
           and not v.startswith("administrator")]  # fmt: skip


def test_the_table_has_every_square_and_both_answers() -> None:
    answers = [is_seen(cell) for cell in cells()]
    assert len(cells()) == len(VIEWERS) * 6 * 2 * 2
    assert {viewer for viewer in VIEWERS if viewer != "owner"} == {
        cell.viewer for cell in cells() if not is_seen(cell)
    }
    assert 0 < sum(answers) < len(answers)


def test_every_card_is_as_the_table_says() -> None:
    assert list(differences(build())) == []


def test_search_finds_whom_the_table_says() -> None:
    world = build()
    for audience in range(6):
        world.set(audience=audience, paused=False)
        for viewer in VIEWERS:
            with acting_as(world.identity(viewer)):
                ids = visibility.search().ids
            for granted, person in world.people.items():
                cell = Cell(viewer, audience, granted, False)
                assert (person.pk in ids) == is_found(cell), cell
    world.set(audience=5, paused=True)
    for viewer in VIEWERS:
        with acting_as(world.identity(viewer)):
            assert visibility.search().ids == (), viewer


def client_of(world: World, viewer: str) -> Client:
    client, user = Client(), world.users.get(viewer)
    if user is not None:
        client.force_login(user, backend="accounts.backends.NameOrAddressBackend")
    return client


@pytest.mark.parametrize("granted", [False, True])
def test_every_page_of_a_person_is_as_the_table_says(granted: bool) -> None:
    world = build()
    person = world.people[granted]
    clients = {viewer: client_of(world, viewer) for viewer in MEMBERS}
    for audience in range(6):
        world.set(audience=audience, paused=False)
        for viewer in MEMBERS:
            if viewer == "former member":
                continue  # acts for no organization, so has no such page at all
            code = code_for(world.organizations[viewer], person.pk)
            response = clients[viewer].get(f"/org/people/{code}/")
            should = is_seen(Cell(viewer, audience, granted, False))
            assert response.status_code == (200 if should else 404), (viewer, audience)
            assert ("$90" in response.content.decode()) == should, (viewer, audience)


def test_the_page_for_anyone_is_what_the_table_gives_anyone_and_never_more() -> None:
    world = build()
    person = world.people[True]
    clients = {viewer: client_of(world, viewer) for viewer in (*MEMBERS, "anyone", "administrator")}
    never = ("blocked organization", "blocked person", "administrator")
    for audience in (4, 5):
        for paused in (False, True):
            world.set(audience=audience, paused=paused)
            for viewer, client in clients.items():
                should = viewer not in never and is_seen(Cell("anyone", audience, False, paused))
                response = client.get(f"/c/{person.code}/")
                assert response.status_code == (200 if should else 404), (viewer, audience)
                assert ("$90" in response.content.decode()) == should


def test_the_preview_is_what_the_real_viewer_gets() -> None:
    world = build()
    for audience in range(6):
        for paused in (False, True):
            world.set(audience=audience, paused=paused)
            for granted, person in world.people.items():
                compare_previews(world, person, Cell("", audience, granted, paused))


def compare_previews(world: World, person: Consultant, state: Cell) -> None:
    """Ask for each preview as the person, and for the same card as the viewer it stands for."""
    rest = (state.audience, state.granted, state.paused)
    with acting(person.user):
        by_audience = {
            level: visibility.card_as_audience(level) for level in visibility.Audience if level
        }
        by_organization = {
            viewer: visibility.card_as_organization(
                world.organizations[viewer], assigned=viewer != "picked, not assigned"
            )
            for viewer in MEMBERS
        }
    for viewer, preview in by_organization.items():
        if viewer in ("former member", "blocked person"):
            continue  # these differ from their organization
        assert preview == world.card(Cell(viewer, *rest)), (viewer, state)
    stand_ins = {5: "anyone", 4: "checked", 3: "talking", 2: "working"}
    for level, viewer in stand_ins.items():
        if not state.granted:  # an audience is shown without anybody's permission
            assert by_audience[level] == world.card(Cell(viewer, *rest)), (viewer, state)
    picked = is_seen(Cell("checked", state.audience, True, state.paused))
    assert (by_audience[1] is not None) == picked, state


FAULTS = [
    # (what is broken, which function or view, the text in it, what it becomes)
    ("one level too wide", "may_see", "audience >= base", "audience >= base - 1"),
    ("one level too narrow", "may_see", "audience >= base", "audience > base"),
    ("ties open one level more", "may_see", "audience >= tie", "audience >= tie - 1"),
    ("ties open nothing", "may_see", "audience >= tie", "audience > tie"),
    ("permissions open Only me", "may_see", "audience >= 1", "audience >= 0"),
    ("permissions open nothing", "may_see", "audience >= 1", "audience >= 9"),
    ("a lapsed check counts", "counts_as", "o.checked_until > clock_now()", "true"),
    ("watched kinds count as checked", "counts_as", "'police', 'immigration', 'prosecution', 'press'", "'none'"),
    ("who left still counts", "acting_viewer", "CASE WHEN home = viewer_org() THEN home END", "viewer_org()"),
    ("with nobody set, anyone", "acting_viewer", "me IS NULL AND viewer_identity() <> 'anyone'", "false"),
    ("administrators look like anyone", "acting_viewer", "u.kind = 'administrator'", "false"),
    ("everybody speaks for the organization", "acting_viewer", "m.role IN ('owner', 'coordinator') AND NOT m.limited", "true"),
    ("blocks of organizations are forgotten", "profile_seen", "b.blocked", "false"),
    ("blocks of persons are forgotten", "profile_seen", "b.user_id = v.me", "false"),
    ("a pause is forgotten", "profile_seen", "c.paused_at IS NULL", "true"),
    ("an ended permission counts", "profile_seen", "s.name_until > v.at", "s.name_until IS NOT NULL"),
    ("the assigned see nothing", "profile_seen", "t.user_id = v.me", "false"),
    ("one's own row follows the rule", "profile_seen", "c.user_id = v.own", "false"),
    ("the working name is no door", "profile_seen", "may_see(p.name_audience,", "may_see(5::smallint,"),
    ("a case shows more than it names", "case_card", "the_case.items & 64 <> 0", "false"),
    ("a case that is over still shows", "case_card", "k.ends_at > clock_now()", "k.ends_at < clock_now()"),
]  # fmt: skip


def definition(name: str) -> str:
    """Return the statement that makes a function or the view again, over the one that stands."""
    with connection.cursor() as cursor:
        if name == "profile_seen":
            cursor.execute("SELECT pg_get_viewdef('profile_seen'::regclass)")
            return f"CREATE OR REPLACE VIEW profile_seen WITH (security_barrier) AS {cursor.fetchone()[0]}"
        cursor.execute("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s", [name])
        return str(cursor.fetchone()[0])


class Undo(Exception):  # noqa: N818 - takes a planted fault out again
    """Rolls back."""


def test_each_planted_fault_is_caught_by_the_table() -> None:
    world = build()
    assert list(differences(world)) == []
    unnoticed = []
    for what, where, text, instead in FAULTS:
        try:
            with transaction.atomic():
                with as_owner(), connection.cursor() as cursor:
                    sound = definition(where)
                    broken = sound.replace(text, instead)
                    assert broken != sound, f"{what}: {text!r} is not in\n{sound}"
                    cursor.execute(broken)
                if next(differences(world), None) is None:
                    unnoticed.append(what)
                raise Undo
        except Undo:
            pass
    assert unnoticed == []
    assert list(differences(world)) == []

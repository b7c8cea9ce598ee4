"""The truth table of who sees what, written by hand from the design and importing nothing of ours.

Every cell is made in the database and looked at through the view, as the web role.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from consultants.consent import card_for, search
from consultants.models import Consultant
from tests.conftest import as_owner
from tests.factories import acting, check, make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db

VIEWERS = ("anyone", "unchecked", "checked", "police", "talking", "working", "lapsed", "blocked")


def expected(viewer: str, audience: int, granted: bool) -> bool:
    """The design's table in plain Python."""
    if viewer == "blocked":
        return False
    base = 4 if viewer in ("checked", "talking", "working") else 5
    tie = {"talking": 3, "working": 2}.get(viewer)
    granted = granted and viewer not in ("anyone", "unchecked", "lapsed")
    return (
        audience >= base
        or (tie is not None and audience >= 2 and audience >= tie)
        or (audience >= 1 and granted)
    )


def make_viewer(name: str, consultant: Consultant):
    """Return a member whose organization stands to the consultant as the name says."""
    if name == "unchecked":
        return make_member()
    member = make_checked_member(kind="police" if name == "police" else "service")
    organization_id = member.membership.organization_id
    with as_owner(), connection.cursor() as cursor:
        if name == "lapsed":
            cursor.execute(
                "UPDATE organizations_organization SET checked_until = now() - interval '1 second' WHERE id = %s",
                [organization_id],
            )
        tie = {"talking": 3, "working": 2}.get(name)
        cursor.execute(
            "INSERT INTO consultants_standing (organization_id, consultant_id, tie, blocked) VALUES (%s, %s, %s, %s)",
            [organization_id, consultant.pk, tie, name == "blocked"],
        )
    return member


def give(consultant: Consultant, organization_id: int, bits: int, until) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consultants_permission (code, organization_id, consultant_id, items, purpose, valid_from, valid_until)"
            " VALUES (substr(md5(random()::text), 1, 22), %s, %s, %s, 'work', %s, %s)",
            [organization_id, consultant.pk, bits, until - timedelta(days=1), until],
        )


def set_audiences(consultant: Consultant, audience: int) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consultants_profile SET name_audience = %s, rate_audience = %s WHERE consultant_id = %s",
            [audience, audience, consultant.pk],
        )


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_cell_of_the_table(viewer: str, acting) -> None:
    consultant = make_consultant("Visible Person", rate=9_000)
    member = None if viewer == "anyone" else make_viewer(viewer, consultant)
    for granted in (False, True):
        if granted and member is not None:
            give(
                consultant,
                member.membership.organization_id,
                0b1000001,
                timezone.now() + timedelta(hours=1),
            )
        for audience in range(6):
            set_audiences(consultant, audience)
            identity = (
                "anyone"
                if member is None
                else f"user:{member.pk}+org:{member.membership.organization_id}"
            )
            with acting(identity):
                card = card_for(consultant.pk)
                ids = search().ids
            should = expected(viewer, audience, granted and member is not None)
            assert (card is not None) == should, (viewer, audience, granted)
            if card is not None:
                assert dict(card.items) == {"name": "Visible Person", "rate": 9_000}
            searches = viewer != "anyone"  # members search, and nobody else
            assert (consultant.pk in ids) == (should and searches), (viewer, audience, granted)


def test_the_working_name_is_the_door() -> None:
    consultant = make_consultant("Hidden Person", rate=9_000)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE consultants_profile SET rate_audience = 5, name_audience = 0")
    with acting(make_checked_member()):
        assert card_for(consultant.pk) is None


def test_only_the_permitted_items_are_on_the_card() -> None:
    consultant = make_consultant("Some Person", rate=9_000, statement="private words", audience=1)
    member = make_checked_member()
    give(consultant, member.membership.organization_id, 0b1, timezone.now() + timedelta(hours=1))
    with acting(member):
        card = card_for(consultant.pk)
    assert card is not None
    assert dict(card.items) == {"name": "Some Person"}


def test_an_ended_permission_shows_nothing() -> None:
    consultant = make_consultant("Some Person", audience=1)
    member = make_checked_member()
    give(consultant, member.membership.organization_id, 0b1, timezone.now() - timedelta(seconds=1))
    with acting(member):
        assert card_for(consultant.pk) is None


def test_a_paused_person_is_seen_by_nobody() -> None:
    consultant = make_consultant("Some Person", audience=5)
    Consultant.objects.filter(pk=consultant.pk).update(paused_at=timezone.now())
    with acting(make_checked_member()):
        assert card_for(consultant.pk) is None
        assert search().ids == ()


def test_a_removed_member_sees_nothing_even_with_the_old_identity(acting) -> None:
    consultant = make_consultant("Some Person", audience=4)
    member = make_checked_member()
    identity = f"user:{member.pk}+org:{member.membership.organization_id}"
    with acting(identity):
        assert card_for(consultant.pk) is not None
    member.membership.delete()
    with acting(identity):
        assert card_for(consultant.pk) is None


def test_without_a_viewer_nothing_is_visible() -> None:
    consultant = make_consultant("Some Person", audience=4)
    assert card_for(consultant.pk) is None


def test_a_claimed_organization_without_membership_is_nobody(acting) -> None:
    consultant = make_consultant("Some Person", audience=4)
    member = make_checked_member()
    stranger = make_member()
    with acting(f"user:{stranger.pk}+org:{member.membership.organization_id}"):
        assert card_for(consultant.pk) is None


def test_checking_an_organization_opens_the_door_at_once() -> None:
    consultant = make_consultant("Some Person", audience=4)
    member = make_member()
    with acting(member):
        assert card_for(consultant.pk) is None
        check(member.membership.organization)
        assert card_for(consultant.pk) is not None

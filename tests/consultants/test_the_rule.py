"""Single sentences of the rule, each by name. Every cell of the table: `test_truth_table.py`."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from consultants.models import Consultant
from consultants.visibility import card_for, search
from tests.conftest import as_owner
from tests.factories import (
    acting,
    check,
    make_checked_member,
    make_colleague,
    make_consultant,
    make_member,
)

pytestmark = pytest.mark.django_db


def give(consultant: Consultant, organization_id: int, bits: int, until) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consultants_consent (code, organization_id, consultant_id, items, purpose, valid_from, valid_until)"
            " VALUES (substr(md5(random()::text), 1, 22), %s, %s, %s, 'work', %s, %s)",
            [organization_id, consultant.pk, bits, until - timedelta(days=1), until],
        )


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


def test_an_ended_consent_shows_nothing() -> None:
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
    member = make_colleague()
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

"""Blocks of one person: silent, everywhere, and only while that person is signed in."""

import pytest
from django.db import connection

from consultants.blocks.services import block_person, unblock_person
from consultants.items import Audience
from consultants.models import Consultant, MayInvite, PersonBlock
from consultants.visibility import card_for, may_invite, search
from core.errors import NotAllowed
from core.viewer import acting_as
from tests.conftest import as_owner
from tests.factories import (
    acting,
    make_checked_member,
    make_colleague,
    make_consultant,
    make_member,
)
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> Consultant:
    made = make_consultant("Open Person", audience=Audience.ANYONE)
    Consultant.objects.filter(pk=made.pk).update(may_invite=MayInvite.CHECKED)
    return made


def block(consultant: Consultant, user) -> None:
    with acting(consultant.user):
        block_person(consultant, person=user, actor=consultant.user)


def test_a_blocked_person_sees_nothing_and_their_colleagues_what_they_saw(consultant) -> None:
    blocked = make_checked_member()
    colleague = make_member(blocked.membership.organization)
    block(consultant, blocked)
    with acting(blocked):
        assert card_for(consultant.pk) is None
        assert consultant.pk not in search().ids
        assert not may_invite(consultant.pk)
    with acting(colleague):
        assert card_for(consultant.pk) is not None
        assert consultant.pk in search().ids
        assert may_invite(consultant.pk)


def test_the_block_follows_the_person_to_another_organization(consultant) -> None:
    blocked, other = make_colleague(), make_checked_member()
    block(consultant, blocked)
    blocked.membership.organization_id = other.membership.organization_id
    blocked.membership.save()
    with acting(blocked):
        assert card_for(consultant.pk) is None
        assert consultant.pk not in search().ids
    with acting_as(f"user:{blocked.pk}"):
        assert card_for(consultant.pk) is None


def test_another_consultant_can_be_blocked_too_and_logged_out_they_are_anyone(consultant) -> None:
    other = make_consultant().user
    block(consultant, other)
    with acting(other):
        assert card_for(consultant.pk) is None
    with acting_as("anyone"):
        assert card_for(consultant.pk) is not None


def test_unblocking_lets_the_settings_hold_again(consultant) -> None:
    blocked = make_checked_member()
    block(consultant, blocked)
    block(consultant, blocked)
    with acting(consultant.user):
        unblock_person(consultant, person=blocked, actor=consultant.user)
    with acting(blocked):
        assert card_for(consultant.pk) is not None


def test_only_the_consultant_knows(consultant) -> None:
    blocked = make_checked_member()
    block(consultant, blocked)
    for stranger in (blocked, make_consultant().user):
        with acting(stranger):
            assert not PersonBlock.objects.exists()
    with acting(consultant.user):
        assert PersonBlock.objects.get().user_id == blocked.pk


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO consultants_personblock (consultant_id, user_id, called) VALUES (1, 1, '')",
        "DELETE FROM consultants_personblock",
        "UPDATE consultants_personblock SET user_id = 1",
    ],
)
def test_blocks_are_written_by_their_function_only(consultant, sql: str) -> None:
    with acting(consultant.user), refused(denied("consultants_personblock")):
        connection.cursor().execute(sql)


def test_nobody_blocks_in_another_persons_name(consultant) -> None:
    stranger, member = make_consultant().user, make_checked_member()
    with acting(stranger), pytest.raises(NotAllowed):
        block_person(consultant, person=member, actor=stranger)
    with acting(member), refused("only a consultant blocks"):
        connection.cursor().execute("SELECT set_person_block(%s, true, '')", [stranger.pk])
    with as_owner():
        assert not PersonBlock.objects.exists()

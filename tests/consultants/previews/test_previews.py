"""A preview is the look that it previews: compared on worlds made by chance, every item with its own audience."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from consultants.items import Audience
from consultants.models import Consultant
from consultants.visibility import (
    ProfileCard,
    card_as_audience,
    card_as_organization,
    card_for,
    card_for_anyone,
)
from core.viewer import acting_as
from tests.consultants import worlds
from tests.consultants.oracle import Someone
from tests.factories import acting, make_checked_member, make_member

pytestmark = pytest.mark.django_db
PEOPLE = 3


@pytest.fixture
def stage() -> worlds.Stage:
    return worlds.make_stage(PEOPLE)


@pytest.fixture
def strangers() -> tuple[User, User]:
    """Members of a checked and an unchecked organization that have nothing to do with anybody."""
    return make_checked_member(), make_member()


def items(card: ProfileCard | None) -> dict[str, object] | None:
    return dict(card.items) if card else None


def looks(viewer: User, consultant: Consultant) -> dict[str, object] | None:
    with acting(viewer):
        return items(card_for(consultant.pk))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(worlds.decisions, min_size=PEOPLE, max_size=PEOPLE))
def test_a_preview_shows_what_the_look_shows(
    stage: worlds.Stage, strangers: tuple[User, User], drawn: list
) -> None:
    with worlds.staged(stage, drawn, list(range(PEOPLE))) as everybody:
        for consultant, someone in zip(stage.consultants, everybody, strict=True):
            if someone.is_closed:
                continue
            compare(stage, consultant, someone)
            with acting(consultant.user):
                for_checked = items(card_as_audience(Audience.CHECKED))
                for_anyone = items(card_as_audience(Audience.ANYONE))
            assert for_checked == looks(strangers[0], consultant)
            assert for_anyone == looks(strangers[1], consultant)
            with acting_as("anyone"):
                assert for_anyone == items(card_for_anyone(consultant.code))


def compare(stage: worlds.Stage, consultant: Consultant, someone: Someone) -> None:
    """Hold the preview of each organization against the look of its member, unless that person is blocked."""
    for name, member in stage.members.items():
        if f"member of {name}" in someone.blocked:
            continue
        with acting(consultant.user):
            preview = items(card_as_organization(member.membership.organization_id, assigned=True))
        assert preview == looks(member, consultant), name

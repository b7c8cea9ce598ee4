"""The consent ledger: every step of consent, in one chain a person that tells what was changed."""

import pytest

from consultants.blocks import block, unblock
from consultants.items import Audience
from consultants.ledger import words_of
from consultants.models import ConsentEvent, Consultant, MayInvite, Profile
from consultants.permissions_given import give, stop
from consultants.scope import Scope
from consultants.services import change_audience, change_may_invite, pause, unpause
from core.dates import day_in_words
from tests.factories import acting, make_checked_member, make_consultant

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Some Person")


@pytest.fixture
def organization():
    return make_checked_member().membership.organization


def names_of(consultant: Consultant) -> list[str]:
    with acting(consultant.user):
        return list(ConsentEvent.objects.order_by("number").values_list("name", flat=True))


class TestEveryService:
    def test_each_step_is_one_event(self, consultant, organization) -> None:
        user = consultant.user
        with acting(user):
            scope = Scope(items=frozenset({"rate"}), purpose="work", purpose_text="A talk in May")
            permission = give(consultant, organization=organization, scope=scope, actor=user)
            stop(permission, actor=user)
            stop(permission, actor=user)
            block(consultant, organization=organization, actor=user)
            unblock(consultant, organization=organization, actor=user)
            for step in (pause, pause, unpause, unpause):
                step(consultant, actor=user)
            for setting in (MayInvite.CHECKED, MayInvite.CHECKED):
                change_may_invite(consultant, may_invite=setting, actor=user)
            for audience in (Audience.ANYONE, Audience.ANYONE):
                change_audience(Profile.objects.get(), "rate", audience=audience, actor=user)
            words = [
                words_of(event, user=user) for event in ConsentEvent.objects.order_by("number")
            ]
        assert names_of(consultant) == [
            "audience", "audience", "given", "stopped", "deletion_asked", "blocked", "unblocked", "paused", "came_back",
            "may_invite", "audience",
        ]  # fmt: skip
        assert words[2] == (
            f"{organization.name} may see or use this.\nItems: Working name, Rate for an hour."
            "\nWhat for: For work that we agreed.\nA talk in May\nWhere: Only here, in this application."
            f"\nUntil: {day_in_words(permission.valid_until, weekday=False)}."
            "\nYou can stop it at any time. Then they do not see it any more."
        )
        assert words[-1].startswith(
            "Rate for an hour. Who can see it: Anyone. Before: Organizations I pick."
        )

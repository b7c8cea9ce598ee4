"""Both sides, or one that presses twice, at the very same time: one row each and no dead end."""

from typing import Any

import pytest

from accounts.models import User
from consultants.items import Audience
from consultants.models import Consultant, MayInvite
from core.errors import NotAllowed, Refused
from engagements.invitations import services
from engagements.models import Engagement, Interest, Invitation, Posting
from engagements.postings import services as postings
from tests.engagements.test_at_once import at_once
from tests.factories import acting, make_consultant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def consultant() -> Consultant:
    made = make_consultant("Nila Sol", audience=Audience.CHECKED)
    Consultant.objects.filter(pk=made.pk).update(may_invite=MayInvite.CHECKED)
    return made


def shows_interest(posting: Posting, consultant: Consultant) -> Any:
    with acting(consultant.user):
        return services.show_interest(posting, actor=consultant.user, items=frozenset())


def invites(posting: Posting, consultant: Consultant, member: User) -> Any:
    with acting(member):
        return services.invite(posting, consultant=consultant, actor=member)


def accepts(invitation: Invitation) -> Any:
    actor = invitation.consultant.user
    with acting(actor):
        try:
            return services.accept_invitation(invitation, actor=actor)
        except NotAllowed as missing:
            return missing


def test_two_presses_are_one_interest(posting: Posting, consultant: Consultant) -> None:
    one, two = at_once(*[lambda: shows_interest(posting, consultant)] * 2)
    assert one == two == Interest.objects.get()


def test_two_colleagues_invite_once(member: User, posting: Posting, consultant: Consultant) -> None:
    one, two = at_once(*[lambda: invites(posting, consultant, member)] * 2)
    assert one == two == Invitation.objects.get()


def test_interest_and_invitation_at_once_leave_one_of_both(
    member: User, posting: Posting, consultant: Consultant
) -> None:
    given = at_once(
        lambda: shows_interest(posting, consultant), lambda: invites(posting, consultant, member)
    )
    assert sum(isinstance(one, Refused) for one in given) == 1
    assert Interest.objects.count() + Invitation.objects.count() == 1


def test_two_presses_on_yes_open_one_room(
    member: User, posting: Posting, consultant: Consultant
) -> None:
    invitation = invites(posting, consultant, member)
    one, two = at_once(*[lambda: accepts(invitation)] * 2)
    assert one == two == Engagement.objects.get()


@pytest.mark.parametrize("_again", range(3))
def test_closing_while_the_invited_person_says_yes_ends_in_one_of_both(
    member: User, posting: Posting, consultant: Consultant, _again: int
) -> None:
    invitation = invites(posting, consultant, member)

    def close() -> Posting:
        with acting(member):
            return postings.close(posting, actor=member)

    at_once(close, lambda: accepts(invitation))
    invitation.refresh_from_db()
    posting.refresh_from_db()
    assert posting.state == "closed"
    assert (invitation.state == "accepted") == Engagement.objects.exists()
    assert invitation.state in ("accepted", "withdrawn")

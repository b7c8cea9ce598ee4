"""Looks at people in the demo world: teams opened pages, a block, and one look of the desk with its reason."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from accounts.models import User
from consultants import access_cases, visibility
from consultants.blocks.services import block
from consultants.models import Consultant
from demo import people

Acting = Callable[[User], AbstractContextManager[None]]


def look_around(consultants: list[Consultant], members: list[User], acting: Acting) -> None:
    """Let two teams open the first person's page, and the desk look with a reason."""
    for member in members[:2]:
        with acting(member):
            visibility.card_for(consultants[0].pk, opened=True)
    keep_out(consultants[2], members[2], acting)
    look_for_a_reason(consultants[0], acting)


def keep_out(consultant: Consultant, member: User, acting: Acting) -> None:
    """Let one person block an organization."""
    with acting(consultant.user):
        block(consultant, organization=member.membership.organization, actor=consultant.user)


def look_for_a_reason(consultant: Consultant, acting: Acting) -> None:
    """Let one administrator ask, a second one agree, and the first look."""
    asking = User.objects.get(email=people.ADMINISTRATOR)
    agreeing = User.objects.get(email=people.SECOND_ADMINISTRATOR)
    with acting(asking):
        case = access_cases.ask(
            consultant.code,
            items=frozenset({"email"}),
            reason="You asked us to check the address for your receipts.",
            actor=asking,
        )
    with acting(agreeing):
        case = access_cases.approve(case, actor=agreeing)
    with acting(asking):
        access_cases.look(case, actor=asking)

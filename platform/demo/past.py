"""A small piece of work that is over in the demo world: paid in, handed in, approved, and spoken of."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from consultants.models import Consultant
from core.viewer import acting_as
from demo import people
from demo.projects import draft
from engagements.contracts import services as contracts
from engagements.delivery import services as delivery
from engagements.feedback import services as feedback
from engagements.invitations import services as invitations
from engagements.models import Contract, Engagement, Milestone, Posting
from engagements.negotiation import services as negotiation
from engagements.postings import services as postings
from engagements.terms.first_terms import first_terms
from payments.models import Funding
from payments.services import funding

PayIn = Callable[[str], None]
Acting = Callable[[User], AbstractContextManager[None]]


@dataclass(frozen=True)
class Pair:
    """Two people at work, and how to act as one of them."""

    consultant: Consultant
    member: User
    acting: Acting


def add_finished_work(pair: Pair, pay_in: PayIn) -> None:
    """Bring a small project from the board to its end, and let the consultant say how it was."""
    with pair.acting(pair.member):
        posting = postings.publish(draft(people.PAST_PROJECT, pair.member), actor=pair.member)
    engagement = talk(pair, posting)
    with pair.acting(pair.member):
        postings.close(posting, actor=pair.member)
    stage = sign(pair, engagement).milestones.get()
    pay_stage(stage, pair.member, pay_in, acting=pair.acting)
    with pair.acting(pair.consultant.user):
        delivery.hand_in(stage, note="My comments on each line.", actor=pair.consultant.user)
    with pair.acting(pair.member):
        delivery.approve_work(stage, actor=pair.member)
    with pair.acting(pair.consultant.user):
        feedback.say_how_it_was(
            engagement,
            actor=pair.consultant.user,
            answers={"terms_kept": "yes", "equal_footing": "yes", "would_again": "partly"},
        )


def talk(pair: Pair, posting: Posting) -> Engagement:
    """Let the consultant show interest and the organization answer."""
    user = pair.consultant.user
    with pair.acting(user):
        interest = invitations.show_interest(posting, actor=user, items=frozenset())
    with pair.acting(pair.member):
        return invitations.answer_interest(interest, actor=pair.member)


def sign(pair: Pair, engagement: Engagement) -> Contract:
    """Agree on what the project promised, and sign it on both sides."""
    user = pair.consultant.user
    with pair.acting(pair.member):
        offer = negotiation.make_offer(engagement, terms=first_terms(engagement), actor=pair.member)
    with pair.acting(user):
        contract = negotiation.accept_offer(
            offer, number=offer.number, sha256=offer.sha256, actor=user
        )
    for signer in (user, pair.member):
        with pair.acting(signer):
            contract = contracts.sign(
                contract, sha256=contract.sha256, typed_name="Example Signer", actor=signer
            )
    return contract


def pay_stage(stage: Milestone, member: User, pay_in: PayIn, *, acting: Acting) -> None:
    """Let the organization pay in a stage on the provider's page, and hear of it."""
    with acting(member):
        pay_in(funding.start(stage, actor=member))
    row = Funding.objects.get(milestone=stage)
    write = funding.fetch_checkout(row.checkout_id)
    with acting_as("job:payments.demo"), transaction.atomic():
        write()

"""Who acts next in an engagement, by when, and what happens otherwise: the same facts for both sides."""

from django.utils.translation import gettext as _

from core.dates import day_in_words
from engagements.delivery.next_steps import BOTH, NOBODY, NextStep, _page, step_of_stage
from engagements.models import Contract, Engagement, Offer
from engagements.parties import Parties
from engagements.states import (
    ContractState,
    EngagementState,
    MilestoneState,
    OfferState,
    Side,
)


def step_of(engagement: Engagement, *, side: Side, parties: Parties) -> NextStep:
    """Say who acts next; reads the rows that `with_progress` has fetched."""
    if engagement.state == EngagementState.TALKING:
        return _while_talking(engagement, side=side, parties=parties)
    if engagement.state == EngagementState.WORKING:
        return _while_working(engagement, side=side, parties=parties)
    ended = engagement.state == EngagementState.ENDED
    text = _("This work has ended.") if ended else _("All stages are approved. The work is done.")
    return NextStep(text, _page("work", engagement), NOBODY)


def _while_talking(engagement: Engagement, *, side: Side, parties: Parties) -> NextStep:
    contract = next(
        (c for c in engagement.contracts.all() if c.state == ContractState.WAITING), None
    )
    if contract is not None:
        return _to_sign(engagement, contract, side=side, parties=parties)
    offer = next((o for o in engagement.offers.all() if o.state == OfferState.OPEN), None)
    if offer is not None:
        return _to_answer(engagement, offer, side=side, parties=parties)
    return NextStep(
        _("Either of you can propose the terms."),
        _page("terms", engagement),
        BOTH,
        action=_("See the terms"),
        otherwise=_("Nothing happens until one of you does."),
        power="negotiate",
    )


def _to_sign(
    engagement: Engagement, contract: Contract, *, side: Side, parties: Parties
) -> NextStep:
    missing = BOTH - {Side(row.side) for row in contract.signatures.all()}
    path = _page("sign", engagement)
    if side in missing:
        return NextStep(
            _("The contract waits for you to read it and sign."),
            path,
            missing,
            action=_("Read and sign"),
            otherwise=_("Nothing is final until both of you sign."),
            power="sign",
        )
    return NextStep(
        _("Waiting for %(name)s to sign the contract.") % _named(parties, missing),
        path,
        missing,
        otherwise=_("Nothing is final until both of you sign."),
    )


def _to_answer(engagement: Engagement, offer: Offer, *, side: Side, parties: Parties) -> NextStep:
    who = BOTH - {Side(offer.side)}
    day = {"number": offer.number, "day": day_in_words(offer.ends_at)}
    otherwise = (
        _("Without an answer by %(day)s, version %(number)s ends. Nothing else happens.") % day
    )
    if side in who:
        text = _("Version %(number)s of the terms waits for your answer.") % day
        action = _("Read and answer")
    else:
        text = _("Waiting for %(name)s to answer version %(number)s of the terms.") % (
            day | _named(parties, who)
        )
        action = ""
    return NextStep(
        text, _page("terms", engagement), who, offer.ends_at, action, otherwise, "negotiate"
    )


def _while_working(engagement: Engagement, *, side: Side, parties: Parties) -> NextStep:
    open_stages = (m for m in engagement.milestones.all() if m.state != MilestoneState.APPROVED)
    stage = next(open_stages)
    return step_of_stage(engagement, stage, side=side, parties=parties)


def _named(parties: Parties, sides: frozenset[Side]) -> dict[str, str]:
    return {"name": parties.name(next(iter(sides)))}

"""Making and answering versions of the terms. Both sides have the same moves."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, events
from core.clock import ClockNow
from core.errors import Refused
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.contracts import document
from engagements.contracts import services as contracts
from engagements.locks import lock_engagement, lock_offer
from engagements.models import Contract, Engagement, Offer
from engagements.negotiation.queries import latest_offer
from engagements.parties import notify_side, other, parties_of
from engagements.states import (
    ContractState,
    EngagementState,
    OfferState,
)
from engagements.terms.bounds import OFFER_LASTS
from engagements.terms.pay_floor import below_floor, is_below_floor
from engagements.terms.terms import Terms
from engagements.ties import renew_tie


def make_offer(
    engagement: Engagement, *, terms: Terms, actor: User, after: int | None = None
) -> Offer:
    """Put the next version of the whole terms on the table; it takes the place of an open one.

    `after` is the number of the version the writer had read (0 for none): when a newer one has
    arrived meanwhile, nothing is stored.
    """
    document.require_printable(terms, engagement)
    if terms.hours and is_below_floor(terms.total, hours=terms.hours):
        raise Refused(below_floor(terms.total, hours=terms.hours))
    with transaction.atomic():
        engagement = lock_engagement(engagement.pk)
        require(permissions.can_negotiate(actor, engagement))
        _require_talking(engagement)
        last = latest_offer(engagement)
        number = last.number if last else 0
        if after is not None and after != number:
            raise Refused(_("A newer version of the terms has arrived. Read it first."))
        return _store_next(engagement, last, terms=terms, actor=actor)


def _store_next(engagement: Engagement, last: Offer | None, *, terms: Terms, actor: User) -> Offer:
    side = permissions.require_side(actor, engagement)
    if last is not None and last.state == OfferState.OPEN:
        by = permissions.as_actor(side)
        move(last, OfferState.REPLACED, by=by, actor=actor)
    now = clock.now()
    offer = Offer.objects.create(
        engagement=engagement,
        number=last.number + 1 if last else 1,
        side=side,
        made_by=actor,
        terms=terms.as_json(),
        sha256=terms.sha256(),
        made_at=now,
        ends_at=now + OFFER_LASTS,
    )
    events.record(offer, "made", by=permissions.as_actor(side), actor=actor)
    notify_side(engagement, other(side))
    return offer


def accept_offer(offer: Offer, *, number: int, sha256: str, actor: User) -> Contract:
    """Agree to exactly the version that was read, and draft its contract; twice gives the same one."""
    require(_may_answer(actor, offer))
    _require_the_one_read(offer, number=number, sha256=sha256)
    parties = parties_of(offer.engagement)
    rendered = document.render(offer, parties=parties)  # outside the locks
    with transaction.atomic():
        offer = lock_offer(offer)
        engagement = offer.engagement
        require(_may_answer(actor, offer))
        if offer.state == OfferState.ACCEPTED:
            return Contract.objects.defer("document").get(offer=offer)
        _require_open(offer)
        _require_talking(engagement)
        by = permissions.as_actor(permissions.require_side(actor, engagement))
        move(offer, OfferState.ACCEPTED, by=by, actor=actor)
        contract = contracts.draft(offer, document=rendered, parties=parties)
        notify_side(engagement, offer.side)
        return contract


@transaction.atomic
def decline_offer(offer: Offer, *, number: int, sha256: str, actor: User) -> Offer:
    """Say no to the version that was read, without a reason; either side may propose another."""
    offer = lock_offer(offer)
    engagement = offer.engagement
    require(_may_answer(actor, offer))
    _require_the_one_read(offer, number=number, sha256=sha256)
    if offer.state == OfferState.DECLINED:
        return offer
    _require_open(offer)
    by = permissions.as_actor(permissions.require_side(actor, engagement))
    move(offer, OfferState.DECLINED, by=by, actor=actor)
    notify_side(engagement, offer.side)
    return offer


@transaction.atomic
def stop_talking(engagement: Engagement, *, actor: User) -> Engagement:
    """Leave before anything is signed, without a reason; what was open is closed with it."""
    engagement = lock_engagement(engagement.pk)
    require(permissions.can_negotiate(actor, engagement))
    if engagement.state == EngagementState.ENDED:
        return engagement
    side = permissions.require_side(actor, engagement)
    by = permissions.as_actor(side)
    move(engagement, EngagementState.ENDED, by=by, actor=actor)
    for offer in engagement.offers.filter(state=OfferState.OPEN):
        move(offer, OfferState.DECLINED, by=by, actor=actor)
    for contract in engagement.contracts.filter(state=ContractState.WAITING).defer("document"):
        move(contract, ContractState.DECLINED, by=by, actor=actor)
    renew_tie(engagement)
    notify_side(engagement, other(side))
    return engagement


def expire_offers() -> int:
    """End the versions that nobody answered in time; returns how many. May run twice."""
    ended = 0
    late = Offer.objects.filter(state=OfferState.OPEN, ends_at__lte=ClockNow())
    for offer_id, engagement_id in late.values_list("pk", "engagement_id"):
        with transaction.atomic():
            lock_engagement(engagement_id)
            offer = late.filter(pk=offer_id).first()
            if offer is not None:
                move(offer, OfferState.EXPIRED, by=Actor.TIMER)
                ended += 1
    return ended


def _may_answer(actor: User, offer: Offer) -> bool:
    """The side that did not make a version answers it."""
    engagement = offer.engagement
    side = permissions.side_of(actor, engagement)
    return permissions.can_negotiate(actor, engagement) and offer.side != side


def _require_the_one_read(offer: Offer, *, number: int, sha256: str) -> None:
    if (offer.number, offer.sha256) != (number, sha256):
        raise Refused(
            _("These are not the terms you read. A newer version is there. Read it first.")
        )


def _require_open(offer: Offer) -> None:
    if offer.state == OfferState.EXPIRED or offer.ends_at <= clock.now():
        raise Refused(_("This version has ended. Either of you can propose a new one."))
    if offer.state != OfferState.OPEN:
        raise Refused(_("This version was already answered. Go back to see what happened."))


def _require_talking(engagement: Engagement) -> None:
    if engagement.state != EngagementState.TALKING:
        raise Refused(_("The terms of this work can't be changed any more."))
    if engagement.contracts.filter(state=ContractState.WAITING).exists():
        raise Refused(
            _(
                "The terms are accepted and wait for signatures. To change them, decline to sign first."
            )
        )

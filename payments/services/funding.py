"""Paying in: the intent first, then the provider, then what it answered."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, outbox
from core.errors import Refused
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.delivery.services import mark_funded
from engagements.models import Milestone
from engagements.parties import notify_side
from engagements.states import ContractState, MilestoneState, Side
from payments import ledger
from payments import stripe_gateway as gateway
from payments.locks import lock_funding, lock_milestone
from payments.models import Funding
from payments.states import FundingState
from payments.writes import Write

ON_ITS_WAY = _("This stage is paid in already, or the payment is on its way.")
LATER = _("The payment page could not be opened. Nothing was paid. Try again in a minute.")


class Mismatch(Exception):  # noqa: N818 - says what is wrong
    """What was paid is not what was asked; a person has to look at it."""


def cost_of(amount: int) -> int:
    """Return what the organization pays on top, so that `amount` arrives whole (minor units)."""
    kept = 10_000 - settings.PAYMENT_COST_BASIS_POINTS
    total = -(-(amount + settings.PAYMENT_COST_FIXED) * 10_000 // kept)  # rounded up
    return total - amount


def start(milestone: Milestone, *, actor: User) -> str:
    """Return the address of the payment page for a stage; asked twice, it is the same page."""
    try:
        page = _page_of(_intend(milestone, actor=actor))
        if page.status == "expired":
            with transaction.atomic():
                record_expired(_funding_of(page), page.id)
            page = _page_of(_intend(milestone, actor=actor))
    except (gateway.OutcomeUnknown, gateway.ProviderRefused) as error:
        raise Refused(LATER) from error
    if not page.url:
        raise Refused(ON_ITS_WAY)
    return page.url


@transaction.atomic
def _intend(milestone: Milestone, *, actor: User) -> Funding:
    """Write that the organization wants to pay in, and under which attempt."""
    milestone = lock_milestone(milestone.pk)
    require(permissions.can_pay(actor, milestone.engagement))
    if (
        milestone.contract.state != ContractState.ACTIVE
        or milestone.state != MilestoneState.PLANNED
    ):
        raise Refused(_("This stage can't be paid in now. Go back to see where it is."))
    funding, _is_new = Funding.objects.select_for_update().get_or_create(
        milestone=milestone,
        defaults={
            "engagement_id": milestone.engagement_id,
            "amount": milestone.amount,
            "cost": cost_of(milestone.amount),
            "currency": milestone.currency,
        },
    )
    if funding.state in (FundingState.DRAFT, FundingState.FAILED):
        move(
            funding,
            FundingState.AWAITING_FUNDS,
            by=Actor.ORGANIZATION,
            actor=actor,
            attempt=funding.attempt + 1,
            checkout_id="",
        )
    elif funding.state != FundingState.AWAITING_FUNDS:
        raise Refused(ON_ITS_WAY)
    return funding


def _page_of(funding: Funding) -> gateway.Checkout:
    """Return the page of this attempt as it is now, opened if it was not yet."""
    if funding.checkout_id:
        return gateway.get_checkout(funding.checkout_id)
    page = _open_page(funding)
    still_wanted = Funding.objects.filter(
        pk=funding.pk, attempt=funding.attempt, state=FundingState.AWAITING_FUNDS
    )
    if not still_wanted.update(checkout_id=page.id):
        gateway.expire_checkout(page.id)  # an earlier page was paid meanwhile
        raise Refused(ON_ITS_WAY)
    return page


def _open_page(funding: Funding) -> gateway.Checkout:
    """Ask the provider for a page; the key makes a repeat the same page."""
    back = f"{settings.BASE_URL}/jobs/{funding.engagement.code}/pay/"
    return gateway.create_checkout(
        key=f"{funding.milestone_id}:pay_in:{funding.attempt}",
        amount=funding.amount,
        cost=funding.cost,
        currency=funding.currency,
        transfer_group=funding.transfer_group,
        reference=f"funding_{funding.pk}",
        success_url=f"{back}?came=back",
        cancel_url=back,
    )


def fetch_checkout(checkout_id: str) -> Write:
    """Fetch a payment page and its payment as they are now; return what to write."""
    checkout = gateway.get_checkout(checkout_id)
    funding_id = _funding_of(checkout)
    if checkout.status == "expired":
        return partial(record_expired, funding_id, checkout_id)
    if checkout.status != "complete":
        return _nothing
    payment = gateway.get_payment(checkout.payment_id)
    if payment.status == "succeeded":
        return partial(record_held, funding_id, checkout_id, payment)
    if payment.status == "processing":
        return partial(record_processing, funding_id, checkout_id)
    return partial(record_failed, funding_id, checkout_id)


def record_held(funding_id: int, checkout_id: str, payment: gateway.Payment) -> None:
    """Hold the money that came in and let the stage start; once, however often it is told."""
    funding = lock_funding(funding_id)
    if funding.state == FundingState.HELD:
        if funding.charge_id != payment.charge_id:
            raise Mismatch("paid twice")
        return
    if (payment.amount, payment.currency) != (funding.total, funding.currency):
        raise Mismatch("another amount")
    _close_another(funding, checkout_id)
    move(
        funding,
        FundingState.HELD,
        by=Actor.PROVIDER,
        checkout_id=checkout_id,
        paid_in=funding.amount,
        held_at=clock.now(),
        payment_id=payment.id,
        charge_id=payment.charge_id,
    )
    ledger.post_paid_in(funding)
    mark_funded(funding.milestone)


def record_processing(funding_id: int, checkout_id: str) -> None:
    """Note that a bank payment is on its way."""
    funding = lock_funding(funding_id)
    if funding.state in (FundingState.AWAITING_FUNDS, FundingState.DRAFT):
        _close_another(funding, checkout_id)
        move(funding, FundingState.PROCESSING, by=Actor.PROVIDER, checkout_id=checkout_id)


def record_failed(funding_id: int, checkout_id: str) -> None:
    """Note that the payment did not come; what became of an older page changes nothing."""
    funding = lock_funding(funding_id)
    is_ours = funding.checkout_id in ("", checkout_id)
    if is_ours and funding.state in (FundingState.AWAITING_FUNDS, FundingState.PROCESSING):
        move(funding, FundingState.FAILED, by=Actor.PROVIDER)
        notify_side(funding.engagement, Side.ORGANIZATION)


def record_expired(funding_id: int, checkout_id: str) -> None:
    """Forget a payment page that ended unused; an older page than the current one changes nothing."""
    funding = lock_funding(funding_id)
    if funding.state == FundingState.AWAITING_FUNDS and funding.checkout_id in ("", checkout_id):
        move(funding, FundingState.DRAFT, by=Actor.PROVIDER)


def _close_another(funding: Funding, checkout_id: str) -> None:
    """Close a newer page than the one that was used: it is still open and could be paid too."""
    other = funding.checkout_id
    if other not in ("", checkout_id):
        outbox.enqueue("payments.close_page", key=f"page:{other}:close", page=other)


def close_page(checkout_id: str) -> None:
    """End a payment page that is not needed any more; one that has ended stays as it is."""
    if gateway.get_checkout(checkout_id).status == "open":
        gateway.expire_checkout(checkout_id)


def _funding_of(checkout: gateway.Checkout) -> int:
    """Return the row that a page was opened for: pages of earlier attempts find it too."""
    word, _line, number = checkout.reference.partition("_")
    if word != "funding" or not number.isdecimal():
        raise Mismatch("not our payment page")
    return int(number)


def _nothing() -> None:
    """The page is still open: nothing to write."""

"""Paying the consultant: the full fee, once, to where they chose to be paid."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import outbox
from core.states import Actor, move
from engagements.models import Milestone
from notices.services import tell
from organizations.record import note_paid_stage
from payments import ledger
from payments import stripe_gateway as gateway
from payments.locks import lock_payout
from payments.models import Funding, Payout, PayoutMethod
from payments.states import PAYOUT_MOVES, PayoutState

Apply = Callable[[], None]
KEYS_LIVE = timedelta(hours=23)  # the provider forgets keys after a day
NOT_READY = "insufficient_capabilities_for_transfer"


@transaction.atomic
def make_due(milestone: Milestone) -> Payout:
    """Owe the consultant the whole amount of an approved stage; a repeat changes nothing."""
    assert milestone.approved_at is not None
    payout, is_new = Payout.objects.get_or_create(
        milestone=milestone,
        defaults={
            "funding": Funding.objects.get(milestone=milestone),
            "engagement_id": milestone.engagement_id,
            "consultant_id": milestone.engagement.consultant_id,
            "amount": milestone.amount,
            "currency": milestone.currency,
            "due_at": milestone.approved_at + timedelta(days=milestone.pay_days),
        },
    )
    if is_new:
        outbox.enqueue("payments.release", key=f"payout:{payout.pk}:release", payout=payout.pk)
    return payout


def release(payout_id: int) -> None:
    """Move the fee from held to due in the ledger, and ask for the transfer on its day."""
    payout = lock_payout(payout_id)
    _write_released(payout)
    send_later(payout, key=f"payout:{payout.pk}:send:first")


def _write_released(payout: Payout) -> None:
    """Count the fee as released, in the ledger and on the funding; a repeat changes nothing."""
    ledger.post_released(payout)
    Funding.objects.filter(pk=payout.funding_id).update(released=payout.amount)


def send_later(payout: Payout, *, key: str | None = None) -> None:
    """Ask for the transfer when it is due. Asked twice, the job finds nothing to do."""
    outbox.enqueue("payments.send_transfer", key=key, after=payout.due_at, payout=payout.pk)


@transaction.atomic
def begin(payout_id: int) -> Payout | None:
    """Write that the transfer is about to be asked for; None when there is nothing to ask."""
    payout = lock_payout(payout_id)
    if payout.state == PayoutState.SENDING:
        return payout
    if payout.state not in (PayoutState.DUE, PayoutState.WAITING_FOR_SETUP):
        return None
    # locked: whoever hears at this moment that the account is ready finds this payout waiting
    methods = PayoutMethod.objects.select_for_update()
    method = methods.filter(consultant_id=payout.consultant_id).first()
    if method is None or not method.can_receive:
        wait_for_setup(payout, by=Actor.TIMER)
        return None
    payout.sending_at, payout.account_id = timezone.now(), method.account_id
    payout.save(update_fields=["sending_at", "account_id"])
    move(payout, PayoutState.SENDING, moves=PAYOUT_MOVES, by=Actor.TIMER)
    return payout


def wait_for_setup(payout: Payout, *, by: Actor) -> None:
    """Keep the fee until the consultant has chosen where to be paid."""
    if payout.state != PayoutState.WAITING_FOR_SETUP:
        move(payout, PayoutState.WAITING_FOR_SETUP, moves=PAYOUT_MOVES, by=by)
        tell(payout.consultant.user, reverse("money"))


def ask_for_transfer(payout: Payout) -> Apply:
    """Ask the provider to send a payout that `begin` wrote down; return what to write then."""
    assert payout.sending_at is not None
    if timezone.now() - payout.sending_at > KEYS_LIVE:
        return look_for_transfer(payout)
    try:
        sent = gateway.create_transfer(
            key=f"{payout.milestone_id}:transfer:{payout.attempt}",
            amount=payout.amount,
            currency=payout.currency,
            destination=payout.account_id,
            source_charge=payout.funding.charge_id,
            transfer_group=payout.funding.transfer_group,
            reference=f"payout_{payout.pk}",
        )
    except gateway.ProviderRefused as refused:
        if refused.code != NOT_READY:
            raise
        return partial(record_not_ready, payout.pk)
    return partial(record_sent, payout.pk, sent)


def look_for_transfer(payout: Payout) -> Apply:
    """Find out what became of a transfer whose answer never came, instead of asking again."""
    for found in gateway.find_transfers(payout.funding.transfer_group):
        if (found.amount, found.destination) == (payout.amount, payout.account_id):
            return partial(record_sent, payout.pk, found)
    return partial(record_not_sent, payout.pk)


def record_sent(payout_id: int, sent: gateway.Transfer) -> None:
    """Write that the fee left for the consultant; once, however often it is told."""
    payout = lock_payout(payout_id)
    if payout.state != PayoutState.SENDING:
        return
    payout.transfer_id, payout.released_at = sent.id, timezone.now()
    payout.save(update_fields=["transfer_id", "released_at"])
    move(payout, PayoutState.RELEASED, moves=PAYOUT_MOVES, by=Actor.PROVIDER)
    _write_released(payout)  # in case its own job comes later
    ledger.post_sent(payout)
    _write_days_to_pay(payout)
    tell(payout.consultant.user, reverse("money"))


def _write_days_to_pay(payout: Payout) -> None:
    """Count for the organization's public record how long the consultant waited."""
    milestone, engagement = payout.milestone, payout.engagement
    assert milestone.approved_at is not None
    assert payout.released_at is not None
    note_paid_stage(
        engagement.organization_id,
        work=engagement.pk,
        stage=milestone.pk,
        approved_at=milestone.approved_at,
        paid_at=payout.released_at,
    )


def record_not_ready(payout_id: int) -> None:
    """The provider refused for sure, so the next try is a new one, after the set-up."""
    payout = lock_payout(payout_id)
    if payout.state == PayoutState.SENDING:
        _count_attempt(payout)
        PayoutMethod.objects.filter(account_id=payout.account_id).update(can_receive=False)
        wait_for_setup(payout, by=Actor.PROVIDER)


def record_not_sent(payout_id: int) -> None:
    """The provider has no such transfer, so a new one can be asked for."""
    payout = lock_payout(payout_id)
    if payout.state == PayoutState.SENDING:
        _count_attempt(payout)
        move(payout, PayoutState.DUE, moves=PAYOUT_MOVES, by=Actor.TIMER)
        send_later(payout)


def _count_attempt(payout: Payout) -> None:
    payout.attempt += 1
    payout.save(update_fields=["attempt"])


def look_at_arrival(bank_payout_id: str, *, account: str) -> Apply:
    """Fetch a payout from a consultant's account to their bank; return what to write."""
    found = gateway.get_payout(bank_payout_id, account=account)
    if Payout.objects.filter(account_id=account, state=PayoutState.SENDING).exists():
        raise gateway.TryLater  # what was sent is not written yet: it may be in this payout
    if found.status == "paid":
        return partial(record_arrived, found, account)
    if found.status in ("failed", "canceled"):
        return partial(record_not_arrived, found, account)
    return lambda: None


def record_arrived(found: gateway.PayeePayout, account: str) -> None:
    """Mark the fees that this payout brought to the bank: the oldest sent ones that fit into it."""
    for payout in _brought_by(found, account):
        payout = lock_payout(payout.pk)  # noqa: PLW2901 - the same row, locked
        if payout.state not in (PayoutState.RELEASED, PayoutState.FAILED):
            continue
        payout.bank_payout_id, payout.paid_out_at = found.id, timezone.now()
        payout.save(update_fields=["bank_payout_id", "paid_out_at"])
        move(payout, PayoutState.PAID_OUT, moves=PAYOUT_MOVES, by=Actor.PROVIDER)
        tell(payout.consultant.user, reverse("money"))


def record_not_arrived(found: gateway.PayeePayout, account: str) -> None:
    """Mark the fees that a bank sent back; they lie in the consultant's own account there."""
    for payout in _brought_by(found, account):
        payout = lock_payout(payout.pk)  # noqa: PLW2901 - the same row, locked
        if payout.state in (PayoutState.RELEASED, PayoutState.PAID_OUT):
            payout.bank_payout_id = found.id
            payout.save(update_fields=["bank_payout_id"])
            move(payout, PayoutState.FAILED, moves=PAYOUT_MOVES, by=Actor.PROVIDER)
            tell(payout.consultant.user, reverse("money"))


def _brought_by(found: gateway.PayeePayout, account: str) -> list[Payout]:
    """Return the rows of a bank payout: those marked with it, else the oldest sent ones that fit."""
    marked = list(Payout.objects.filter(bank_payout_id=found.id))
    if marked:
        return marked
    brought, left = [], found.amount
    sent = Payout.objects.filter(account_id=account, state=PayoutState.RELEASED)
    for payout in sent.order_by("released_at", "pk"):
        if payout.amount <= left and payout.currency == found.currency:
            brought.append(payout)
            left -= payout.amount
    return brought

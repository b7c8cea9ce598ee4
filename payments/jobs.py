"""The jobs of the money. Each asks the provider outside any transaction, then writes in one."""

from datetime import timedelta

from django.db import transaction

from core import clock, outbox
from core.clock import ClockNow
from core.outbox import Claim, job, sweep
from engagements.models import Milestone
from engagements.states import MilestoneState
from payments import event_handlers
from payments.models import Funding, Payout, PayoutMethod, ProviderEvent
from payments.services import funding as fundings
from payments.services import payout_methods, payouts
from payments.states import FundingState, PayoutState

IN_DOUBT = timedelta(minutes=10)


@job("payments.handle_event")
def handle_event(task: Claim, event: int) -> None:
    """Find out what a kept event means and write it, once."""
    row = ProviderEvent.objects.get(pk=event)
    if row.handled_at is not None:
        return
    write = event_handlers.fetch(row)
    with task.finishing():
        write()
        ProviderEvent.objects.filter(pk=event).update(handled_at=ClockNow())


@job("payments.look_at_funding")
def fetch_funding(task: Claim, funding: int) -> None:
    """Ask the provider what became of a payment page."""
    row = Funding.objects.get(pk=funding)
    if not row.checkout_id:
        return
    write = fundings.fetch_checkout(row.checkout_id)
    with task.finishing():
        write()


@job("payments.close_page")
def close_page(task: Claim, page: str) -> None:
    """End a payment page that was overtaken by another."""
    fundings.close_page(page)


@job("payments.look_at_payee")
def fetch_payee(task: Claim, method: int) -> None:
    """Ask the provider whether a consultant's account can receive money."""
    row = PayoutMethod.objects.get(pk=method)
    if not row.account_id:
        return
    write = payout_methods.fetch_payee(row.account_id)
    with task.finishing():
        write()


@job("payments.release")
def release(task: Claim, payout: int) -> None:
    """Move an approved stage's fee from held to due."""
    with task.finishing():
        payouts.release(payout)


@job("payments.send_transfer")
def send_transfer(task: Claim, payout: int) -> None:
    """Send a due fee; the key made from the row lets a repeat pay once."""
    row = payouts.begin(payout)
    if row is None:
        return
    write = payouts.ask_for_transfer(row)
    with task.finishing():
        write()


@sweep("payments.sweep", every=3600)
def sweep_money(task: Claim) -> None:
    """Find what a lost signal, event or answer left behind. May run twice without harm."""
    with task.finishing():
        make_missing_payouts()
        ask_again()


def make_missing_payouts() -> None:
    """Owe what was approved though nobody heard of it."""
    forgotten = Milestone.objects.filter(state=MilestoneState.APPROVED, payout=None)
    for milestone in forgotten.select_related("engagement"):
        payouts.make_due(milestone)


@transaction.atomic
def ask_again() -> None:
    """Ask for the jobs of rows that have been in doubt for a while; once an hour each."""
    hour = clock.now().strftime("%Y%m%d%H")
    old = ClockNow() - IN_DOUBT
    for event in ProviderEvent.objects.filter(handled_at=None, received_at__lt=old):
        outbox.enqueue("payments.handle_event", key=f"event:{event.pk}:{hour}", event=event.pk)
    open_pages = (FundingState.AWAITING_FUNDS, FundingState.PROCESSING)
    for row in Funding.objects.filter(state__in=open_pages, created_at__lt=old):
        outbox.enqueue("payments.look_at_funding", key=f"funding:{row.pk}:{hour}", funding=row.pk)
    unsent = (PayoutState.DUE, PayoutState.SENDING)
    for payout in Payout.objects.filter(state__in=unsent, due_at__lt=old):
        outbox.enqueue("payments.send_transfer", key=f"payout:{payout.pk}:{hour}", payout=payout.pk)
    kept = Payout.objects.filter(state=PayoutState.WAITING_FOR_SETUP).values("consultant_id")
    for method in PayoutMethod.objects.filter(consultant_id__in=kept).exclude(account_id=""):
        outbox.enqueue("payments.look_at_payee", key=f"payee:{method.pk}:{hour}", method=method.pk)

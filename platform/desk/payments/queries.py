"""Money that does not move, and jobs that stopped. Amounts and states; no names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Task
from payments.models import Funding, Payout
from payments.states import FundingState, PayoutState

LATE = timedelta(hours=24)


@dataclass(frozen=True)
class StuckPayment:
    """Money that does not move: how much, since when and why, but not whose."""

    number: str
    what: str | Promise
    state: str
    amount: int
    currency: str
    since: datetime


def dead_tasks() -> QuerySet[Task]:
    """Jobs that failed too often; somebody must look before they run again."""
    return Task.objects.filter(state=Task.State.DEAD).order_by("created_at")


def stuck_payments() -> list[StuckPayment]:
    """Payments that failed or are late, the oldest first."""
    late = clock.now() - LATE
    payouts = Payout.objects.filter(
        Q(state__in=[PayoutState.FAILED, PayoutState.WAITING_FOR_SETUP])
        | Q(state__in=[PayoutState.DUE, PayoutState.SENDING], due_at__lt=late)
    )
    found = [
        StuckPayment(f"P{p.pk}", _("Pay"), p.get_state_display(), p.amount, p.currency, p.due_at)
        for p in payouts.order_by("due_at")[:50]
    ]
    failed = Funding.objects.filter(state=FundingState.FAILED)
    found += [
        StuckPayment(
            f"F{f.pk}", _("Payment in"), f.get_state_display(), f.amount, f.currency, f.created_at
        )
        for f in failed.order_by("created_at")[:50]
    ]
    return sorted(found, key=lambda one: one.since)

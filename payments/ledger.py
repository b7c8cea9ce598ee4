"""The double-entry ledger: every movement of money, written once, balanced by the database.

Written by payment jobs only (row policies refuse everybody else). Debits are positive.
"""

from collections.abc import Mapping

from django.db.models import Sum

from engagements.models import Engagement, Milestone
from payments.models import Funding, LedgerAccount, LedgerEntry, LedgerTransaction, Payout

Kind = LedgerAccount.Kind


def post_paid_in(funding: Funding) -> None:
    """Money came in: it is at the provider, and we owe it to the two sides until released."""
    legs = {Kind.PROVIDER: funding.total, Kind.HELD: -funding.amount, Kind.COSTS: -funding.cost}
    post("paid_in", funding.milestone, legs=legs)


def post_released(payout: Payout) -> None:
    """Work was approved: what was held is now owed to the consultant."""
    post("released", payout.milestone, legs={Kind.HELD: payout.amount, Kind.DUE: -payout.amount})


def post_sent(payout: Payout) -> None:
    """The full fee left for the consultant."""
    post("sent", payout.milestone, legs={Kind.DUE: payout.amount, Kind.PROVIDER: -payout.amount})


def post(name: str, milestone: Milestone, *, legs: Mapping[Kind, int]) -> LedgerTransaction:
    """Write one movement of a milestone's money; the same name again writes nothing."""
    transaction, is_new = LedgerTransaction.objects.get_or_create(
        key=f"{milestone.pk}:{name}",
        defaults={
            "engagement_id": milestone.engagement_id,
            "milestone": milestone,
            "name": name,
            "currency": milestone.currency,
        },
    )
    if is_new:
        LedgerEntry.objects.bulk_create(
            LedgerEntry(transaction=transaction, account=_account(milestone, kind), amount=amount)
            for kind, amount in legs.items()
            if amount
        )
    return transaction


def balances(engagement: Engagement) -> dict[str, int]:
    """Return each account's balance of an engagement, in minor units, as the viewer may see it."""
    rows = LedgerAccount.objects.filter(engagement=engagement).annotate(
        total=Sum("entries__amount")
    )
    return {row.kind: row.total or 0 for row in rows}


def _account(milestone: Milestone, kind: Kind) -> LedgerAccount:
    account, _made = LedgerAccount.objects.get_or_create(
        engagement_id=milestone.engagement_id, kind=kind, currency=milestone.currency
    )
    return account

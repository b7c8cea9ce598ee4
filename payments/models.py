"""Money rows: what was paid in, what is due and sent, and the double-entry ledger under both."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from consultants.models import Consultant
from core import clock
from core.money import USD
from core.states import Moving
from engagements.models import Engagement, Milestone
from payments.states import FUNDING_MOVES, PAYOUT_MOVES, FundingState, PayoutState


class Funding(Moving):
    """What the organization pays in for one milestone, held until it is released."""

    MOVES = FUNDING_MOVES

    milestone = models.OneToOneField(Milestone, models.PROTECT, related_name="funding")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="fundings")
    state = models.CharField(max_length=15, choices=FundingState, default=FundingState.DRAFT)
    amount = models.BigIntegerField()  # all of it is the consultant's
    cost = models.BigIntegerField()  # of the payment, paid by the organization on top
    currency = models.CharField(max_length=3, default=USD)
    paid_in = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)  # payment pages opened; part of the key
    checkout_id = models.CharField(max_length=120, blank=True)
    payment_id = models.CharField(max_length=120, blank=True)
    charge_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="funding_state_known", condition=Q(state__in=FundingState.values)
            ),
            models.CheckConstraint(name="funding_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="funding_cost_not_negative", condition=Q(cost__gte=0)),
            models.CheckConstraint(
                name="funding_never_overspent",
                condition=Q(
                    paid_in__gte=F("released") + F("refunded"), released__gte=0, refunded__gte=0
                ),
            ),
            models.CheckConstraint(
                name="funding_held_is_paid_in",
                condition=~Q(state="held") | Q(paid_in=F("amount"), held_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["checkout_id"], name="funding_checkout_once", condition=~Q(checkout_id="")
            ),
            models.UniqueConstraint(
                fields=["charge_id"], name="funding_charge_once", condition=~Q(charge_id="")
            ),
        )

    def __str__(self) -> str:
        return f"funding {self.pk}"

    @property
    def total(self) -> int:
        """What the organization pays: the fee and the cost of the payment."""
        return self.amount + self.cost

    @property
    def transfer_group(self) -> str:
        """Joins the payment and its transfers at the provider; opaque."""
        return f"milestone_{self.milestone_id}"


class Payout(Moving):
    """What is due to the consultant for one approved milestone: always the full amount."""

    MOVES = PAYOUT_MOVES

    milestone = models.OneToOneField(Milestone, models.PROTECT, related_name="payout")
    funding = models.OneToOneField(Funding, models.PROTECT, related_name="payout")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="payouts")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="payouts")
    state = models.CharField(max_length=20, choices=PayoutState, default=PayoutState.DUE)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=USD)
    due_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=1)  # part of the key
    transfer_id = models.CharField(max_length=120, blank=True)
    account_id = models.CharField(max_length=120, blank=True)  # where it was sent
    bank_payout_id = models.CharField(max_length=120, blank=True)  # from there to the bank
    created_at = models.DateTimeField(default=clock.now)
    sending_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    paid_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="payout_state_known", condition=Q(state__in=PayoutState.values)
            ),
            models.CheckConstraint(name="payout_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payout_sent_has_a_transfer",
                condition=~Q(state__in=["released", "paid_out", "failed"]) | ~Q(transfer_id=""),
            ),
            models.UniqueConstraint(
                fields=["transfer_id"], name="payout_transfer_once", condition=~Q(transfer_id="")
            ),
        )

    def __str__(self) -> str:
        return f"payout {self.pk}"


class PayoutMethod(models.Model):
    """Where a consultant is paid: the provider's account number and whether it can receive."""

    consultant = models.OneToOneField(Consultant, models.PROTECT, related_name="payout_method")
    account_id = models.CharField(max_length=120, blank=True)  # `acct_…`; identity stays there
    can_receive = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["account_id"], name="payout_account_once", condition=~Q(account_id="")
            ),
            models.CheckConstraint(
                name="payout_ready_has_an_account",
                condition=Q(can_receive=False) | ~Q(account_id=""),
            ),
        )

    def __str__(self) -> str:
        return f"payout method {self.pk}"


class LedgerAccount(models.Model):
    """One of an engagement's accounts; entries in it are positive (debit) or negative (credit)."""

    class Kind(models.TextChoices):
        PROVIDER = "provider"  # money at the provider: positive while it is there
        COSTS = "costs"  # paid for the payment itself: negative
        HELD = "held"  # owed to the two sides until released: negative or zero
        DUE = "due"  # owed to the consultant: negative or zero

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="ledger_accounts")
    kind = models.CharField(max_length=10, choices=Kind)
    currency = models.CharField(max_length=3, default=USD)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["engagement", "kind", "currency"], name="ledger_account_once"
            ),
            models.CheckConstraint(
                name="ledger_kind_known", condition=Q(kind__in=["provider", "costs", "held", "due"])
            ),
        )

    def __str__(self) -> str:
        return f"ledger account {self.pk}"


class LedgerTransaction(models.Model):
    """One movement of money, written once; `key` names the cause, so a repeat writes nothing."""

    key = models.CharField(max_length=120, unique=True)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="ledger_transactions")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="ledger_transactions")
    name = models.CharField(max_length=20)
    currency = models.CharField(max_length=3, default=USD)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"ledger transaction {self.pk}"


class LedgerEntry(models.Model):
    """One leg. A deferred trigger refuses a transaction whose legs don't sum to zero."""

    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(name="ledger_entry_moves_something", condition=~Q(amount=0)),
        )

    def __str__(self) -> str:
        return f"ledger entry {self.pk}"


class ProviderEvent(models.Model):
    """A verified event of the payment provider: which object changed. The object is fetched anew."""

    event_id = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=120)
    object_id = models.CharField(max_length=120)
    account_id = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["received_at"], name="provider_event_open", condition=Q(handled_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"event {self.pk}"

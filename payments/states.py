"""What may follow what in the money, one table for each row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import Actor, Moves, only

ORG, PROVIDER, CLOCK = Actor.ORGANIZATION, Actor.PROVIDER, Actor.TIMER


class FundingState(models.TextChoices):
    DRAFT = "draft", _("Not paid in")
    AWAITING_FUNDS = "awaiting_funds", _("Waiting for payment")
    PROCESSING = "processing", _("On its way from the bank")
    HELD = "held", _("Held")
    FAILED = "failed", _("Payment failed")


FUNDING_MOVES: Moves = {  # forward only; late and repeated events change nothing
    FundingState.DRAFT: {
        FundingState.AWAITING_FUNDS: only(ORG),
        FundingState.PROCESSING: only(PROVIDER),  # an ended page that was paid after all
        FundingState.HELD: only(PROVIDER),
    },
    FundingState.AWAITING_FUNDS: {
        FundingState.DRAFT: only(PROVIDER),  # the payment page ended unused
        FundingState.PROCESSING: only(PROVIDER),
        FundingState.HELD: only(PROVIDER),
        FundingState.FAILED: only(PROVIDER),
    },
    FundingState.PROCESSING: {
        FundingState.HELD: only(PROVIDER),
        FundingState.FAILED: only(PROVIDER),
    },
    FundingState.FAILED: {
        FundingState.AWAITING_FUNDS: only(ORG),
        FundingState.HELD: only(PROVIDER),
    },
}


class PayoutState(models.TextChoices):
    DUE = "due", _("Due")
    WAITING_FOR_SETUP = "waiting_for_setup", _("Waiting for your pay set-up")
    SENDING = "sending", _("Being sent")
    RELEASED = "released", _("Sent")
    PAID_OUT = "paid_out", _("Arrived")
    FAILED = "failed", _("Did not arrive")


PAYOUT_MOVES: Moves = {
    PayoutState.DUE: {PayoutState.WAITING_FOR_SETUP: only(CLOCK), PayoutState.SENDING: only(CLOCK)},
    PayoutState.WAITING_FOR_SETUP: {PayoutState.SENDING: only(CLOCK)},
    PayoutState.SENDING: {
        PayoutState.RELEASED: only(PROVIDER),
        PayoutState.WAITING_FOR_SETUP: only(PROVIDER),  # refused: the account can't receive yet
        PayoutState.DUE: only(CLOCK),  # found by looking: it was not sent
    },
    PayoutState.RELEASED: {
        PayoutState.PAID_OUT: only(PROVIDER),
        PayoutState.FAILED: only(PROVIDER),
    },
    PayoutState.PAID_OUT: {
        PayoutState.FAILED: only(PROVIDER)
    },  # a bank may send it back days later
    PayoutState.FAILED: {PayoutState.PAID_OUT: only(PROVIDER)},
}

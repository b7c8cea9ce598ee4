"""What may follow what in the money, one table for each row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import Actor, Moves, only

O, P, T = Actor.ORGANIZATION, Actor.PROVIDER, Actor.TIMER


class FundingState(models.TextChoices):
    DRAFT = "draft", _("Not paid in")
    AWAITING_FUNDS = "awaiting_funds", _("Waiting for payment")
    PROCESSING = "processing", _("On its way from the bank")
    HELD = "held", _("Held")
    FAILED = "failed", _("Payment failed")


FUNDING_MOVES: Moves = {  # forward only; late and repeated events change nothing
    FundingState.DRAFT: {
        FundingState.AWAITING_FUNDS: only(O),
        FundingState.PROCESSING: only(P),  # an ended page that was paid after all
        FundingState.HELD: only(P),
    },
    FundingState.AWAITING_FUNDS: {
        FundingState.DRAFT: only(P),  # the payment page ended unused
        FundingState.PROCESSING: only(P),
        FundingState.HELD: only(P),
        FundingState.FAILED: only(P),
    },
    FundingState.PROCESSING: {FundingState.HELD: only(P), FundingState.FAILED: only(P)},
    FundingState.FAILED: {FundingState.AWAITING_FUNDS: only(O), FundingState.HELD: only(P)},
}


class PayoutState(models.TextChoices):
    DUE = "due", _("Due")
    WAITING_FOR_SETUP = "waiting_for_setup", _("Waiting for your pay set-up")
    SENDING = "sending", _("Being sent")
    RELEASED = "released", _("Sent")
    PAID_OUT = "paid_out", _("Arrived")
    FAILED = "failed", _("Did not arrive")


PAYOUT_MOVES: Moves = {
    PayoutState.DUE: {PayoutState.WAITING_FOR_SETUP: only(T), PayoutState.SENDING: only(T)},
    PayoutState.WAITING_FOR_SETUP: {PayoutState.SENDING: only(T)},
    PayoutState.SENDING: {
        PayoutState.RELEASED: only(P),
        PayoutState.WAITING_FOR_SETUP: only(P),  # refused: the account can't receive yet
        PayoutState.DUE: only(T),  # found by looking: it was not sent
    },
    PayoutState.RELEASED: {PayoutState.PAID_OUT: only(P), PayoutState.FAILED: only(P)},
    PayoutState.PAID_OUT: {PayoutState.FAILED: only(P)},  # a bank may send it back days later
    PayoutState.FAILED: {PayoutState.PAID_OUT: only(P)},
}

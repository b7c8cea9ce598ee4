"""Disputes: a payer's bank takes a charge back, and a fee, until it is decided."""

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.ledger import post
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import WORLD, Json, get, make

KIND = "dispute"
FEE = 1500


def open_dispute(charge_id: str, amount: int | None) -> Json:
    """Let the payer's bank take the money of a charge."""
    charge = get("charge", charge_id)
    taken = charge["amount_captured"] if amount is None else amount
    charge["disputed"] = True
    dispute = make(
        KIND,
        "du",
        amount=taken,
        charge=charge["id"],
        currency=charge["currency"],
        payment_intent=charge["payment_intent"],
        status="needs_response",
        reason="fraudulent",
        is_charge_refundable=False,
    )
    post(
        f"dispute {dispute['id']}",
        charge["currency"],
        ("platform:available", -taken - FEE),
        ("stripe:fees", FEE),
        ("stripe:disputes", taken),
    )
    emit("charge.dispute.created", dispute)
    emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def accept(call: Call, dispute_id: str) -> Json:
    """Give in, as the platform may."""
    return decide(get(KIND, dispute_id), won=False)


def decide(dispute: Json, *, won: bool) -> Json:
    """Let the bank decide; what is won comes back without the fee."""
    dispute["status"] = "won" if won else "lost"
    if won:
        amount, memo = dispute["amount"], f"dispute {dispute['id']} won"
        legs = ("stripe:disputes", -amount), ("platform:available", amount)
        post(memo, dispute["currency"], *legs)
        WORLD.objects[dispute["charge"]]["disputed"] = False
        emit("charge.dispute.funds_reinstated", dispute)
    emit("charge.dispute.closed", dispute)
    return dispute

"""Refunds: money goes back to who paid it, when the platform has it."""

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.ledger import post
from tests.payments.stripe_stand_in.transfers import sent_from
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, get, make, note_warning


def create(call: Call) -> Json:
    """Refund a charge, whole or in part; without the money for it the refund waits."""
    charge = _charge_meant(call.params)
    currency = charge["currency"]
    amount = _allowed_amount(charge, call.params)
    _warn_of_sent_money(charge, amount)
    refund = make(
        "refund",
        "re",
        amount=amount,
        charge=charge["id"],
        currency=currency,
        payment_intent=charge["payment_intent"],
        reason=call.params.get("reason"),
        metadata=call.params.get("metadata"),
        status="pending",
        failure_reason=None,
        balance_transaction=None,
    )
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    emit("refund.created", refund)
    parts = (f"platform:{part}:{currency}" for part in ("available", "pending"))
    if sum(WORLD.balances[one] for one in parts) >= amount:
        finish(refund)
    else:
        refund["pending_reason"] = "insufficient_funds"
    emit("charge.refunded", charge)
    return refund


def _charge_meant(params: Json) -> Json:
    charge_id, intent_id = params.get("charge"), params.get("payment_intent")
    if not charge_id and intent_id:
        charge_id = get("payment_intent", intent_id, "payment_intent")["latest_charge"]
    if not charge_id:
        message = (
            "One of the following params should be provided for this request:"
            " payment_intent or charge."
        )
        raise ApiError(400, message, "parameter_missing")
    return get("charge", charge_id, "charge")


def _allowed_amount(charge: Json, params: Json) -> int:
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = int(params.get("amount", left))
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise ApiError(400, message, "charge_already_refunded")
    if not 1 <= amount <= left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise ApiError(400, message, "amount_too_large", "amount")
    if charge["disputed"]:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise ApiError(400, message, "charge_disputed")
    if params.get("reverse_transfer"):
        message = (
            "Cannot reverse transfer on a charge that doesn't have an associated transfer"
            " (separate charges and transfers need transfers.reversals.create)."
        )
        raise ApiError(400, message, param="reverse_transfer")
    return amount


def _warn_of_sent_money(charge: Json, amount: int) -> None:
    sent, captured = sent_from(charge["id"]), charge["amount_captured"]
    if sent + amount + charge["amount_refunded"] > captured:
        told = f"{sent} of {captured} is already transferred: the platform pays the difference"
        note_warning("refund_exceeds_untransferred", "POST /v1/refunds", told)


def finish(refund: Json) -> None:
    """Send the money back."""
    amount, memo = refund["amount"], f"refund {refund['id']}"
    legs = ("platform:available", -amount), ("world:payers", amount)
    transaction = post(memo, refund["currency"], *legs)
    refund.update(status="succeeded", balance_transaction=transaction)
    refund.pop("pending_reason", None)
    emit("refund.updated", refund)


def finish_waiting() -> None:
    """Send back what waited for money that is there now."""
    for refund in WORLD.of_kind("refund"):
        available = WORLD.balances[f"platform:available:{refund['currency']}"]
        if refund.get("pending_reason") and available >= refund["amount"]:
            finish(refund)


def fail(refund: Json) -> None:
    """Let the payer's bank send the money back to us."""
    amount = refund["amount"]
    if refund["status"] == "succeeded":
        legs = ("world:payers", -amount), ("platform:available", amount)
        post(f"refund {refund['id']} failed", refund["currency"], *legs)
    charge = WORLD.objects[refund["charge"]]
    charge["amount_refunded"] -= amount
    charge["refunded"] = False
    refund.update(status="failed", failure_reason="expired_or_canceled_card")
    emit("refund.failed", refund)

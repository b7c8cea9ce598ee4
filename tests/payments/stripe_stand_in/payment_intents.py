"""Payment intents: from wanted to paid, at once with a card, later by bank debit."""

import copy
from typing import Any

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.charges import BANK_DEBIT, charge, method_of
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, get, make, new_id, now

KIND = "payment_intent"
LEAST = 50
UNEXPECTED_STATE = "payment_intent_unexpected_state"
DECLINES = {
    "pm_card_chargeDeclined": "generic_decline",
    "pm_card_chargeDeclinedInsufficientFunds": "insufficient_funds",
    "pm_card_visa_chargeDeclinedFraudulent": "fraudulent",
}


def create(call: Call) -> Json:
    """Make an intent, and pay it if it is confirmed already."""
    intent = make_intent(call.params)
    return pay(intent) if call.params.get("confirm") else intent


def make_intent(params: Json) -> Json:
    """Make an intent to pay an amount that is worth it."""
    if params["amount"] < LEAST:
        raise ApiError(400, "Amount must be at least $0.50 usd", "amount_too_small", "amount")
    method = params.get("payment_method")
    given = ("customer", "description", "metadata", "transfer_group", "payment_method")
    intent = make(
        KIND,
        "pi",
        amount=params["amount"],
        currency=params["currency"].lower(),
        capture_method=params.get("capture_method", "automatic_async"),
        amount_received=0,
        amount_capturable=0,
        status="requires_confirmation" if method else "requires_payment_method",
        latest_charge=None,
        last_payment_error=None,
        next_action=None,
        payment_method_types=[method_of(method)],
        client_secret=new_id("pi_secret"),
        on_behalf_of=None,
        transfer_data=None,
        application_fee_amount=None,
        **{key: params.get(key) for key in given},
    )
    emit("payment_intent.created", intent)
    return intent


def pay(intent: Json, outcome: str | None = None) -> Json:
    """Pay an intent by its method, or fail to."""
    method = intent["payment_method"]
    declined = DECLINES.get(method) or ("generic_decline" if outcome == "fail" else None)
    if declined:
        raise _decline(intent, declined)
    if method == "pm_card_authenticationRequired" and outcome != "authenticated":
        asks = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
        _advance(intent, "requires_action", "requires_action", next_action=asks)
    elif method_of(method) == BANK_DEBIT:
        _advance(intent, "processing", "processing")
    elif intent["capture_method"] == "manual":
        capturable = {"amount_capturable": intent["amount"]}
        _advance(intent, "requires_capture", "amount_capturable_updated", **capturable)
    else:
        charge(intent, intent["amount"], method_of(method))
    return intent


def _advance(intent: Json, status: str, event: str, **fields: Any) -> None:
    intent.update(status=status, **fields)
    emit(f"payment_intent.{event}", intent)


def _decline(intent: Json, why: str) -> ApiError:
    error = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": why,
        "message": "Your card was declined.",
    }
    fields = {"last_payment_error": error, "payment_method": None}
    _advance(intent, "requires_payment_method", "payment_failed", **fields)
    return ApiError(
        402,
        error["message"],
        error["code"],
        type=error["type"],
        decline_code=why,
        payment_intent=copy.deepcopy(intent),
    )


def finish_bank_debit(intent: Json, *, arrives: bool) -> None:
    """Let a bank debit arrive or bounce, days after the page was left."""
    require_status(intent, "processing")
    sessions = WORLD.of_kind("checkout.session")
    session = next((one for one in sessions if one["payment_intent"] == intent["id"]), None)
    if arrives:
        charge(intent, intent["amount"], BANK_DEBIT)
    else:
        fields = {"payment_method": None}
        _advance(intent, "requires_payment_method", "payment_failed", **fields)
    if session:
        if arrives:
            session["payment_status"] = "paid"
        outcome = "succeeded" if arrives else "failed"
        emit(f"checkout.session.async_payment_{outcome}", session)


def require_status(intent: Json, *allowed: str) -> None:
    """Refuse what this status does not allow."""
    if intent["status"] not in allowed:
        message = f"This PaymentIntent could not be changed because it has a status of {intent['status']}."
        raise ApiError(400, message, UNEXPECTED_STATE)


def confirm(call: Call, intent_id: str) -> Json:
    """Pay an intent by the method that is given now or was before."""
    intent = get(KIND, intent_id, "intent")
    intent["payment_method"] = call.params.get("payment_method", intent["payment_method"])
    require_status(intent, "requires_payment_method", "requires_confirmation", "requires_action")
    if not intent["payment_method"]:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise ApiError(400, message, UNEXPECTED_STATE)
    return pay(intent)


def capture(call: Call, intent_id: str) -> Json:
    """Take what was only set aside."""
    intent = get(KIND, intent_id, "intent")
    require_status(intent, "requires_capture")
    amount: int = call.params.get("amount_to_capture") or intent["amount"]
    if amount > intent["amount_capturable"]:
        message = "The payment intent's capturable amount is less than the amount to capture"
        raise ApiError(400, message, "amount_too_large", "amount_to_capture")
    charge(intent, amount, "card")
    return intent


def cancel(call: Call, intent_id: str) -> Json:
    """End an intent that has not been paid."""
    intent = get(KIND, intent_id, "intent")
    require_status(
        intent,
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
        "requires_capture",
    )
    fields = {
        "canceled_at": now(),
        "cancellation_reason": call.params.get("cancellation_reason"),
        "amount_capturable": 0,
    }
    _advance(intent, "canceled", "canceled", **fields)
    return intent

"""Checkout sessions: the payment page at the provider."""

import contextlib

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.charges import BANK_DEBIT
from tests.payments.stripe_stand_in.payment_intents import make_intent, pay
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, get, make, now

KIND = "checkout.session"
DAY = 86400


def create(call: Call) -> Json:
    """Open a payment page for what is listed."""
    params = call.params
    total, currency = _price(params)
    given = ("metadata", "customer", "client_reference_id", "success_url", "cancel_url")
    session = make(
        KIND,
        "cs_test",
        mode=params["mode"],
        status="open",
        payment_status="unpaid",
        amount_total=total,
        amount_subtotal=total,
        currency=currency,
        payment_intent=None,
        expires_at=params.get("expires_at", now() + DAY),
        **{key: params.get(key) for key in given},
    )
    session["url"] = f"https://checkout.stripe.test/c/pay/{session['id']}"
    WORLD.payment_details[session["id"]] = params.get("payment_intent_data") or {}
    return session


def _price(params: Json) -> tuple[int, str]:
    items = params.get("line_items") or []
    if params.get("mode") == "payment" and not items:
        message = "You must provide line_items in payment mode."
        raise ApiError(400, message, "parameter_missing", "line_items")
    if any("price_data" not in one for one in items):
        raise ApiError(501, "only price_data line items are modelled here")
    total = sum(one["price_data"]["unit_amount"] * one.get("quantity", 1) for one in items)
    return total, items[0]["price_data"]["currency"]


def expire(call: Call, session_id: str) -> Json:
    """Close a page that nobody paid on."""
    session = get(KIND, session_id, "session")
    if session["status"] != "open":
        message = 'Only Checkout Sessions with a status in ["open"] can be expired.'
        raise ApiError(400, message)
    session.update(status="expired", url=None)
    emit("checkout.session.expired", session)
    return session


def pay_session(session: Json, how: Json) -> Json:
    """Pay on the page, as a person does; a declined card leaves it open."""
    if session["status"] != "open":
        raise ApiError(400, f"session is {session['status']}")
    by_bank = how.get("method") == BANK_DEBIT
    intent = make_intent(
        {
            "amount": session["amount_total"],
            "currency": session["currency"],
            "customer": session["customer"],
            "payment_method": "pm_usBankAccount" if by_bank else "pm_card_visa",
            **WORLD.payment_details[session["id"]],
        }
    )
    with contextlib.suppress(ApiError):
        pay(intent, how.get("outcome"))
        session.update(
            payment_intent=intent["id"],
            status="complete",
            url=None,
            payment_status="unpaid" if by_bank else "paid",
        )
        emit("checkout.session.completed", session)
    return session

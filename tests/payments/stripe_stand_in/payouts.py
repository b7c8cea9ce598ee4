"""Payouts: money leaves Stripe for a bank; and the balance that is left."""

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.ledger import post
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, get, make, note_warning, now

KIND = "payout"
TWO_DAYS = 172800


def read_balance(call: Call) -> Json:
    """Return what an account has, and what it will have."""
    return {
        "object": "balance",
        "livemode": False,
        "available": _balance_rows(call.owner, "available"),
        "pending": _balance_rows(call.owner, "pending"),
    }


def _balance_rows(owner: str, part: str) -> list[Json]:
    held = {
        name.split(":")[2]: amount
        for name, amount in WORLD.balances.items()
        if name.startswith(f"{owner}:{part}:")
    }
    return [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}}
        for currency, amount in (held or {"usd": 0}).items()
    ]


def create(call: Call) -> Json:
    """Send money from an account's balance to its bank."""
    amount, currency = call.params["amount"], call.params["currency"].lower()
    _require_allowed(call, amount, currency)
    payout = make(
        KIND,
        "po",
        amount=amount,
        currency=currency,
        status="pending",
        arrival_date=now() + TWO_DAYS,
        method=call.params.get("method", "standard"),
        automatic=False,
        metadata=call.params.get("metadata"),
        failure_code=None,
        failure_message=None,
    )
    WORLD.payout_owners[payout["id"]] = call.owner
    legs = (f"{call.owner}:available", -amount), ("world:banks", amount)
    payout["balance_transaction"] = post(f"payout {payout['id']}", currency, *legs)
    emit("payout.created", payout, account=call.account)
    return payout


def _require_allowed(call: Call, amount: int, currency: str) -> None:
    if call.account and not WORLD.abilities.get(call.account, {}).get("payouts"):
        message = "Cannot create payouts: payouts are not enabled on this account."
        raise ApiError(400, message, "payouts_not_allowed")
    if not call.account:
        told = (
            "pays held money to the platform's own bank:"
            " keep the platform on a schedule that leaves held funds"
        )
        note_warning("platform_payout", "POST /v1/payouts", told)
    if WORLD.balances[f"{call.owner}:available:{currency}"] < amount:
        message = "You have insufficient funds in your Stripe account for this transfer."
        raise ApiError(400, message, "balance_insufficient")


def move(payout: Json, status: str) -> None:
    """Let a payout arrive, fail or be canceled, as the bank says."""
    owner, amount = WORLD.payout_owners[payout["id"]], payout["amount"]
    if status in ("failed", "canceled"):
        legs = ("world:banks", -amount), (f"{owner}:available", amount)
        post(f"payout {payout['id']} {status}", payout["currency"], *legs)
    payout.update(status=status, failure_code="account_closed" if status == "failed" else None)
    emit(f"payout.{status}", payout, account=None if owner == "platform" else owner)


def cancel(call: Call, payout_id: str) -> Json:
    """Stop a payout that has not left."""
    payout = get(KIND, payout_id)
    if payout["status"] != "pending":
        raise ApiError(400, "Only pending payouts can be canceled.")
    move(payout, "canceled")
    return payout

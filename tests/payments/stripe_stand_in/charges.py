"""Charges: money comes in less Stripe's fee, and can be paid out once it has settled."""

from tests.payments.stripe_stand_in.ledger import post
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import WORLD, Json, make

BANK_DEBIT = "us_bank_account"


def method_of(payment_method: str | None) -> str:
    """Return the kind of a test payment method."""
    return BANK_DEBIT if payment_method and "usBankAccount" in payment_method else "card"


def fee_of(amount: int, method: str) -> int:
    """Return what Stripe keeps: 0.8 % of a bank debit up to 5 dollars, 2.9 % and 30 cents of a card."""
    if not WORLD.config["fees"]:
        return 0
    return min(500, round(amount * 0.008)) if method == BANK_DEBIT else round(amount * 0.029) + 30


def charge(intent: Json, amount: int, method: str) -> Json:
    """Take the money of an intent."""
    fee, currency = fee_of(amount, method), intent["currency"]
    made = _make_charge(intent, amount)
    WORLD.unsettled[made["id"]] = {"platform": amount - fee}
    made["balance_transaction"] = post(
        f"charge {made['id']}",
        currency,
        ("world:payers", -amount),
        ("stripe:fees", fee),
        ("platform:pending", amount - fee),
    )
    WORLD.objects[made["balance_transaction"]].update(
        amount=amount, fee=fee, net=amount - fee, type="charge", source=made["id"]
    )
    intent.update(
        status="succeeded",
        amount_received=amount,
        amount_capturable=0,
        latest_charge=made["id"],
        next_action=None,
    )
    if WORLD.config["settle"] == "instant":
        settle(made["id"])
    emit("charge.succeeded", made)
    emit("payment_intent.succeeded", intent)
    return made


def _make_charge(intent: Json, amount: int) -> Json:
    same = ("currency", "customer", "transfer_group", "metadata", "payment_method", "description")
    return make(
        "charge",
        "ch",
        amount=amount,
        amount_captured=amount,
        amount_refunded=0,
        payment_intent=intent["id"],
        paid=True,
        captured=True,
        refunded=False,
        disputed=False,
        status="succeeded",
        failure_code=None,
        failure_message=None,
        **{key: intent[key] for key in same},
    )


def settle(charge_id: str) -> None:
    """Make a charge's money available to whoever has it by now."""
    shares = WORLD.unsettled.pop(charge_id, None) or {}
    for owner, amount in shares.items():
        if amount:
            currency = WORLD.objects[charge_id]["currency"]
            legs = (f"{owner}:pending", -amount), (f"{owner}:available", amount)
            post(f"settle {charge_id}", currency, *legs)

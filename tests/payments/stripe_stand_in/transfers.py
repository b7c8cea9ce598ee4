"""Transfers: held money goes on to a connected account, whole or in part, and may come back."""

import copy

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.ledger import post
from tests.payments.stripe_stand_in.webhooks import emit
from tests.payments.stripe_stand_in.world import (
    WORLD,
    ApiError,
    Json,
    get,
    make,
    new_id,
    note_warning,
)

ASKED = "POST /v1/transfers"


def create(call: Call) -> Json:
    """Send money to an account: out of one charge, or out of what is pooled."""
    params = call.params
    currency, destination = params["currency"].lower(), params["destination"]
    source: str = params.get("source_transaction") or ""
    amount = _allowed_amount(params)
    _warn_of_the_same(params, amount)
    if source:
        _require_left_on_charge(source, amount, currency)
    else:
        _require_available(amount, currency)
    part = "pending" if source in WORLD.unsettled else "available"
    transfer = _make_transfer(params, amount, currency)
    legs = (f"platform:{part}", -amount), (f"{destination}:{part}", amount)
    transfer["balance_transaction"] = post(f"transfer {transfer['id']}", currency, *legs)
    if part == "pending":
        _move_share(source, "platform", destination, amount)
    emit("transfer.created", transfer)
    return transfer


def _allowed_amount(params: Json) -> int:
    destination = params["destination"]
    if destination not in WORLD.abilities:
        message = f"No such destination: '{destination}'"
        raise ApiError(400, message, "resource_missing", "destination")
    if WORLD.abilities[destination]["transfers"] != "active":
        message = (
            "Your destination account needs to have at least one of the following capabilities"
            " enabled: transfers, crypto_transfers, legacy_payments"
        )
        raise ApiError(400, message, "insufficient_capabilities_for_transfer")
    amount = int(params.get("amount", 0))
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise ApiError(400, message, "parameter_invalid_integer", "amount")
    return amount


def _warn_of_the_same(params: Json, amount: int) -> None:
    asked = (
        params["destination"],
        amount,
        params.get("transfer_group"),
        params.get("source_transaction"),
    )
    keys = ("destination", "amount", "transfer_group", "source_transaction")
    for one in WORLD.of_kind("transfer"):
        if tuple(one[key] for key in keys) == asked:
            told = (
                f"same destination, amount, group and source as {one['id']}, other idempotency key"
            )
            note_warning("possible_duplicate_transfer", ASKED, told)
            return


def sent_from(charge_id: str) -> int:
    """Return how much of a charge has been sent on and is still away."""
    transfers = WORLD.of_kind("transfer")
    return sum(
        one["amount"] - one["amount_reversed"]
        for one in transfers
        if one["source_transaction"] == charge_id
    )


def _require_left_on_charge(charge_id: str, amount: int, currency: str) -> None:
    charge = get("charge", charge_id, "source_transaction")
    captured, refunded = charge["amount_captured"], charge["amount_refunded"]
    sent = sent_from(charge_id)
    if charge["status"] != "succeeded" or charge["currency"] != currency:
        message = "The source charge has not succeeded, or has another currency"
        raise ApiError(400, message, param="source_transaction")
    if sent + amount > captured:
        message = (
            "Transfers using this transaction as a source must not exceed the source amount of"
            f" {captured}. (Already transferred: {sent})"
        )
        raise ApiError(400, message, param="amount")
    if sent + amount + refunded > captured:
        told = f"transfers {sent + amount} + refunds {refunded} > charge {captured}"
        note_warning("charge_over_allocated", ASKED, told)


def _require_available(amount: int, currency: str) -> None:
    told = "drawn from the pooled platform balance"
    note_warning("transfer_without_source_transaction", ASKED, told)
    if WORLD.balances[f"platform:available:{currency}"] < amount:
        message = "You have insufficient available funds in your Stripe account."
        raise ApiError(400, message, "balance_insufficient")


def _make_transfer(params: Json, amount: int, currency: str) -> Json:
    source = params.get("source_transaction")
    group = params.get("transfer_group") or (source and WORLD.objects[source]["transfer_group"])
    transfer = make(
        "transfer",
        "tr",
        amount=amount,
        amount_reversed=0,
        currency=currency,
        destination=params["destination"],
        source_transaction=source,
        transfer_group=group,
        reversed=False,
        description=params.get("description"),
        metadata=params.get("metadata"),
        destination_payment=new_id("py"),
        source_type="card",
    )
    url = f"/v1/transfers/{transfer['id']}/reversals"
    transfer["reversals"] = {"object": "list", "data": [], "has_more": False, "url": url}
    return transfer


def _move_share(charge_id: str, giver: str, taker: str, amount: int) -> None:
    """Remember who gets the charge's money when it settles."""
    shares = WORLD.unsettled[charge_id]
    shares[giver] -= amount
    shares[taker] = shares.get(taker, 0) + amount


def reverse(call: Call, transfer_id: str) -> Json:
    """Take money back from an account, if it still has it."""
    transfer = get("transfer", transfer_id)
    source, owner = transfer["source_transaction"], transfer["destination"]
    left = transfer["amount"] - transfer["amount_reversed"]
    amount = call.params.get("amount", left)
    if not 1 <= amount <= left:
        message = (
            f"Reversal amount ({amount}) is greater than unreversed amount on transfer ({left})"
        )
        raise ApiError(400, message, param="amount")
    unsettled = WORLD.unsettled.get(source, {}).get(owner, 0)
    part = "pending" if unsettled >= amount else "available"
    reversal = _reverse_from(transfer, part, amount, call.params.get("metadata"))
    if part == "pending":
        _move_share(source, owner, "platform", amount)
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].append(copy.deepcopy(reversal))
    emit("transfer.reversed", transfer)
    return reversal


def _reverse_from(transfer: Json, part: str, amount: int, metadata: Json | None) -> Json:
    owner, currency = transfer["destination"], transfer["currency"]
    if WORLD.balances[f"{owner}:{part}:{currency}"] < amount:
        message = "Insufficient funds in the destination account to reverse the transfer."
        raise ApiError(400, message, "balance_insufficient")
    reversal = make(
        "transfer_reversal",
        "trr",
        amount=amount,
        currency=currency,
        transfer=transfer["id"],
        metadata=metadata,
        destination_payment_refund=None,
        source_refund=None,
    )
    legs = (f"{owner}:{part}", -amount), (f"platform:{part}", amount)
    reversal["balance_transaction"] = post(f"reversal {reversal['id']}", currency, *legs)
    return reversal

"""Double entry: money is only ever moved, from one account of the world to another."""

from collections import Counter
from collections.abc import Callable

from tests.payments.stripe_stand_in.world import WORLD, Json, make, note_warning

Leg = tuple[str, int]


class UnbalancedError(Exception):
    """An entry that would make money or lose it."""


def post(memo: str, currency: str, *legs: Leg) -> str:
    """Write one balanced entry, and return the id of its balance transaction."""
    if sum(amount for _, amount in legs) != 0:
        raise UnbalancedError(f"{memo}: {legs}")
    WORLD.journal.append({"memo": memo, "currency": currency, "legs": legs})
    for account, amount in legs:
        WORLD.balances[f"{account}:{currency}"] += amount
    shown = legs[-1][1]
    transaction = make(
        "balance_transaction",
        "txn",
        amount=shown,
        net=shown,
        fee=0,
        currency=currency,
        description=memo,
        source=None,
        fee_details=[],
    )
    for account, balance in WORLD.balances.items():
        if account.startswith("platform:") and balance < 0:
            note_warning("platform_balance_negative", memo, f"{account} = {balance}")
    return str(transaction["id"])


def state_of_ledger() -> Json:
    """Say whether the money is all there, and where it is."""
    errors = _journal_errors()
    for currency in {entry["currency"] for entry in WORLD.journal}:
        errors += _currency_errors(currency)
    return {
        "ok": not errors,
        "errors": errors,
        "balances": dict(WORLD.balances),
        "entries": len(WORLD.journal),
    }


def _journal_errors() -> list[str]:
    again: Counter[str] = Counter()
    for entry in WORLD.journal:
        for account, amount in entry["legs"]:
            again[f"{account}:{entry['currency']}"] += amount
    return [
        f"journal and balances differ on {account}"
        for account in set(again) | set(WORLD.balances)
        if again[account] != WORLD.balances[account]
    ]


def _currency_errors(currency: str) -> list[str]:
    """Compare the balances with the objects that Stripe showed to the client."""
    ours = {name: held for name, held in WORLD.balances.items() if name.endswith(f":{currency}")}
    errors = []
    if sum(ours.values()):
        errors.append(f"sum of all balances in {currency} is not zero")
    paid = _total("refund", currency, _refunded) - _total("charge", currency, _captured)
    payers = WORLD.balances[f"world:payers:{currency}"]
    if paid != payers:
        errors.append(f"charges less refunds ({paid}) differ from payers' ledger ({payers})")
    moved = _total("transfer", currency, _sent) - _total("payout", currency, _paid_out)
    accounts = sum(held for name, held in ours.items() if name.startswith("acct_"))
    if moved != accounts:
        errors.append(
            f"transfers less payouts ({moved}) differ from accounts' balances ({accounts})"
        )
    return errors


def _total(kind: str, currency: str, amount: Callable[[Json], int]) -> int:
    return sum(amount(one) for one in WORLD.of_kind(kind) if one.get("currency") == currency)


def _captured(charge: Json) -> int:
    return int(charge["amount_captured"])


def _refunded(refund: Json) -> int:
    return int(refund["amount"]) if refund.get("status") == "succeeded" else 0


def _sent(transfer: Json) -> int:
    return int(transfer["amount"] - transfer["amount_reversed"])


def _paid_out(payout: Json) -> int:
    came_back = payout["status"] in ("failed", "canceled")
    ours = WORLD.payout_owners[payout["id"]] == "platform"
    return 0 if came_back or ours else int(payout["amount"])

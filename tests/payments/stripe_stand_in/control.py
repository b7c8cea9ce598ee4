"""People's part of the provider's world, and what only a test may ask for."""

from collections.abc import Callable
from typing import Any

from tests.payments.stripe_stand_in import (
    accounts,
    checkout,
    disputes,
    faults,
    payment_intents,
    payouts,
    refunds,
    webhooks,
)
from tests.payments.stripe_stand_in.charges import settle
from tests.payments.stripe_stand_in.ledger import state_of_ledger
from tests.payments.stripe_stand_in.specification import specification
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, get


def report() -> Json:
    """Return the whole account of what was seen."""
    return {
        "spec_version": specification().version,
        "requests": dict(WORLD.requests),
        "violations": WORLD.violations,
        "warnings": WORLD.warnings,
        "response_shape_errors": WORLD.shape_errors,
        "faults_fired": WORLD.faults_fired,
        "webhook_deliveries": WORLD.deliveries,
        "ledger": state_of_ledger(),
    }


def control(path: str, body: Any) -> Any:
    """Do what `/_control/<path>` asks."""
    if path in WHOLE_WORLD:
        return WHOLE_WORLD[path](body)
    kind, _, of_id = path.partition("/")
    if kind in OF_ONE and of_id:
        return OF_ONE[kind](of_id, body)
    raise ApiError(404, "no such control")


def _reset(body: Json) -> Json:
    WORLD.begin()
    return {"ok": True}


def _configure(body: Json) -> Json:
    WORLD.config.update(body)
    return WORLD.config


def _settle(body: Json) -> Json:
    for charge_id in list(WORLD.unsettled):
        if body.get("charge") in (None, charge_id):
            settle(charge_id)
    refunds.finish_waiting()
    return state_of_ledger()


def _dispute(body: Json) -> Json:
    return disputes.open_dispute(body["charge"], body.get("amount"))


def _release(body: Json) -> Json:
    return {"released": webhooks.release(body.get("order"))}


def _onboard(account_id: str, body: Json) -> Json:
    return accounts.onboard(account_id, accepted=body.get("ok", True))


def _pay_session(session_id: str, body: Json) -> Json:
    return checkout.pay_session(get("checkout.session", session_id), body)


def _finish_intent(intent_id: str, body: Json) -> Json:
    intent = get("payment_intent", intent_id)
    if body.get("outcome") == "authenticated":
        payment_intents.pay(intent, "authenticated")
    else:
        payment_intents.finish_bank_debit(intent, arrives=body.get("outcome") != "fail")
    return intent


def _finish_refund(refund_id: str, body: Json) -> Json:
    refund = get("refund", refund_id)
    if body.get("status") == "failed":
        refunds.fail(refund)
    else:
        refunds.finish(refund)
    return refund


def _move_payout(payout_id: str, body: Json) -> Json:
    payout = get("payout", payout_id)
    payouts.move(payout, body["status"])
    return payout


def _decide_dispute(dispute_id: str, body: Json) -> Json:
    return disputes.decide(get("dispute", dispute_id), won=bool(body.get("won")))


WHOLE_WORLD: dict[str, Callable[[Any], Any]] = {
    "report": lambda body: report(),
    "ledger": lambda body: state_of_ledger(),
    "reset": _reset,
    "config": _configure,
    "faults": faults.add,
    "settle": _settle,
    "dispute": _dispute,
    "webhooks/release": _release,
}
OF_ONE: dict[str, Callable[[str, Json], Json]] = {
    "onboard": _onboard,
    "checkout": _pay_session,
    "pi": _finish_intent,
    "refund": _finish_refund,
    "payout": _move_payout,
    "dispute": _decide_dispute,
}

"""Faults that a test asks for: what goes wrong with the next request that matches.

`{"match": "POST /v1/transfers", "kind": "reset", "when": "after"}`. Kinds: `reset` (the connection breaks),
`timeout` (it breaks after `delay` seconds), `slow`, `409`, `429`, `500` and `503`. `before` the request is
processed (as a rule) or `after`, `times` over, `sticky` (the key keeps the answer), with `should_retry`.
"""

import re

from tests.payments.stripe_stand_in import idempotency
from tests.payments.stripe_stand_in.asked import Asked
from tests.payments.stripe_stand_in.idempotency import Answer
from tests.payments.stripe_stand_in.world import WORLD, Json

ERRORS = ("500", "503")


def add(faults: list[Json]) -> list[Json]:
    """Add faults to those that wait; return them all."""
    WORLD.faults += [{"times": 1, "when": "before"} | one for one in faults]
    return WORLD.faults


def take(where: str) -> Json | None:
    """Return the fault that strikes this request, and note that it did."""
    for fault in WORLD.faults:
        if fault["times"] > 0 and re.search(fault["match"], where):
            fault["times"] -= 1
            WORLD.faults_fired.append({**fault, "request": where})
            return fault
    return None


def answer_before(fault: Json, asked: Asked) -> Answer | None:
    """Return what a fault answers in place of the request; nothing if the request goes on."""
    kind = fault["kind"]
    headers = {"Stripe-Should-Retry": fault["should_retry"]} if "should_retry" in fault else {}
    if kind == "429":
        message = "Request rate limit exceeded (injected)"
        error = {"type": "invalid_request_error", "code": "rate_limit", "message": message}
        return 429, {"error": error}, headers
    if kind == "409":
        return 409, idempotency.in_use(" (injected)"), {}
    if kind in ERRORS:
        body = _api_error("An unknown error occurred (injected)")
        if fault.get("sticky"):
            idempotency.keep_answer(asked, int(kind), body)
        return int(kind), body, headers
    return None


def answer_after(fault: Json, status: int, body: Json) -> tuple[int, Json]:
    """Return what the client hears of a request that was processed."""
    if fault["kind"] in ERRORS:
        return int(fault["kind"]), _api_error("injected after processing")
    return status, body


def _api_error(message: str) -> Json:
    return {"error": {"type": "api_error", "message": message}}

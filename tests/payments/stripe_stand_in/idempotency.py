"""Idempotency keys: the same key gets the same answer, and must be one that survives a restart."""

import copy
import re

from tests.payments.stripe_stand_in.asked import Asked
from tests.payments.stripe_stand_in.world import WORLD, Json, KeptAnswer, note_violation, now

LONGEST_KEY = 255
KEYS_LIVE = 24 * 3600  # seconds; after them a key is as good as new
RANDOM_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOVES_MONEY = (
    "/v1/transfers",
    "/v1/refunds",
    "/v1/payouts",
    "/v1/payment_intents",
    "/v1/checkout/sessions",
    "/reversals",
    "/capture",
)


def check_key(asked: Asked) -> None:
    """Note a POST whose key is missing, too long, or would be lost where money moves."""
    if asked.method != "post":
        return
    key = asked.key
    if not key:
        note_violation("idempotency_key_missing", asked.where, "POST without Idempotency-Key")
    elif len(key) > LONGEST_KEY:
        note_violation("idempotency_key_too_long", asked.where, "over 255 characters")
    elif any(part in asked.path for part in MOVES_MONEY):
        _check_money_key(key, asked.where)


def _check_money_key(key: str, where: str) -> None:
    pattern = WORLD.config["key_pattern"]
    if not WORLD.config["allow_auto_keys"] and RANDOM_KEY.search(key):
        told = (
            "random UUID key: lost on a restart, so a retry can pay twice; derive it from the row"
        )
        note_violation("idempotency_key_random", where, told)
    elif pattern and not re.fullmatch(pattern, key):
        note_violation("idempotency_key_pattern", where, f"{key!r} does not fit key_pattern")


Answer = tuple[int, Json, dict[str, str]]


def kept_answer(asked: Asked) -> Answer | None:
    """Return what this key was answered before: again, or a refusal if it now asks otherwise."""
    kept = WORLD.answers.get(asked.slot)
    if kept is None or now() - kept.at > KEYS_LIVE:
        return None
    if kept.fingerprint == asked.fingerprint:
        return kept.status, kept.body, {"Idempotent-Replayed": "true"}
    told = f"key {asked.key!r} reused with other parameters"
    note_violation("idempotency_conflict", asked.where, told)
    message = (
        "Keys for idempotent requests can only be used with the same parameters they were first"
        f" used with. Try using a key other than '{asked.key}' if you meant to execute a"
        " different request."
    )
    return 400, {"error": {"type": "idempotency_error", "message": message}}, {}


def begin(asked: Asked) -> Json | None:
    """Note that a key's request is under way; return the refusal if it is already."""
    if not asked.slot:
        return None
    if asked.slot in WORLD.in_progress:
        return in_use()
    WORLD.in_progress.add(asked.slot)
    return None


def end(asked: Asked) -> None:
    """Note that a key's request is done."""
    if asked.slot:
        WORLD.in_progress.discard(asked.slot)


def keep_answer(asked: Asked, status: int, body: Json) -> None:
    """Remember the answer for the next request with this key."""
    if asked.slot:
        kept = KeptAnswer(asked.fingerprint, status, copy.deepcopy(body), now())
        WORLD.answers[asked.slot] = kept


def in_use(remark: str = "") -> Json:
    """Return the refusal of a request whose twin is under way."""
    message = (
        "There is currently another in-progress request using this Stripe Idempotent Key" + remark
    )
    error = {"type": "idempotency_error", "code": "idempotency_key_in_use", "message": message}
    return {"error": error}

"""Events: kept, signed as Stripe does, and sent; late, twice, in another order or badly signed."""

import copy
import hashlib
import hmac
import json
import queue
import random
import time
import urllib.request

from tests.payments.stripe_stand_in.specification import specification
from tests.payments.stripe_stand_in.world import (
    CURRENT,
    LOCK,
    WORLD,
    Json,
    api_time,
    make,
    new_id,
    note_violation,
)

OUTGOING: "queue.Queue[tuple[float, Json]]" = queue.Queue()
HOUR = 3600


def emit(kind: str, about: Json, *, account: str | None = None) -> None:
    """Tell of an object's change: of a connected account's, or of the platform's."""
    event = make(
        "event",
        "evt",
        type=kind,
        api_version=specification().version,
        pending_webhooks=1,
        request={"id": CURRENT.id, "idempotency_key": CURRENT.key},
        data={"object": copy.deepcopy(about)},
    )
    if account:
        event["account"] = account
    send(event, connect=bool(account), thin=False)


def emit_thin(kind: str, of_id: str, of_type: str) -> None:
    """Tell of a change as the second version of the API does: by name only."""
    event = {
        "id": new_id("evt"),
        "object": "v2.core.event",
        "type": kind,
        "livemode": False,
        "created": api_time(),
        "related_object": {
            "id": of_id,
            "type": of_type,
            "url": f"/v2/core/accounts/{of_id}",
        },
    }
    send(event, connect=False, thin=True)


def send(event: Json, *, connect: bool, thin: bool) -> None:
    """Address an event to every endpoint that listens for it."""
    for endpoint in WORLD.config["webhooks"]:
        if bool(endpoint.get("connect")) != connect or bool(endpoint.get("thin")) != thin:
            continue
        wanted = endpoint.get("events")
        if wanted and event["type"] not in wanted and "*" not in wanted:
            continue
        message = {"endpoint": endpoint, "event": copy.deepcopy(event), "attempt": 1}
        if WORLD.config["hold"]:
            WORLD.held_messages.append(message)
        else:
            put_out([message])


def release(order: str | None) -> int:
    """Send what was held, in this order, and hold no more."""
    messages, WORLD.held_messages = WORLD.held_messages, []
    WORLD.config["hold"] = False
    if order == "reverse":
        messages.reverse()
    if order == "shuffle":
        random.shuffle(messages)
    put_out(messages)
    return len(messages)


def put_out(messages: list[Json]) -> None:
    """Queue messages, each as often and as badly signed as was asked."""
    for message in messages:
        spoiled = WORLD.config["bad_signature"]
        message["bad"] = spoiled.pop(0) if spoiled else None
        for _ in range(1 + int(WORLD.config["duplicate"])):
            OUTGOING.put((time.time() + WORLD.config["delay"], dict(message)))


def deliver_for_ever() -> None:
    """Send what is due, one after the other."""
    while True:
        due, message = OUTGOING.get()
        if due > time.time():
            OUTGOING.put((due, message))
            OUTGOING.task_done()
            time.sleep(0.02)
            continue
        try:
            _deliver(message)
        finally:
            OUTGOING.task_done()


def _deliver(message: Json) -> None:
    """Send a message, note what became of it, and try again later as Stripe does."""
    result = _post(message["endpoint"]["url"], *_signed(message))
    taken = isinstance(result, int) and 200 <= result < 300
    event, bad = message["event"], message["bad"]
    with LOCK:
        WORLD.deliveries.append(
            {
                "event": event["id"],
                "type": event["type"],
                "bad_signature": bad,
                "attempt": message["attempt"],
                "result": result,
            }
        )
        if bad and taken:
            told = f"endpoint answered {result} to a {bad} signature"
            note_violation("bad_signature_accepted", event["type"], told)
    if not bad and not taken and message["attempt"] < WORLD.config["max_attempts"]:
        later = time.time() + 0.2 * 2 ** message["attempt"]
        OUTGOING.put((later, message | {"attempt": message["attempt"] + 1}))


def _signed(message: Json) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers of a message, spoiled where that was asked."""
    body = json.dumps(message["event"], indent=2).encode()
    bad = message["bad"]
    at = int(time.time()) - (HOUR if bad == "old_timestamp" else 0)
    # two while a secret is rolled
    secrets = [message["endpoint"].get("old_secret"), message["endpoint"]["secret"]]
    signatures = [
        _signature(f"whsec_wrong_{secret}" if bad == "secret" else secret, at, body)
        for secret in secrets
        if secret
    ]
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (conformance)",
    }
    if bad != "missing":
        headers["Stripe-Signature"] = ",".join([f"t={at}", *(f"v1={one}" for one in signatures)])
    if bad == "body":
        body = body.replace(b'"livemode": false', b'"livemode": true', 1)
    return body, headers


def _signature(secret: str, at: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def _post(url: str, body: bytes, headers: dict[str, str]) -> int | str:
    """Return the status, or the name of what went wrong."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, body, headers), timeout=10
        ) as answer:
            return int(answer.status)
    except Exception as error:  # noqa: BLE001 - whatever it was, it is noted as the result
        return getattr(error, "code", None) or type(error).__name__

"""The world that the stand-in keeps: objects, money, what was asked, and what was wrong with it."""

import random
import threading
import time
from collections import Counter
from typing import Any, NamedTuple

from tests.payments.stripe_stand_in.shapes import is_nullable, smallest
from tests.payments.stripe_stand_in.specification import specification

Json = dict[str, Any]

# Requests are served by threads: whoever looks at the world or changes it holds this.
LOCK = threading.RLock()


def first_config() -> Json:
    """Return how a new world behaves."""
    return {
        "settle": "instant",
        "fees": True,
        "key_pattern": None,
        "webhooks": [],
        "hold": False,
        "duplicate": 0,
        "delay": 0.0,
        "bad_signature": [],
        "max_attempts": 4,
        "allow_auto_keys": False,
        "ahead": 0.0,
    }


class KeptAnswer(NamedTuple):
    """What a key was answered, to what, and when."""

    fingerprint: str
    status: int
    body: Json
    at: int


class World:
    """Everything that `reset` forgets."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget everything."""
        self.objects: dict[str, Json] = {}
        self.made = 0
        self.config = first_config()
        # Money: see `ledger` and `charges`.
        self.journal: list[Json] = []
        self.balances: Counter[str] = Counter()
        self.unsettled: dict[str, dict[str, int]] = {}
        # What is known of an object beside what its answer shows.
        self.abilities: dict[str, Json] = {}
        self.payout_owners: dict[str, str] = {}
        self.payment_details: dict[str, Json] = {}
        # Requests: see `idempotency` and `faults`.
        self.answers: dict[tuple[str | None, str], KeptAnswer] = {}
        self.in_progress: set[tuple[str | None, str]] = set()
        self.faults: list[Json] = []
        self.held_messages: list[Json] = []
        # What the report tells.
        self.requests: Counter[str] = Counter()
        self.violations: list[Json] = []
        self.warnings: list[Json] = []
        self.shape_errors: list[str] = []
        self.faults_fired: list[Json] = []
        self.deliveries: list[Json] = []

    def of_kind(self, kind: str) -> list[Json]:
        """Return the objects of a kind, oldest first."""
        return [one for one in self.objects.values() if one["object"] == kind]


WORLD = World()


class CurrentRequest(threading.local):
    """The request that this thread answers; events name it."""

    id: str | None = None
    key: str | None = None


CURRENT = CurrentRequest()


class ApiError(Exception):
    """Stripe's answer to what it does not do; `saved` says whether the key keeps this answer."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str | None = None,
        param: str | None = None,
        *,
        type: str = "invalid_request_error",  # noqa: A002 - Stripe's name for it
        saved: bool = True,
        **more: Any,
    ) -> None:
        self.status, self.saved = status, saved
        told = {"type": type, "code": code, "message": message, "param": param, **more}
        self.body = {"error": {key: one for key, one in told.items() if one is not None}}


def note_violation(code: str, where: str, message: str) -> None:
    """Note what must never happen: a test that uses the stand-in fails of it."""
    WORLD.violations.append(_note(code, where, message))


def note_warning(code: str, where: str, message: str) -> None:
    """Note what is allowed but seldom meant."""
    WORLD.warnings.append(_note(code, where, message))


def _note(code: str, where: str, message: str) -> Json:
    return {"code": code, "request": where, "message": message, "t": round(time.time(), 3)}


def new_id(prefix: str) -> str:
    """Return an id that no other object has, in this world or another."""
    WORLD.made += 1
    return f"{prefix}_conf{WORLD.made:08d}{random.getrandbits(32):08x}"


def make(kind: str, prefix: str, **fields: Any) -> Json:
    """Keep a new object with these fields, and with every other that its type asks for."""
    schema = specification().of_object(kind)
    properties = schema["properties"]
    made: Json = {
        key: None if is_nullable(one) else smallest(one, 1)
        for key, one in properties.items()
        if key in schema["required"] or is_nullable(one)
    }
    made.update(id=new_id(prefix), object=kind, livemode=False, created=now())
    made.update(fields)
    made = {key: value for key, value in made.items() if key in properties}
    if "metadata" in properties:
        made["metadata"] = dict(fields.get("metadata") or {})
    WORLD.objects[made["id"]] = made
    return made


def get(kind: str, of_id: str, param: str = "id") -> Json:
    """Return an object, or refuse as Stripe does."""
    found = WORLD.objects.get(of_id)
    if found is None or found["object"] != kind:
        raise ApiError(404, f"No such {kind}: '{of_id}'", "resource_missing", param)
    return found


def now() -> int:
    """Return what time it is in this world: as far ahead as a test moved its clock (`config`)."""
    return int(time.time() + WORLD.config["ahead"])


def api_time() -> str:
    """Return the time as the second version of the API writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(now()))

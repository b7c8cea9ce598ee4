"""The stand-in itself is strict: what it must notice, it notices."""

import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.payments.stand_in import StandIn
from tests.payments.stripe_stand_in import derivation
from tests.payments.stripe_stand_in.ledger import UnbalancedError, post, state_of_ledger
from tests.payments.stripe_stand_in.specification import derived_file, specification
from tests.payments.stripe_stand_in.world import WORLD

CUSTOMERS, ACCOUNTS, INTENTS = "/v1/customers", "/v1/accounts", "/v1/payment_intents"
INTENT = {"amount": 2000, "currency": "usd"}
RANDOM = "0b8ff6a5-3b0e-4f6a-9c56-8d5f3a7e2b11"


@pytest.fixture
def strict(running_stand_in: StandIn) -> Iterator[StandIn]:
    """A fresh world that may be dissatisfied in the end."""
    running_stand_in.control("reset", {})
    yield running_stand_in
    running_stand_in.control("reset", {})


def ask(stand_in: StandIn, path: str, params: Any, *, key: str = "row_1") -> int:
    """Post to the API, and return the status."""
    headers = {"Authorization": "Bearer sk_test_x", "Stripe-Version": specification().version}
    if key:
        headers["Idempotency-Key"] = key
    body = urllib.parse.urlencode(params).encode()
    request = urllib.request.Request(stand_in.address + path, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def violations(stand_in: StandIn) -> list[str]:
    """Return the codes of what it noted."""
    return [one["code"] for one in stand_in.report()["violations"]]


def test_what_stripe_takes_is_no_violation(strict: StandIn) -> None:
    assert ask(strict, CUSTOMERS, {"name": "N"}) == 200
    assert ask(strict, INTENTS, INTENT, key="row_2") == 200
    assert violations(strict) == []


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        (CUSTOMERS, {"nonsense": "x"}, "parameter_unknown"),
        (CUSTOMERS, {"address[nonsense]": "x"}, "parameter_unknown"),
        (INTENTS, {"amount": 2000}, "parameter_missing"),
        (INTENTS, INTENT | {"amount": "20.00"}, "parameter_invalid_integer"),
        (INTENTS, INTENT | {"capture_method": "later"}, "parameter_invalid_enum"),
        ("/v1/nowhere", {}, "unknown_path"),
    ],
)
def test_what_stripe_does_not_take_is_refused_and_noted(
    strict: StandIn, path: str, params: dict[str, Any], code: str
) -> None:
    assert ask(strict, path, params) in (400, 404)
    assert violations(strict) == [code]


@pytest.mark.parametrize(
    ("path", "params", "key", "code"),
    [
        (CUSTOMERS, {}, "", "idempotency_key_missing"),
        (INTENTS, INTENT, RANDOM, "idempotency_key_random"),
        (INTENTS, INTENT | {"application_fee_amount": 5}, "row_1", "fee_taken"),
        (INTENTS, INTENT | {"description": "for a@b.example"}, "row_1", "pii_in_field"),
        (ACCOUNTS, {"individual[first_name]": "A"}, "row_1", "identity_sent"),
    ],
)
def test_what_this_project_never_sends_is_noted_though_stripe_takes_it(
    strict: StandIn, path: str, params: dict[str, Any], key: str, code: str
) -> None:
    assert ask(strict, path, params, key=key) == 200
    assert violations(strict) == [code]


class CarelessEndpoint(BaseHTTPRequestHandler):
    """Takes every message, whoever signed it."""

    def do_POST(self) -> None:
        """Say yes."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing else."""


@pytest.fixture
def careless() -> Iterator[str]:
    """The address of an endpoint that looks at no signature."""
    with HTTPServer(("127.0.0.1", 0), CarelessEndpoint) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("how", ["secret", "body", "old_timestamp", "missing"])
def test_an_endpoint_that_takes_a_bad_signature_is_noted(
    strict: StandIn, careless: str, how: str
) -> None:
    hooks = [{"url": careless, "secret": "whsec_x"}]
    strict.control("config", {"webhooks": hooks, "bad_signature": [how]})
    for name in ("first, badly signed", "second, well signed"):
        ask(strict, CUSTOMERS, {"name": name}, key=name)
    strict.control("webhooks/flush", {})
    sent = [one["bad_signature"] for one in strict.report()["webhook_deliveries"]]
    assert sent == [how, None]
    assert violations(strict) == ["bad_signature_accepted"]


@pytest.fixture
def world() -> Iterator[None]:
    """The world of this process, without a server."""
    WORLD.begin()
    yield
    WORLD.begin()


def test_money_from_nowhere_is_refused(world: None) -> None:
    with pytest.raises(UnbalancedError):
        post("a gift", "usd", ("platform:available", 500))
    with pytest.raises(UnbalancedError):
        post("a leak", "usd", ("platform:available", -500), ("world:banks", 499))
    assert WORLD.journal == []
    assert state_of_ledger()["balances"] == {}


def test_money_that_moved_without_an_entry_is_found(world: None) -> None:
    WORLD.balances["platform:available:usd"] += 500
    assert state_of_ledger()["errors"] == ["journal and balances differ on platform:available:usd"]


def test_money_that_no_object_accounts_for_is_found(world: None) -> None:
    post("no charge", "usd", ("world:payers", -500), ("acct_1:available", 500))
    payers, accounts = state_of_ledger()["errors"]
    assert payers == "charges less refunds (0) differ from payers' ledger (-500)"
    assert accounts == "transfers less payouts (0) differ from accounts' balances (500)"


def test_the_specification_knows_what_the_package_knows() -> None:
    [transfers] = [methods for _, path, methods in specification().paths if path == "/v1/transfers"]
    schema = specification().resolve(transfers["post"]["params"])
    assert schema["properties"]["source_transaction"] == {"type": "string"}
    assert schema["properties"]["amount"] == {"type": "integer"}
    assert schema["required"] == ["currency", "destination"]
    assert "application_fee_amount" not in schema["properties"]
    assert "amount_reversed" in specification().of_object("transfer")["properties"]


def test_processes_that_begin_at_once_find_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=60)

    def derive_together() -> dict[str, int]:
        both.wait()
        return {"whole": 1}

    monkeypatch.setattr(derivation, "derive", derive_together)
    with ThreadPoolExecutor(2) as two:
        files = list(two.map(derived_file, [tmp_path / "build"] * 2))
    assert files[0] == files[1] == derived_file(tmp_path / "build")
    assert files[0].read_text() == '{"whole":1}'
    assert list(files[0].parent.iterdir()) == [files[0]]

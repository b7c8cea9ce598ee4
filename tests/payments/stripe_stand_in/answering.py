"""From a request to its answer: is it Stripe's, does it hold what Stripe takes, and who answers it."""

import re

from tests.payments.stripe_stand_in import idempotency
from tests.payments.stripe_stand_in.asked import Asked
from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.derivation import Schema
from tests.payments.stripe_stand_in.house_rules import check_house_rules
from tests.payments.stripe_stand_in.ledger import state_of_ledger
from tests.payments.stripe_stand_in.reading import expand
from tests.payments.stripe_stand_in.routes import ROUTES
from tests.payments.stripe_stand_in.shapes import Place, Problem, check
from tests.payments.stripe_stand_in.specification import specification
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, note_violation

TEST_KEY = re.compile(r"^(sk|rk)_test_\w+")
NO_PARAMS: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
NO_LONGER = "payment_method_types"


def process(asked: Asked) -> tuple[int, Json]:
    """Answer a request, keep the answer for its key, and look after the money."""
    saved = True
    try:
        status, body = 200, answer(asked)
    except ApiError as refused:
        status, body, saved = refused.status, refused.body, refused.saved
    except Exception as error:  # noqa: BLE001 - told to the client, and the test fails of it
        message = f"the stand-in's own fault: {type(error).__name__}: {error}"
        status, body, saved = 500, {"error": {"type": "api_error", "message": message}}, False
        note_violation("server_bug", asked.where, repr(error))
    if saved:
        idempotency.keep_answer(asked, status, body)
    ledger = state_of_ledger()
    if not ledger["ok"]:
        note_violation("ledger", asked.where, "; ".join(ledger["errors"]))
    return status, body


def answer(asked: Asked) -> Json:
    """Return what Stripe would, or refuse."""
    where = asked.where
    counted = re.sub(r"\w+_conf\w+", "{id}", where) if "_conf" in asked.path else where
    WORLD.requests[counted] += 1
    _check_headers(asked)
    path, operation, ids = _find_operation(asked)
    params = _checked_params(asked, operation["params"])
    route = ROUTES.get((asked.method, path))
    if route is None:
        told = f"{path} is in the spec but the stand-in does not model it"
        note_violation("not_modelled", where, told)
        raise ApiError(501, f"the stand-in does not model {path}", saved=False)
    if asked.account and asked.account not in WORLD.abilities:
        message = "The provided key does not have access to account"
        raise ApiError(403, message, "account_invalid", saved=False)
    body = expand(route(Call(params, asked.path, asked.account), *ids), params.get("expand"))
    _check_shape(where, body)
    return body


def _check_headers(asked: Asked) -> None:
    headers, where = asked.headers, asked.where
    if not TEST_KEY.match((headers.get("Authorization") or "").replace("Bearer ", "")):
        note_violation("api_key", where, "no test key (sk_test_ / rk_test_)")
        raise ApiError(401, "Invalid API Key provided", saved=False)
    given, ours = headers.get("Stripe-Version"), specification().version
    if given != ours:
        note_violation("stripe_version", where, f"Stripe-Version {given!r}, the spec is {ours}")


def _find_operation(asked: Asked) -> tuple[str, Json, tuple[str, ...]]:
    known = False
    for pattern, path, methods in specification().paths:
        matched = pattern.match(asked.path)
        if matched and asked.method in methods:
            return path, methods[asked.method], matched.groups()
        known = known or bool(matched)
    code = "method_not_allowed" if known else "unknown_path"
    note_violation(code, asked.where, "not in the spec")
    raise ApiError(404, f"Unrecognized request URL ({asked.where}).", saved=False)


def _checked_params(asked: Asked, schema: Schema | None) -> Json:
    """Return the parameters in their own types; note everything that is wrong with them."""
    where = asked.where
    encoding = asked.headers.get("Content-Type") or ""
    if asked.method == "post" and not asked.is_second_version and "json" in encoding:
        note_violation("content_type", where, "v1 takes form encoding")
    params = asked.params()
    values, problems = check(schema or NO_PARAMS, params, Place(text=not asked.is_json))
    if ("parameter_unknown", NO_LONGER) in [problem[:2] for problem in problems]:
        message = f"{NO_LONGER} is no longer supported on this API version"
        problems.insert(0, Problem(f"{NO_LONGER}_no_longer_supported", NO_LONGER, message))
    for problem in problems:
        note_violation(problem.code, where, problem.message)
    check_house_rules(asked, params)
    if problems:
        first = problems[0]
        raise ApiError(400, first.message, first.code, first.parameter, saved=False)
    return dict(values)


def _check_shape(where: str, body: Json) -> None:
    """Note where the stand-in's own answers differ from Stripe's types."""
    for one in body["data"] if body.get("object") == "list" else [body]:
        kind = one.get("object")
        if kind in specification().objects:
            _, problems = check(specification().of_object(kind), one)
            WORLD.shape_errors += [
                f"{where} {kind}: {problem.parameter} {problem.message}" for problem in problems[:3]
            ]

"""The endpoints that the gateway calls, in Stripe's forms: v1 in form encoding, v2 in JSON."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from core.views import ANYONE, allow
from payments.practice import process
from payments.practice.provider import Problem
from payments.practice.store import Object

Make = Callable[[Object], Object]


def nested(flat: dict[str, str]) -> Object:
    """Turn `a[b][0][c]=d` into nested values; numbers as keys make lists."""
    root: Object = {}
    for name, value in flat.items():
        parts = [part for part in re.split(r"\[|\]", name) if part]
        at = root
        for part in parts[:-1]:
            at = at.setdefault(part, {})
        at[parts[-1]] = value
    return {name: _lists(value) for name, value in root.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(one) for name, one in value.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner


def answer(request: HttpRequest, make: Make) -> JsonResponse:
    """Make something once for an idempotency key; the same key with other words is refused."""
    provider = process.provider()
    is_json = request.path.startswith("/v2/")
    params = json.loads(request.body or b"{}") if is_json else nested(request.POST.dict())
    key = request.headers.get("Idempotency-Key", "")
    try:
        with provider.store.changing():
            body = _once(key, f"{request.path} {json.dumps(params, sort_keys=True)}", make, params)
    except Problem as problem:
        return JsonResponse(problem.body, status=problem.status)
    except (KeyError, TypeError, ValueError):
        wrong = Problem(400, "parameter_invalid", "A parameter is missing or of the wrong type.")
        return JsonResponse(wrong.body, status=400)
    return JsonResponse(body)


def _once(key: str, words: str, make: Make, params: Object) -> Object:
    answers = process.provider().store.answers
    if key in answers:
        if answers[key]["words"] != words:
            raise Problem(400, "idempotency_error", "This key was used with other parameters.")
        body: Object = answers[key]["body"]
        return body
    made = make(params)
    if key:
        answers[key] = {"words": words, "body": dict(made)}
    return made


def found(look: Callable[[], Object]) -> JsonResponse:
    """Answer with an object, or say that it is missing."""
    try:
        return JsonResponse(look())
    except Problem as problem:
        return JsonResponse(problem.body, status=problem.status)


# The caller is a program with a key, not a browser with a session: there is no form to forge.
def endpoint(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponseBase]:
    """Open an endpoint of the practice provider to programs."""
    return csrf_exempt(allow(ANYONE)(view))


@endpoint
def checkouts(request: HttpRequest) -> JsonResponse:
    """Open a payment page."""
    address = request.build_absolute_uri("/").rstrip("/")
    return answer(request, lambda p: process.provider().create_checkout(p, address=address))


@endpoint
def checkout(request: HttpRequest, identifier: str) -> JsonResponse:
    """Return a payment page."""
    return found(lambda: process.provider().checkout(identifier))


@endpoint
def ended_checkout(request: HttpRequest, identifier: str) -> JsonResponse:
    """End a payment page."""
    return answer(request, lambda _p: process.provider().expire(identifier))


@endpoint
def payment(request: HttpRequest, identifier: str) -> JsonResponse:
    """Return a payment."""
    return found(lambda: process.provider().payment(identifier))


@endpoint
def payees(request: HttpRequest) -> JsonResponse:
    """Make an account."""
    return answer(request, process.provider().create_payee)


@endpoint
def payee(request: HttpRequest, identifier: str) -> JsonResponse:
    """Return an account."""
    return found(lambda: process.provider().payee(identifier))


@endpoint
def links(request: HttpRequest) -> JsonResponse:
    """Open a set-up page."""
    address = request.build_absolute_uri("/").rstrip("/")
    return answer(request, lambda p: process.provider().create_link(p, address=address))


@endpoint
def transfers(request: HttpRequest) -> JsonResponse:
    """Send money, or list what was sent."""
    if request.method == "POST":
        return answer(request, process.provider().create_transfer)
    return found(lambda: process.provider().transfers(request.GET.get("transfer_group", "")))


@endpoint
def payout(request: HttpRequest, identifier: str) -> JsonResponse:
    """Return a payout."""
    return found(lambda: process.provider().payout(identifier))

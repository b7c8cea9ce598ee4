"""The one door to Stripe: typed values in, frozen values out. No other file imports `stripe`.

Every change is asked for under an idempotency key that the caller made from row ids. Nothing that
names a person or the work goes out: amounts, ids and neutral words only.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import stripe
from django.conf import settings

CONNECT_SECONDS, READ_SECONDS = 5, 20
RETRIES = 2  # the library repeats with the same key
TRANSFERS = "stripe_transfers"


class OutcomeUnknown(Exception):  # noqa: N818 - says what is the case
    """The provider may or may not have done it: ask again with the same key."""


class TryLater(OutcomeUnknown):
    """The provider is busy; nothing was done."""


class ProviderRefused(Exception):  # noqa: N818 - says what is the case
    """The provider said no and did nothing. `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadSignature(Exception):  # noqa: N818 - says what is the case
    """The message was not signed with one of our secrets, or is not of our mode."""


@dataclass(frozen=True)
class Checkout:
    """A hosted payment page. `status`: open, complete, expired; `payment_status`: unpaid, paid."""

    id: str
    url: str
    status: str
    payment_status: str
    payment_id: str
    reference: str


@dataclass(frozen=True)
class Payment:
    """A payment and, once it succeeded, its charge. Amounts in minor units."""

    id: str
    status: str
    charge_id: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Payee:
    """A connected account. `can_receive` is None where the provider does not tell."""

    id: str
    can_receive: bool | None


@dataclass(frozen=True)
class Transfer:
    """Money that went to a connected account, in minor units."""

    id: str
    amount: int
    currency: str
    destination: str
    transfer_group: str


@dataclass(frozen=True)
class PayeePayout:
    """Money on its way from a connected account to its owner's bank, in minor units."""

    id: str
    status: str
    amount: int
    currency: str


@dataclass(frozen=True)
class ProviderEvent:
    """Which object changed. Its state is not taken from here: it is fetched anew."""

    id: str
    type: str
    object_id: str
    account: str


def create_checkout(
    *, key: str, amount: int, cost: int, currency: str, transfer_group: str, reference: str,
    success_url: str, cancel_url: str,
) -> Checkout:  # fmt: skip
    """Open a payment page for the fee and the cost of paying it."""
    lines = [_line("Payment", amount, currency)]
    if cost:
        lines.append(_line("Processing cost", cost, currency))
    params = {
        "mode": "payment",
        "line_items": lines,
        "payment_intent_data": {
            "transfer_group": transfer_group,
            "metadata": {"reference": reference},
        },
        "metadata": {"reference": reference},
        "client_reference_id": reference,
        "success_url": success_url,
        "cancel_url": cancel_url,
    }
    with _translated():
        return _checkout(_client().v1.checkout.sessions.create(params, _under(key)))  # type: ignore[arg-type]


def get_checkout(checkout_id: str) -> Checkout:
    """Fetch a payment page as it is now."""
    with _translated():
        return _checkout(_client().v1.checkout.sessions.retrieve(checkout_id))


def expire_checkout(checkout_id: str) -> None:
    """End an open payment page, so that nobody pays on it any more."""
    with _translated():
        _client().v1.checkout.sessions.expire(checkout_id, {}, _under(f"{checkout_id}:expire"))


def get_payment(payment_id: str) -> Payment:
    """Fetch a payment as it is now."""
    with _translated():
        found = _client().v1.payment_intents.retrieve(payment_id)
    charge = found.latest_charge
    charge_id = charge if isinstance(charge, str) else (charge.id if charge else "")
    return Payment(found.id, found.status, charge_id, found.amount, found.currency)


def create_payee(*, key: str, reference: str) -> Payee:
    """Make a connected account that can receive transfers; who it is, Stripe asks on its own page."""
    params = {
        "dashboard": "express",
        "configuration": {
            "recipient": {"capabilities": {"stripe_balance": {TRANSFERS: {"requested": True}}}}
        },
        "defaults": {
            "responsibilities": {"fees_collector": "application", "losses_collector": "application"}
        },
        "metadata": {"reference": reference},
    }
    with _translated():
        made = _client().v2.core.accounts.create(params, _under(key))  # type: ignore[arg-type]
    return Payee(made.id, can_receive=False)


def get_payee(account_id: str) -> Payee:
    """Fetch whether a connected account can receive transfers."""
    with _translated():
        found = _client().v2.core.accounts.retrieve(
            account_id, {"include": ["configuration.recipient"]}
        )
    status = _dig(
        found, "configuration", "recipient", "capabilities", "stripe_balance", TRANSFERS, "status"
    )
    return Payee(found.id, can_receive=None if status is None else status == "active")


def create_onboarding_link(*, key: str, account: str, refresh_url: str, return_url: str) -> str:
    """Return the address of Stripe's own page where the payee gives what the law asks for."""
    onboarding = {"refresh_url": refresh_url, "return_url": return_url}
    params = {
        "account": account,
        "use_case": {"type": "account_onboarding", "account_onboarding": onboarding},
    }
    with _translated():
        return _client().v2.core.account_links.create(params, _under(key)).url  # type: ignore[arg-type]


def create_transfer(
    *, key: str, amount: int, currency: str, destination: str, source_charge: str,
    transfer_group: str, reference: str,
) -> Transfer:  # fmt: skip
    """Send held money of one charge to a connected account."""
    params = {
        "amount": amount,
        "currency": currency,
        "destination": destination,
        "source_transaction": source_charge,
        "transfer_group": transfer_group,
        "metadata": {"reference": reference},
    }
    with _translated():
        return _transfer(_client().v1.transfers.create(params, _under(key)))  # type: ignore[arg-type]


def find_transfers(transfer_group: str) -> list[Transfer]:
    """Return all transfers of a group: what was really done, when an answer was lost."""
    with _translated():
        found = _client().v1.transfers.list({"transfer_group": transfer_group, "limit": 100})
        return [_transfer(one) for one in found.data]


def get_payout(payout_id: str, *, account: str) -> PayeePayout:
    """Fetch a payout of a connected account to its owner's bank."""
    with _translated():
        found = _client().v1.payouts.retrieve(payout_id, {}, {"stripe_account": account})
    return PayeePayout(found.id, found.status, found.amount, found.currency)


def verified_event(body: bytes, signature: str) -> ProviderEvent:
    """Return the event in a webhook's body if one of our secrets signed it, for our mode."""
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), signature, secret, stripe.Webhook.DEFAULT_TOLERANCE
            )
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
        return _event(body)
    raise BadSignature


def _event(body: bytes) -> ProviderEvent:
    """Read a signed body: a snapshot event, or a thin one that only names its object."""
    event = json.loads(body)
    if bool(event["livemode"]) != _is_live():
        raise BadSignature
    if "related_object" in event:
        subject, account = event["related_object"]["id"], ""
    else:
        subject, account = event["data"]["object"]["id"], event.get("account") or ""
    return ProviderEvent(event["id"], event["type"], subject, account)


def _is_live() -> bool:
    return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))


@cache
def _client_for(key: str, base: str) -> stripe.StripeClient:
    http = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS))
    bases: Any = {"api": base} if base else None
    return stripe.StripeClient(
        key, base_addresses=bases, max_network_retries=RETRIES, http_client=http
    )


def _client() -> stripe.StripeClient:
    return _client_for(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


def _under(key: str) -> Any:
    return {"idempotency_key": key}


@contextmanager
def _translated() -> Iterator[None]:
    """The one place where Stripe's errors become ours."""
    try:
        yield
    except stripe.RateLimitError as error:
        raise TryLater from error
    except (stripe.APIConnectionError, stripe.IdempotencyError) as error:
        raise OutcomeUnknown from error
    except stripe.StripeError as error:
        status = error.http_status or 0
        if status >= 500 or status == 409 or not status:  # noqa: PLR2004 - HTTP's own numbers
            raise OutcomeUnknown from error
        raise ProviderRefused(error.code or "refused") from error


def _line(name: str, amount: int, currency: str) -> dict[str, Any]:
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": name}}
    return {"price_data": price, "quantity": 1}


def _checkout(found: Any) -> Checkout:
    payment = found.payment_intent
    payment_id = payment if isinstance(payment, str) else (payment.id if payment else "")
    return Checkout(
        id=found.id,
        url=found.url or "",
        status=found.status or "",
        payment_status=found.payment_status,
        payment_id=payment_id,
        reference=found.client_reference_id or "",
    )


def _transfer(found: Any) -> Transfer:
    destination = found.destination if isinstance(found.destination, str) else found.destination.id
    return Transfer(found.id, found.amount, found.currency, destination, found.transfer_group or "")


def _dig(found: Any, *names: str) -> Any:
    """Follow names into an answer; None where one is missing."""
    for name in names:
        found = getattr(found, name, None)
        if found is None:
            return None
    return found

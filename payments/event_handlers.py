"""What each event of the provider means. The object is fetched anew, so late, repeated and
reordered events say the same thing: how it is now."""

from collections.abc import Callable

from payments.models import ProviderEvent
from payments.services import funding, payout_methods, payouts
from payments.writes import Write


def fetch(event: ProviderEvent) -> Write:
    """Fetch what the event is about; return what to write. Events without a meaning write nothing."""
    handler = HANDLERS.get(event.type)
    return handler(event) if handler else lambda: None


def _checkout(event: ProviderEvent) -> Write:
    return funding.fetch_checkout(event.object_id)


def _payee(event: ProviderEvent) -> Write:
    return payout_methods.fetch_payee(event.object_id)


def _arrival(event: ProviderEvent) -> Write:
    return payouts.fetch_arrival(event.object_id, account=event.account_id)


HANDLERS: dict[str, Callable[[ProviderEvent], Write]] = {
    "checkout.session.completed": _checkout,
    "checkout.session.expired": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "checkout.session.async_payment_failed": _checkout,
    "v2.core.account[configuration.recipient].capability_status_updated": _payee,
    "account.updated": _payee,
    "payout.paid": _arrival,
    "payout.failed": _arrival,
}

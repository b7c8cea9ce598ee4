"""Which paths of the specification the stand-in answers; the rest is noted as not modelled."""

from tests.payments.stripe_stand_in import (
    accounts,
    checkout,
    disputes,
    payment_intents,
    payouts,
    refunds,
    transfers,
)
from tests.payments.stripe_stand_in.calls import Route
from tests.payments.stripe_stand_in.reading import getter, lister, updater

ROUTES: dict[tuple[str, str], Route] = {
    ("post", "/v1/customers"): accounts.create_customer,
    ("post", "/v1/accounts"): accounts.create_account,
    ("post", "/v2/core/accounts"): accounts.create_recipient,
    ("get", "/v2/core/accounts/{id}"): getter("v2.core.account"),
    ("post", "/v1/account_links"): accounts.create_link,
    ("post", "/v2/core/account_links"): accounts.create_recipient_link,
    ("post", "/v1/accounts/{account}/login_links"): accounts.create_login_link,
    ("post", "/v1/checkout/sessions"): checkout.create,
    ("post", "/v1/checkout/sessions/{session}/expire"): checkout.expire,
    ("post", "/v1/payment_intents"): payment_intents.create,
    ("post", "/v1/payment_intents/{intent}/confirm"): payment_intents.confirm,
    ("post", "/v1/payment_intents/{intent}/capture"): payment_intents.capture,
    ("post", "/v1/payment_intents/{intent}/cancel"): payment_intents.cancel,
    ("post", "/v1/transfers"): transfers.create,
    ("post", "/v1/transfers/{id}/reversals"): transfers.reverse,
    ("get", "/v1/transfers/{id}/reversals"): lister("transfer_reversal"),
    ("post", "/v1/refunds"): refunds.create,
    ("get", "/v1/balance"): payouts.read_balance,
    ("post", "/v1/payouts"): payouts.create,
    ("post", "/v1/payouts/{payout}/cancel"): payouts.cancel,
    ("post", "/v1/disputes/{dispute}/close"): disputes.accept,
}

# Kind, path, the name of the id in it, what a list is narrowed by, what may be changed.
Kept = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]
KEPT: list[Kept] = [
    ("customer", "customers", "customer", ("email",), ("email", "name", "description")),
    ("account", "accounts", "account", (), ("email",)),
    ("checkout.session", "checkout/sessions", "session", ("payment_intent", "customer"), ()),
    (
        "payment_intent",
        "payment_intents",
        "intent",
        ("customer",),
        ("description", "transfer_group"),
    ),
    (
        "charge",
        "charges",
        "charge",
        ("payment_intent", "customer", "transfer_group"),
        ("description",),
    ),
    ("transfer", "transfers", "transfer", ("destination", "transfer_group"), ("description",)),
    ("refund", "refunds", "refund", ("charge", "payment_intent"), ()),
    ("payout", "payouts", "payout", ("status",), ()),
    ("event", "events", "id", ("type",), ()),
    ("dispute", "disputes", "dispute", ("charge", "payment_intent"), ()),
    ("balance_transaction", "balance_transactions", "id", ("type",), ()),
]

for kind, path, name, filters, fields in KEPT:
    ROUTES["get", f"/v1/{path}"] = lister(kind, *filters)
    ROUTES["get", f"/v1/{path}/{{{name}}}"] = getter(kind)
    ROUTES["post", f"/v1/{path}/{{{name}}}"] = updater(kind, *fields)

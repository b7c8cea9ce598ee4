"""Those who pay and those who are paid: customers, and accounts of both versions of the API."""

import random

from tests.payments.stripe_stand_in.calls import Call
from tests.payments.stripe_stand_in.webhooks import emit, emit_thin
from tests.payments.stripe_stand_in.world import WORLD, ApiError, Json, api_time, make, now

LINK_LIVES = 300


def create_customer(call: Call) -> Json:
    """Make a customer."""
    given = ("email", "name", "description", "metadata")
    customer = make("customer", "cus", **{key: call.params.get(key) for key in given})
    emit("customer.created", customer)
    return customer


def create_account(call: Call) -> Json:
    """Make an account, in which nothing works before its owner was at Stripe."""
    params = call.params
    asked = params.get("capabilities") or {"transfers": 1}
    account = make(
        "account",
        "acct",
        country=params.get("country", "US"),
        type=params.get("type", "none"),
        email=params.get("email"),
        charges_enabled=False,
        payouts_enabled=False,
        details_submitted=False,
        metadata=params.get("metadata"),
        capabilities=dict.fromkeys(asked, "inactive"),
        default_currency="usd",
    )
    return _unable(account)


def create_recipient(call: Call) -> Json:
    """Make an account of the second version."""
    account = make(
        "v2.core.account",
        "acct",
        applied_configurations=sorted(call.params.get("configuration") or {}),
        dashboard=call.params.get("dashboard"),
        created=api_time(),
        metadata=call.params.get("metadata"),
    )
    return _unable(account)


def _unable(account: Json) -> Json:
    WORLD.abilities[account["id"]] = {"transfers": "inactive", "payouts": False}
    return account


def onboard(account_id: str, *, accepted: bool) -> Json:
    """Say at Stripe who one is, as the owner does; Stripe accepts it or does not."""
    if account_id not in WORLD.abilities:
        raise ApiError(404, "No such account")
    state = "active" if accepted else "inactive"
    WORLD.abilities[account_id] = {"transfers": state, "payouts": accepted}
    account = WORLD.objects[account_id]
    if account["object"] == "account":
        account.update(
            details_submitted=True,
            payouts_enabled=accepted,
            charges_enabled=accepted,
            capabilities=dict.fromkeys(account["capabilities"], state),
        )
        emit("account.updated", account, account=account_id)
    else:
        changed = "v2.core.account[configuration.recipient].capability_status_updated"
        emit_thin(changed, account_id, "v2.core.account")
    return account


def create_link(call: Call) -> Json:
    """Return an address at Stripe where the owner says who they are."""
    account = call.params["account"]
    if account not in WORLD.abilities:
        raise ApiError(400, f"No such account: '{account}'", "resource_missing", "account")
    made_at = now()
    return {
        "object": "account_link",
        "created": made_at,
        "expires_at": made_at + LINK_LIVES,
        "url": f"https://connect.stripe.test/setup/e/{account}/{random.getrandbits(48):x}",
    }


def create_recipient_link(call: Call) -> Json:
    """Return such an address as the second version does."""
    return {
        **create_link(call),
        "object": "v2.core.account_link",
        "account": call.params["account"],
        "livemode": False,
        "use_case": call.params["use_case"],
        "created": "2026-11-22T00:00:00.000Z",
        "expires_at": "2026-11-22T00:05:00.000Z",
    }


def create_login_link(call: Call, account_id: str) -> Json:
    """Return the address of the owner's own page at Stripe."""
    return {
        "object": "login_link",
        "created": now(),
        "url": f"https://connect.stripe.test/express/{account_id}",
    }

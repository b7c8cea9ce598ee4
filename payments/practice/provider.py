"""What the practice provider does: the few steps of Stripe that the gateway asks for. No money moves."""

import threading
from collections.abc import Callable
from typing import Any

from payments.practice.store import Object, Store

BANK_DEBIT_SECONDS = 4.0
PAYOUT_SECONDS = 4.0
CAPABILITY = "v2.core.account[configuration.recipient].capability_status_updated"
Tell = Callable[..., None]


class Problem(Exception):  # noqa: N818 - Stripe's word would be error
    """A refusal in Stripe's shape."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": "invalid_request_error", "code": code, "message": message}}


def missing(what: str) -> Problem:
    """Refuse something that is not there."""
    return Problem(404, "resource_missing", f"No such {what}")


class Provider:
    """The provider's own rules over its memory; `tell` sends a signed event."""

    def __init__(self, store: Store, tell: Tell) -> None:
        self.store = store
        self.tell = tell

    # ------------------------------------------------------------ payment pages
    def create_checkout(self, params: Object, *, address: str) -> Object:
        """Open a payment page."""
        lines = [one["price_data"] for one in params["line_items"]]
        total = sum(int(one["unit_amount"]) for one in lines)
        made = self.store.add(
            "checkout.session",
            "cs_practice",
            status="open",
            payment_status="unpaid",
            payment_intent=None,
            amount_total=total,
            currency=lines[0]["currency"],
            client_reference_id=params.get("client_reference_id"),
            transfer_group=params["payment_intent_data"]["transfer_group"],
            lines=[[one["product_data"]["name"], int(one["unit_amount"])] for one in lines],
            success_url=params["success_url"],
            cancel_url=params["cancel_url"],
        )
        made["url"] = f"{address}/pay/{made['id']}/"
        return made

    def checkout(self, identifier: str) -> Object:
        """Return a payment page."""
        found = self.store.find("checkout.session", identifier)
        if found is None:
            raise missing("checkout session")
        return found

    def expire(self, identifier: str) -> Object:
        """End an open payment page."""
        page = self.checkout(identifier)
        if page["status"] != "open":
            raise Problem(400, "resource_not_open", "Only an open page can be ended.")
        page |= {"status": "expired", "url": None}
        return page

    def payment(self, identifier: str) -> Object:
        """Return a payment."""
        found = self.store.find("payment_intent", identifier)
        if found is None:
            raise missing("payment intent")
        return found

    def pay(self, identifier: str, how: str) -> None:
        """Play the payer: by card at once, from a bank account after a while, or in vain."""
        with self.store.changing():
            page = self.checkout(identifier)
            if page["status"] != "open":
                return
            payment = self.store.add(
                "payment_intent",
                "pi_practice",
                status="succeeded" if how == "card" else "processing",
                amount=page["amount_total"],
                currency=page["currency"],
                transfer_group=page["transfer_group"],
                latest_charge=None,
            )
            page |= {"status": "complete", "payment_intent": payment["id"], "url": None}
            if how == "card":
                self._succeed(page, payment)
        self.tell("checkout.session.completed", page["id"])
        if how != "card":
            later(BANK_DEBIT_SECONDS, lambda: self.settle(identifier, fails=how == "fail"))

    def settle(self, identifier: str, *, fails: bool) -> None:
        """Let a bank payment arrive, or not."""
        with self.store.changing():
            page = self.checkout(identifier)
            payment = self.payment(page["payment_intent"])
            if payment["status"] != "processing":
                return
            if fails:
                payment["status"] = "requires_payment_method"
            else:
                self._succeed(page, payment)
        end = "failed" if fails else "succeeded"
        self.tell(f"checkout.session.async_payment_{end}", page["id"])

    def _succeed(self, page: Object, payment: Object) -> None:
        charge = self.store.add("charge", "ch_practice", amount=page["amount_total"], sent=0)
        payment |= {"status": "succeeded", "latest_charge": charge["id"]}
        page["payment_status"] = "paid"

    # ------------------------------------------------------------ payees
    def create_payee(self, params: Object) -> Object:
        """Make an account that can receive once its owner has finished the set-up page."""
        return self.store.add("v2.core.account", "acct_practice", can_receive=False)

    def payee(self, identifier: str) -> Object:
        """Return an account with its ability."""
        found = self.store.find("v2.core.account", identifier)
        if found is None:
            raise missing("account")
        status = "active" if found["can_receive"] else "pending"
        transfers = {"stripe_balance": {"stripe_transfers": {"status": status}}}
        return found | {"configuration": {"recipient": {"capabilities": transfers}}}

    def create_link(self, params: Object, *, address: str) -> Object:
        """Open the set-up page of an account."""
        account = params["account"]
        self.payee(account)
        onboarding = params["use_case"]["account_onboarding"]
        link = self.store.add(
            "v2.core.account_link",
            "link_practice",
            account=account,
            return_url=onboarding["return_url"],
            refresh_url=onboarding["refresh_url"],
        )
        link["url"] = f"{address}/setup/{link['id']}/"
        return link

    def link(self, identifier: str) -> Object:
        """Return a set-up link."""
        found = self.store.find("v2.core.account_link", identifier)
        if found is None:
            raise missing("link")
        return found

    def finish_setup(self, identifier: str) -> None:
        """Play the payee who finishes the set-up page."""
        account = self.link(identifier)["account"]
        with self.store.changing():
            self.store.data["objects"][account]["can_receive"] = True
        self.tell(CAPABILITY, account, is_thin=True)

    # ------------------------------------------------------------ transfers and payouts
    def create_transfer(self, params: Object) -> Object:
        """Send part of a charge to an account that can receive; never more than the charge."""
        amount, account = int(params["amount"]), params["destination"]
        charge = self.store.find("charge", params["source_transaction"])
        if charge is None:
            raise missing("charge")
        if not self.store.data["objects"].get(account, {}).get("can_receive"):
            code = "insufficient_capabilities_for_transfer"
            raise Problem(400, code, "The destination can't receive transfers yet.")
        if charge["sent"] + amount > charge["amount"]:
            raise Problem(400, "amount_too_large", "More than the charge holds.")
        charge["sent"] += amount
        made = self.store.add(
            "transfer",
            "tr_practice",
            amount=amount,
            currency=params["currency"],
            destination=account,
            transfer_group=params["transfer_group"],
        )
        later(PAYOUT_SECONDS, lambda: self.pay_out(account, amount, params["currency"]))
        return made

    def transfers(self, group: str) -> Object:
        """Return the transfers of a group."""
        found = [one for one in self.store.all_of("transfer") if one["transfer_group"] == group]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/transfers"}

    def pay_out(self, account: str, amount: int, currency: str) -> None:
        """Let the account's owner have it in their bank."""
        with self.store.changing():
            made = self.store.add(
                "payout", "po_practice", amount=amount, currency=currency, status="paid"
            )
        self.tell("payout.paid", made["id"], account=account)

    def payout(self, identifier: str) -> Object:
        """Return a payout."""
        found = self.store.find("payout", identifier)
        if found is None:
            raise missing("payout")
        return found


def later(seconds: float, call: Callable[[], Any]) -> None:
    """Do something after a while, unless the process ends before."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()

"""One HTTP request as it arrived."""

import hashlib
import json
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.payments.stripe_stand_in.forms import decode_form

# An idempotency key belongs to one account.
Slot = tuple[str | None, str]


@dataclass(frozen=True)
class Asked:
    """A request: its method in small letters, path, query, body and headers."""

    method: str
    path: str
    query: str
    body: bytes
    headers: Message

    @property
    def where(self) -> str:
        """Return what notes call it."""
        return f"{self.method.upper()} {self.path}"

    @property
    def is_second_version(self) -> bool:
        """Say whether it asks the API that speaks JSON."""
        return self.path.startswith("/v2/")

    @property
    def is_json(self) -> bool:
        """Say whether its parameters are a JSON body; otherwise they are a form or a query."""
        return self.is_second_version and self.method == "post"

    @property
    def account(self) -> str | None:
        """Return the connected account for which it is made."""
        return self.headers.get("Stripe-Account")

    @property
    def key(self) -> str | None:
        """Return its idempotency key."""
        return self.headers.get("Idempotency-Key")

    @property
    def slot(self) -> Slot | None:
        """Return under what its answer is kept."""
        return (self.account, self.key) if self.method == "post" and self.key else None

    @property
    def fingerprint(self) -> str:
        """Return the same for the same request, whatever its headers."""
        return hashlib.sha256(f"{self.where}|".encode() + self.body).hexdigest()

    def params(self) -> dict[str, Any]:
        """Return what it asks with."""
        if self.is_json:
            return dict(json.loads(self.body or b"{}"))
        return decode_form(self.body.decode() if self.method == "post" else self.query)

"""What this project never sends to a payment provider, though Stripe would take it."""

import re
from collections.abc import Iterator
from typing import Any

from tests.payments.stripe_stand_in.asked import Asked
from tests.payments.stripe_stand_in.world import Json, note_violation

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
IDENTITY = (
    "individual",
    "company",
    "external_account",
    "tos_acceptance",
    "identity",
    "account_token",
)


def check_house_rules(asked: Asked, params: Json) -> None:
    """Note identity, a fee, too much metadata, and e-mail addresses."""
    where = asked.where
    for key in IDENTITY:
        if key in params and "account" in asked.path:
            told = (
                f"{key}: the consultant's legal identity must only go to Stripe-hosted onboarding"
            )
            note_violation("identity_sent", where, told)
    if params.get("application_fee_amount"):
        told = "application_fee_amount: no fee may be taken"
        note_violation("fee_taken", where, told)
    metadata = params.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    if len(metadata) > 50 or any(len(k) > 40 or len(str(v)) > 500 for k, v in metadata.items()):
        told = "at most 50 keys, 40 characters a key, 500 a value"
        note_violation("metadata_limits", where, told)
    for name, value in _free_text(asked, params, metadata):
        if value and EMAIL.search(str(value)):
            note_violation("pii_in_field", where, f"{name} holds an e-mail address")


def _free_text(asked: Asked, params: Json, metadata: Json) -> Iterator[tuple[str, Any]]:
    yield from metadata.items()
    yield "description", params.get("description")
    yield "transfer_group", params.get("transfer_group")
    yield "Idempotency-Key", asked.key

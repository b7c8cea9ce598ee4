"""Reading contracts; the document itself only where it is sent to a reader."""

from dataclasses import dataclass
from datetime import datetime

from engagements.models import Contract, Engagement, Signature
from engagements.parties import Parties
from engagements.states import Side


@dataclass(frozen=True)
class SignatureLine:
    """One side on the contract's page: who signed when, or that they have not."""

    side: str
    name: str
    typed_name: str = ""
    signed_at: datetime | None = None


def current_contract(engagement: Engagement) -> Contract | None:
    """Return the newest contract of an engagement, without its bytes."""
    rows = engagement.contracts.defer("document").select_related("offer")
    return rows.order_by("-drafted_at", "-pk").first()


def document_of(contract: Contract) -> bytes:
    """Return the stored document."""
    return bytes(Contract.objects.values_list("document", flat=True).get(pk=contract.pk))


def named_in(contract: Contract) -> Parties:
    """Return what the document calls the two sides."""
    return Parties(contract.consultant_name, contract.organization_name)


def signature_lines(contract: Contract, parties: Parties) -> list[SignatureLine]:
    """Return both sides, each with its signature if it has one."""
    signed: dict[str, Signature] = {row.side: row for row in contract.signatures.all()}
    lines = []
    for side in Side:
        row = signed.get(side)
        name = parties.name(side)
        lines.append(
            SignatureLine(side, name, row.typed_name, row.signed_at)
            if row
            else SignatureLine(side, name)
        )
    return lines


def has_signed(contract: Contract, side: Side) -> bool:
    """Whether this side's signature stands under the contract."""
    return contract.signatures.filter(side=side).exists()

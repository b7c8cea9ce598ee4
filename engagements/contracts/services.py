"""The contract: drafted from an accepted version, signed by both sides under one hash."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, events
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.delivery import services as delivery
from engagements.locks import lock_contract
from engagements.models import Contract, Offer, Signature
from engagements.parties import Parties, notify_side, other
from engagements.states import (
    ContractState,
    EngagementState,
    Side,
)
from engagements.ties import renew_tie


def draft(offer: Offer, *, document: bytes, parties: Parties) -> Contract:
    """Store the rendered document of an accepted version with its hash; both sides now may sign."""
    return Contract.objects.create(
        engagement_id=offer.engagement_id,
        offer=offer,
        language=offer.engagement.posting.language,
        document=document,
        sha256=hashlib.sha256(document).hexdigest(),
        consultant_name=parties.consultant,
        organization_name=parties.organization,
    )


@transaction.atomic
def sign(contract: Contract, *, sha256: str, typed_name: str, actor: User) -> Contract:
    """Sign the document with this hash for the actor's side; the second side makes it active.

    A side signs once: signing again gives the same contract and stores nothing.
    """
    contract = lock_contract(contract)
    engagement = contract.engagement
    require(permissions.can_sign(actor, engagement))
    side = permissions.require_side(actor, engagement)
    if contract.signatures.filter(side=side).exists():
        return contract
    if contract.state != ContractState.WAITING:
        raise WrongState
    if sha256 != contract.sha256:
        raise Refused(_("This is not the document you read. Open it again before you sign."))
    by = permissions.as_actor(side)
    Signature.objects.create(
        contract=contract, side=side, signed_by=actor, typed_name=typed_name.strip(), sha256=sha256
    )
    events.record(contract, "signed", by=by, actor=actor)
    if contract.signatures.count() == len(Side):
        _activate(contract, by=by, actor=actor)
    notify_side(engagement, other(side))
    return contract


def _activate(contract: Contract, *, by: Actor, actor: User) -> None:
    """Both have signed the same hash: the work begins with its stages planned."""
    engagement, now = contract.engagement, clock.now()
    move(contract, ContractState.ACTIVE, by=by, actor=actor, signed_at=now)
    move(engagement, EngagementState.WORKING, by=by, actor=actor)
    delivery.plan_stages(contract)
    renew_tie(engagement)


@transaction.atomic
def decline(contract: Contract, *, actor: User) -> Contract:
    """Decide not to sign, without a reason; the two may go on talking about other terms."""
    contract = lock_contract(contract)
    engagement = contract.engagement
    require(permissions.can_sign(actor, engagement))
    if contract.state == ContractState.DECLINED:
        return contract
    side = permissions.require_side(actor, engagement)
    by = permissions.as_actor(side)
    move(contract, ContractState.DECLINED, by=by, actor=actor)
    notify_side(engagement, other(side))
    return contract

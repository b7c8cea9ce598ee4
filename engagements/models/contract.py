"""The contract: an accepted offer as a document whose hash both sides sign."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.codes import CodeField
from core.states import Moving
from engagements.models.engagement import Engagement
from engagements.models.offer import Offer
from engagements.states import CONTRACT_MOVES, ContractState, Side


class Contract(Moving):
    """The document lies in the row itself, so that it and its hash can't part."""

    MOVES = CONTRACT_MOVES

    code = CodeField()
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="contracts")
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="contract")
    state = models.CharField(max_length=10, choices=ContractState, default=ContractState.WAITING)
    language = models.CharField(max_length=5, default="en")  # of the text that governs
    document = models.BinaryField()  # PDF/A, PDF/UA
    sha256 = models.CharField(max_length=64)
    consultant_name = models.CharField(max_length=120, default="")  # as the document names them
    organization_name = models.CharField(max_length=120, default="")
    drafted_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True)  # when the second side signed

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="contract_state_known", condition=Q(state__in=ContractState.values)
            ),
            models.UniqueConstraint(
                fields=["engagement"],
                name="contract_one_alive",
                condition=Q(state__in=["waiting", "active"]),
            ),
            models.CheckConstraint(
                name="contract_hash_is_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="contract_active_since",
                condition=~Q(state="active") | Q(signed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"contract {self.pk}"


class Signature(models.Model):
    """One side's typed name under one hash; a trigger refuses another hash and any change."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["contract", "side"], name="signature_once_a_side"),
            models.CheckConstraint(name="signature_side_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(name="signature_has_a_name", condition=~Q(typed_name="")),
        )

    def __str__(self) -> str:
        return f"signature {self.pk}"

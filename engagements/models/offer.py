"""An offer: one immutable, numbered version of the whole terms, made by one side."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.states import Moving
from engagements.models.engagement import Engagement
from engagements.states import OFFER_MOVES, OfferState, Side


class Offer(Moving):
    """The other side accepts this version by number and hash. Only its state ever changes."""

    MOVES = OFFER_MOVES

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="offers")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=12, choices=Side)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    terms = models.JSONField()  # engagements.negotiation.terms.Terms
    sha256 = models.CharField(max_length=64)  # of the canonical JSON of the terms
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="offer_state_known", condition=Q(state__in=OfferState.values)
            ),
            models.CheckConstraint(name="offer_side_known", condition=Q(side__in=Side.values)),
            models.UniqueConstraint(fields=["engagement", "number"], name="offer_number_once"),
            models.UniqueConstraint(
                fields=["engagement"], name="offer_one_open", condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="offer_hash_is_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        )

    def __str__(self) -> str:
        return f"offer {self.pk}"

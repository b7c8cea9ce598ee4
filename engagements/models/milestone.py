"""A milestone ("stage" on screen): a part of the work with its own amount."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.money import USD
from core.states import Moving
from engagements.models.contract import Contract
from engagements.models.engagement import Engagement
from engagements.states import MILESTONE_MOVES, MilestoneState


class Milestone(Moving):
    """Made from the signed terms. Nobody starts before the money is in."""

    MOVES = MILESTONE_MOVES

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="milestones")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    deliverable = models.CharField(max_length=300)
    due_on = models.DateField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=USD)
    review_days = models.PositiveSmallIntegerField(default=7)
    pay_days = models.PositiveSmallIntegerField(default=0)  # from approval
    state = models.CharField(max_length=15, choices=MilestoneState, default=MilestoneState.PLANNED)
    handed_in_at = models.DateTimeField(null=True)
    review_ends_at = models.DateTimeField(null=True)  # then silence approves
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("engagement_id", "number")
        indexes = (
            models.Index(
                fields=["review_ends_at"],
                name="milestone_in_review",
                condition=Q(state="handed_in"),
            ),
        )
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["contract", "number"], name="milestone_number_once"),
            models.CheckConstraint(
                name="milestone_state_known", condition=Q(state__in=MilestoneState.values)
            ),
            models.CheckConstraint(name="milestone_is_paid", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="milestone_review_days_bounded", condition=Q(review_days__range=(1, 14))
            ),
            models.CheckConstraint(name="milestone_paid_in_30_days", condition=Q(pay_days__lte=30)),
            models.CheckConstraint(
                name="milestone_review_has_an_end",
                condition=~Q(state="handed_in") | Q(review_ends_at__isnull=False),
            ),
            models.CheckConstraint(
                name="milestone_approved_since",
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"milestone {self.pk}"


class HandIn(models.Model):
    """What a consultant handed in for a stage: a note, and a file if they like."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="hand_ins")
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(_("note"), max_length=3000)
    file = models.FileField(upload_to="hand_ins", blank=True, max_length=100)
    file_type = models.CharField(max_length=10, blank=True)  # found in its content, not its name
    handed_in_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"hand-in {self.pk}"

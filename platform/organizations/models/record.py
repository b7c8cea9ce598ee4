"""An organization's public record, as figures. Apps above write it; it knows nothing of people."""

from django.db import models
from django.db.models import Q

from organizations.models.organization import Organization


class PaidStage(models.Model):
    """How long one approved stage took to be paid."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="paid_stages")
    work = models.BigIntegerField()  # which piece of work, as the writer numbers it
    stage = models.BigIntegerField(unique=True)
    days = models.PositiveIntegerField()  # between the approval and the sending
    paid_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["organization", "paid_at"], name="paid_stage_of"),)
        constraints = (
            models.CheckConstraint(
                name="paid_stage_within_a_lifetime", condition=Q(days__lt=36_500)
            ),
        )

    def __str__(self) -> str:
        return f"paid stage {self.pk}"

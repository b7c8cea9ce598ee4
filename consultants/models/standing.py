"""What is in force between one organization and one consultant."""

from django.db import models
from django.db.models import Q

from consultants.items import Tie
from consultants.models.profile import Consultant
from organizations.models import Organization


class Standing(models.Model):
    """What is in force between one organization and one consultant, written by triggers and definer functions."""

    pk = models.CompositePrimaryKey("organization", "consultant")
    # the key and the index below serve both
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+", db_index=False)
    blocked = models.BooleanField(default=False, db_default=False)
    tie = models.SmallIntegerField(null=True, choices=Tie)
    name_until = models.DateTimeField(null=True)
    pronouns_until = models.DateTimeField(null=True)
    introduction_until = models.DateTimeField(null=True)
    expertise_until = models.DateTimeField(null=True)
    languages_until = models.DateTimeField(null=True)
    region_until = models.DateTimeField(null=True)
    rate_until = models.DateTimeField(null=True)
    availability_until = models.DateTimeField(null=True)
    photo_until = models.DateTimeField(null=True)
    past_work_until = models.DateTimeField(null=True)
    reference_until = models.DateTimeField(null=True)
    statement_until = models.DateTimeField(null=True)
    email_until = models.DateTimeField(null=True)
    phone_until = models.DateTimeField(null=True)
    legal_name_until = models.DateTimeField(null=True)
    address_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["consultant"], name="standing_consultant"),)
        constraints = (
            models.CheckConstraint(
                name="standing_tie_known", condition=Q(tie__isnull=True) | Q(tie__in=Tie.values)
            ),
        )

    def __str__(self) -> str:
        return f"standing {self.organization_id} {self.consultant_id}"

"""Who looked: one row for an organization, a consultant and a day."""

from django.db import models
from django.db.models import Q

from consultants.items import ITEMS
from consultants.models.profile import Consultant
from organizations.models import Organization


class Look(models.Model):
    """What one organization was shown of one consultant on one day; written by `log_looks`."""

    pk = models.CompositePrimaryKey("organization", "consultant", "day")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # of universal time
    items = models.IntegerField()  # bit i = item i (consultants/items.py)
    is_opened = models.BooleanField(default=False)  # the person's own page, not only a list
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["consultant", "-last_at"], name="look_consultant"),
            models.Index(
                fields=["organization", "day"], name="look_opened", condition=Q(is_opened=True)
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="look_shows_items", condition=Q(items__gt=0, items__lt=1 << len(ITEMS))
            ),
            models.CheckConstraint(
                name="look_ends_later", condition=Q(last_at__gte=models.F("first_at"))
            ),
        )

    def __str__(self) -> str:
        return f"look {self.organization_id} {self.consultant_id}"

"""What a consultant permitted to whom."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultants.items import ITEMS
from consultants.models.profile import Consultant
from core.codes import CodeField
from organizations.models import Organization


class Permission(models.Model):
    """What a consultant gave: one organization × items × purpose × time. Stopped, never deleted."""

    class Purpose(models.TextChoices):
        GETTING_TO_KNOW = "getting_to_know", _("To see whether we work together")
        WORK = "work", _("For work that we agreed")
        OTHER = "other", _("Something else")

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="permissions")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="permissions")
    items = models.IntegerField()  # bit i = item i (consultants/items.py)
    assigned_only = models.BooleanField(default=False, db_default=False)  # not for everybody there
    purpose = models.CharField(max_length=20, choices=Purpose)
    purpose_text = models.CharField(max_length=500, blank=True, db_default="")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["consultant"], name="permission_consultant"),
            models.Index(
                fields=["organization", "consultant"],
                name="permission_pair",
                condition=Q(stopped_at=None),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="permission_names_items", condition=Q(items__gt=0, items__lt=1 << len(ITEMS))
            ),
            models.CheckConstraint(
                name="permission_ends_within_three_years",
                condition=Q(valid_until__gt=F("valid_from"))
                & Q(valid_until__lte=F("valid_from") + timedelta(days=1096)),
            ),
            models.CheckConstraint(
                name="permission_purpose_known",
                condition=Q(purpose__in=["getting_to_know", "work", "other"]),
            ),
        )

    def __str__(self) -> str:
        return f"permission {self.pk}"

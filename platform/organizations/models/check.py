"""What was checked about an organization."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.organization import Kind, Organization


class OrganizationCheck(models.Model):
    """One administrator's decision about an organization, kept for good."""

    class Decision(models.TextChoices):
        CHECKED = "checked", _("It is real")
        NOT_CHECKED = "not_checked", _("Not shown to be real")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="checks")
    decision = models.CharField(max_length=15, choices=Decision)
    how = models.TextField(_("what you looked at"), max_length=1000)
    kind = models.CharField(max_length=15, choices=Kind)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="checks_decided"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="check_ends_when_it_says_real",
                condition=Q(decision="checked", until__isnull=False)
                | Q(decision="not_checked", until__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"check {self.pk}"

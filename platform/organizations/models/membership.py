"""The people who act for an organization."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import CodeField
from organizations.models.organization import Organization


class Role(models.TextChoices):
    """What a member may do for the whole organization."""

    OWNER = "owner", _("Owner")
    COORDINATOR = "coordinator", _("Coordinator")
    FINANCE = "finance", _("Finance")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    """A person acting for an organization, by real name; the row is deleted when they leave."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="membership")
    code = CodeField()
    name = models.CharField(_("your name"), max_length=80)
    title = models.CharField(_("your role there"), max_length=80)
    role = models.CharField(max_length=15, choices=Role)
    limited = models.BooleanField(default=False)  # powers are exactly its rows on engagements
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="membership_owner_is_not_limited", condition=~Q(role="owner", limited=True)
            ),
        )

    def __str__(self) -> str:
        return f"membership {self.pk}"

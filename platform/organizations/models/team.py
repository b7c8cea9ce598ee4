"""Who was asked to join a team, and who has left it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import CodeField
from organizations.models.membership import Role
from organizations.models.organization import Organization


class InvitationState(models.TextChoices):
    """Where an invitation into a team stands; past `ends_at` a sent one has ended."""

    SENT = "sent", _("Sent")
    USED = "used", _("Used")
    WITHDRAWN = "withdrawn", _("Taken back")


class TeamInvitation(models.Model):
    """An address of the organization that was asked to join; its code is the link that went there."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="team_invitations")
    code = CodeField()
    email = models.EmailField(_("work e-mail"))
    role = models.CharField(max_length=15, choices=Role)
    limited = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.SENT)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_invitations_sent"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                name="team_invitation_once_waiting",
                condition=Q(state="sent"),
            ),
            models.CheckConstraint(
                name="team_invitation_role_known", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="team_invitation_state_known", condition=Q(state__in=InvitationState.values)
            ),
            models.CheckConstraint(
                name="team_invitation_owner_is_not_limited",
                condition=~Q(role="owner", limited=True),
            ),
        )

    def __str__(self) -> str:
        return f"team invitation {self.pk}"


class FormerMember(models.Model):
    """Who a member was, kept when they leave, so that the team's history still has names."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_members")
    user_id = models.BigIntegerField()
    membership_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    left_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"former member {self.pk}"

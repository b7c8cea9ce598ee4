"""Who was asked to join a team, and who has left it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import CodeField
from core.states import Moving
from organizations.models.membership import Role
from organizations.models.organization import Organization
from organizations.states import TEAM_INVITATION_MOVES, TeamInvitationState


class TeamInvitation(Moving):
    """An address of the organization that was asked to join; its code is the link that went there."""

    MOVES = TEAM_INVITATION_MOVES

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="team_invitations")
    code = CodeField()
    email = models.EmailField(_("work e-mail"))
    role = models.CharField(max_length=15, choices=Role)
    limited = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=TeamInvitationState, default=TeamInvitationState.SENT
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_invitations_sent"
    )
    sent_at = models.DateTimeField(default=clock.now)
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
                name="team_invitation_state_known",
                condition=Q(state__in=TeamInvitationState.values),
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
    left_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"former member {self.pk}"

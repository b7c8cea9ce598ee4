"""One posting × one consultant: the room in which two equal sides agree, work and are paid."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from consultants.models import Consultant
from core import clock
from core.codes import CodeField
from core.states import Moving
from core.viewer import Viewer
from engagements.models.posting import Posting
from engagements.states import ENGAGEMENT_MOVES, EngagementState
from organizations.models import Membership, Organization


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Engagements as their two sides see them."""

    def visible_to(self, viewer: Viewer) -> "EngagementQuerySet":
        """The viewer's own as a consultant, or their organization's; a limited member sees only theirs."""
        if viewer.organization_id is not None:
            return self.filter(organization_id=viewer.organization_id).filter(
                Q(pk__in=_named_for(viewer)) | Q(organization__memberships__in=_unlimited(viewer))
            )
        if viewer.user_id is None:
            return self.none()
        return self.filter(consultant__user_id=viewer.user_id)


def _unlimited(viewer: Viewer) -> models.QuerySet[Membership]:
    return Membership.objects.filter(Q(user_id=viewer.user_id), limited=False)


def _named_for(viewer: Viewer) -> Any:
    rows = EngagementUserObjectPermission.objects.filter(user_id=viewer.user_id)
    return rows.filter(permission__codename="view_engagement").values("content_object_id")


class Engagement(Moving):
    """Owns the offers, the contract and the stages of one consultant's work on one posting."""

    MOVES = ENGAGEMENT_MOVES

    code = CodeField()
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="engagements")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="engagements")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="engagements")
    state = models.CharField(
        max_length=10, choices=EngagementState, default=EngagementState.TALKING
    )
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[EngagementQuerySet] = EngagementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        # who signs and pays for one engagement may be narrowed to named members
        permissions = (
            ("sign_engagement", "Sign for the organization"),
            ("pay_engagement", "Pay for the organization"),
        )
        constraints = (
            models.CheckConstraint(
                name="engagement_state_known", condition=Q(state__in=EngagementState.values)
            ),
            models.UniqueConstraint(
                fields=["posting", "consultant"],
                name="engagement_once_alive",
                condition=Q(state__in=["talking", "working"]),
            ),
        )

    def __str__(self) -> str:
        return f"engagement {self.pk}"


class EngagementUserObjectPermission(UserObjectPermissionBase):
    """A limited member's power over one engagement (django-guardian, direct foreign key)."""

    content_object = models.ForeignKey(Engagement, models.CASCADE)

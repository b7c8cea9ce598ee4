"""How the two sides find each other: a consultant shows interest, an organization invites."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultants.models import Consent, Consultant
from core import clock
from core.codes import CodeField
from core.states import Moving
from core.viewer import Viewer
from engagements.models.posting import Posting
from engagements.states import INTEREST_MOVES, INVITATION_MOVES, InterestState, InvitationState


class InvitationQuerySet(models.QuerySet[Any]):
    """Interests and invitations are seen by their two sides only."""

    def visible_to(self, viewer: Viewer) -> "InvitationQuerySet":
        """Rows of the viewer's organization, or the viewer's own as a consultant."""
        if viewer.organization_id is not None:
            return self.filter(posting__organization_id=viewer.organization_id)
        if viewer.user_id is None:
            return self.none()
        return self.filter(consultant__user_id=viewer.user_id)


class Interest(Moving):
    """A consultant says "I'm interested" in a posting."""

    MOVES = INTEREST_MOVES

    code = CodeField()
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="interests")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="interests")
    state = models.CharField(max_length=10, choices=InterestState, default=InterestState.SENT)
    note = models.TextField(_("a note, if you like"), max_length=1000, blank=True)
    # what was shown with it; only its consultant reads this row by name, so nothing joins it
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="interest_state_known", condition=Q(state__in=InterestState.values)
            ),
            models.UniqueConstraint(
                fields=["posting", "consultant"],
                name="interest_once_open",
                condition=Q(state="sent"),
            ),
        )

    def __str__(self) -> str:
        return f"interest {self.pk}"


class Invitation(Moving):
    """An organization asks one consultant; saying no and not answering look the same to it."""

    MOVES = INVITATION_MOVES

    code = CodeField()
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="invitations")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="invitations")
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.SENT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    message = models.TextField(_("message"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="invitation_state_known", condition=Q(state__in=InvitationState.values)
            ),
            models.UniqueConstraint(
                fields=["posting", "consultant"],
                name="invitation_once_open",
                condition=Q(state="sent"),
            ),
            models.CheckConstraint(
                name="invitation_ends_later", condition=Q(ends_at__gt=models.F("created_at"))
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether the consultant can still answer."""
        return self.state == InvitationState.SENT and self.ends_at > clock.now()

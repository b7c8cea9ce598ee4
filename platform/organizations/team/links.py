"""The link of an invitation into a team: who holds it is let to that one row, signed in or not."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.urls import reverse

from core import clock
from core.viewer import acting_as
from organizations.models import TeamInvitation
from organizations.states import TeamInvitationState


def holding(code: str) -> AbstractContextManager[None]:
    """Act as the holder of this link; the row policies show the invitation and nothing else."""
    return acting_as(f"link:{code}")


def link_of(invitation: TeamInvitation) -> str:
    """Return the whole address that is mailed."""
    return f"{settings.BASE_URL}{reverse('join_team', args=[invitation.code])}"


def invitation_behind(code: str) -> TeamInvitation | None:
    """Return the invitation of a link if it can still be used; call it while holding the link."""
    rows = TeamInvitation.objects.filter(
        code=code, state=TeamInvitationState.SENT, ends_at__gt=clock.now()
    )
    return rows.select_related("organization").first()

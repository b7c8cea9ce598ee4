"""How many invitations an organization may send: enough for honest work, too few for trawling."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from core import clock
from core.errors import Refused
from engagements.models import Invitation
from organizations.models import Organization

WINDOW = timedelta(days=1)


def is_used_up(organization_id: int) -> bool:
    """Whether the last day's invitations reach the operator's limit, whatever became of them."""
    sent = Invitation.objects.filter(
        posting__organization_id=organization_id, created_at__gt=clock.now() - WINDOW
    )
    return sent.count() >= settings.INVITATIONS_PER_DAY


def require_room(organization_id: int) -> None:
    """Stop at the limit; two colleagues who send at once take turns."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
    if is_used_up(organization_id):
        raise Refused(quota_used())


def quota_used() -> str:
    """Say what the limit is and when it ends."""
    return _("Your organization sent %(number)s invitations in 24 hours. Try again tomorrow.") % {
        "number": settings.INVITATIONS_PER_DAY
    }

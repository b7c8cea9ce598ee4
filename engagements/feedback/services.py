"""Saying how an organization was to work with. No event and no notice: nobody learns who said it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refused
from core.permissions import require
from engagements.feedback import queries
from engagements.locks import lock_engagement
from engagements.models import Engagement, Feedback


@transaction.atomic
def say_how_it_was(
    engagement: Engagement, *, actor: User, answers: dict[str, str], note: str = ""
) -> Feedback:
    """Store a consultant's answers about work that has ended; sent again within 14 days, they change."""
    engagement = lock_engagement(engagement.pk)
    require(engagement.consultant.user_id == actor.pk)
    if not queries.is_over(engagement):
        raise Refused(_("You can say this when the work has ended."))
    found = queries.own_feedback(engagement)
    if not queries.can_change(found):
        raise Refused(_("The 14 days to change this are over."))
    feedback = found or Feedback(
        engagement=engagement,
        organization_id=engagement.organization_id,
        consultant_id=engagement.consultant_id,
    )
    for name, said in (answers | {"note": note}).items():
        setattr(feedback, name, said)
    feedback.save()
    return feedback

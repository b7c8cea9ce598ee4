"""What payments do when work is approved."""

from typing import Any

from django.dispatch import receiver

from engagements.models import Milestone
from engagements.signals import work_approved
from payments.services.payouts import make_due


@receiver(work_approved)
def owe_the_consultant(milestone: Milestone, **_kwargs: Any) -> None:
    """Approved work is owed in the same transaction."""
    make_due(milestone)

"""What the work does when something else in it happens, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from engagements.invitations.services import withdraw_waiting
from engagements.models import Posting
from engagements.signals import posting_closed


@receiver(posting_closed)
def take_invitations_back(posting: Posting, actor: User, **_kwargs: Any) -> None:
    """Take unanswered invitations back when their project is closed; work that was begun goes on."""
    withdraw_waiting(posting, actor=actor)

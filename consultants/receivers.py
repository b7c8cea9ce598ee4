"""What consultants do when an account below them changes."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import consultant_joined
from consultants.profile.services import open_profile


@receiver(consultant_joined)
def open_profile_of_new_consultant(user: User, **_kwargs: Any) -> None:
    """Every consultant has a profile from the first moment, in the same transaction."""
    open_profile(user)

"""What allauth would store about a person's device is cut down before it is saved."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models.signals import pre_save
from django.dispatch import receiver

from accounts.sessions import DEVICES, device_of

NO_ADDRESS = "::"


@receiver(pre_save, sender=UserSession)
def keep_little(instance: UserSession, **_kwargs: Any) -> None:
    """No network address at all, and one word about the device."""
    instance.ip = NO_ADDRESS
    if instance.user_agent not in DEVICES:
        instance.user_agent = device_of(instance.user_agent)

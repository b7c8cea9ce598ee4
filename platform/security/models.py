"""Keys. Whoever destroys a person's key makes everything sealed under it unreadable, backups too."""

from django.conf import settings
from django.db import models

from core import clock


class PersonKey(models.Model):
    """A person's data key, itself encrypted by a key-encryption key of the settings."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="person_key"
    )
    wrapped = models.BinaryField()  # which key wrapped it, then the ciphertext (security/keys.py)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"key of user {self.pk}"

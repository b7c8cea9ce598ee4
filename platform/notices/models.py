"""Notices: that something waits, never what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Notice(models.Model):
    """One update for one person; the page behind `path` tells what it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_unseen", condition=Q(seen_at=None)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["user", "path"], name="notice_once_until_seen", condition=Q(seen_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"notice {self.pk}"

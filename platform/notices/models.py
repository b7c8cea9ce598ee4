"""Notices: that something waits, never what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock


class Notice(models.Model):
    """One update for one person: the name of a page, and the code of the row it shows, if it shows one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    page = models.CharField(max_length=40)
    code = models.CharField(max_length=22, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_unseen", condition=Q(seen_at=None)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["user", "page", "code"],
                name="notice_once_until_seen",
                condition=Q(seen_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def path(self) -> str:
        """The address of its page."""
        return reverse(self.page, args=[self.code] if self.code else [])

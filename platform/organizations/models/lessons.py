"""Which of the short lessons a person has read."""

from django.conf import settings
from django.db import models

from core import clock


class LessonRead(models.Model):
    """A person read one lesson, in this version of its words, on this day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lessons_read")
    lesson = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "lesson"], name="lesson_read_once"),)

    def __str__(self) -> str:
        return f"lesson read {self.pk}"

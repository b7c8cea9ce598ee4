"""What every app stands on: the history of steps and the outbox."""

from django.db import models
from django.db.models import Q

from core import clock


class Event(models.Model):
    """One step that was taken. Never changed, never deleted (a trigger refuses)."""

    subject = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    engagement_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (
            models.Index(fields=["subject", "subject_id"], name="event_subject"),
            models.Index(fields=["engagement_id", "id"], name="event_engagement"),
        )

    def __str__(self) -> str:
        return f"event {self.pk}"


class Task(models.Model):
    """A job in the outbox, written in the same transaction as the change that asks for it.

    Its state has no table of moves: workers take tasks many at a time under a lease and let them go,
    which are conditional updates of their own (`core.outbox`), and its history is not kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    name = models.CharField(max_length=80)
    args = models.JSONField(default=dict)  # ids only
    key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)  # the kind of failure, never its values
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["due_at"], name="task_due", condition=Q(state__in=["waiting", "running"])
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="task_state_known",
                condition=Q(state__in=["waiting", "running", "done", "dead"]),
            ),
            models.CheckConstraint(
                name="task_running_is_leased",
                condition=~Q(state="running") | Q(leased_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

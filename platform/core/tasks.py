"""The two Celery tasks: all work is rows in the outbox, the broker only wakes a worker."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import clock, outbox

KEEP_DONE = timedelta(days=30)


@shared_task(name=outbox.DRAIN, ignore_result=True, acks_late=True)
def drain() -> int:
    """Run what is due; asked for after each commit and once a second by the clock."""
    return outbox.drain_once()


@shared_task(name="core.sweep", ignore_result=True)
def sweep() -> None:
    """Insert the sweeps that are due by the machine's rhythm, and at once those that a moved clock asks for."""
    outbox.enqueue_sweeps(timezone.now(), clock.read())


@outbox.sweep("core.forget_done_tasks", every=86_400)
def forget_done_tasks(task: outbox.Claim) -> None:
    """Delete tasks done a month ago."""
    with task.finishing():
        outbox.forget_done(older_than=KEEP_DONE)

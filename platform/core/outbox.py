"""The outbox: work to do later, written in the same transaction as the change that asks for it.

The broker only nudges. A row is claimed in a short transaction, its handler runs outside any
transaction, and marks it done in its own last one, together with what it changed. A handler
may run twice (a worker can die after the provider answered), so each must bear that.

A task is due by the clock (`clock.py`); leases and the wait after a failure go by the machine's time.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from core.clock import ClockNow
from core.models import Task
from core.viewer import acting_as

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # longer than any provider call with its retries
MOST_ATTEMPTS = 12
SLOWEST_RETRY = timedelta(hours=1)
DRAIN = "core.drain"  # the Celery task in `tasks.py`, asked for by name: it imports this module

Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_sweeps: dict[str, int] = {}


class LeaseLost(Exception):  # noqa: N818 - reads as a statement
    """Another worker took this task over; what this one was about to write is rolled back."""


@dataclass
class Claim:
    """A task that this worker holds until its lease ends."""

    task_id: int
    name: str
    args: dict[str, Any]
    attempt: int
    finished: bool = False

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Write the last changes and mark the task done, together or not at all."""
        with transaction.atomic():
            done = Task.objects.filter(
                pk=self.task_id, state=Task.State.RUNNING, attempts=self.attempt
            ).update(state=Task.State.DONE, done_at=ClockNow(), leased_until=None, error="")
            if not done:
                raise LeaseLost
            yield
        self.finished = True


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of a task by name; a name has one handler."""

    def register(handler: Handler) -> Handler:
        if name in _handlers:
            raise RuntimeError(f"two handlers for the job {name}")
        _handlers[name] = handler
        return handler

    return register


def sweep(name: str, *, every: int) -> Callable[[Handler], Handler]:
    """Register a job that the clock asks for each `every` seconds, at most one waiting at a time."""

    def register(handler: Handler) -> Handler:
        _sweeps[name] = every
        return job(name)(handler)

    return register


def jobs() -> set[str]:
    """Return the names of all jobs that have a handler, sweeps included."""
    return set(_handlers)


def sweeps() -> dict[str, int]:
    """Return every sweep's name and its period in seconds."""
    return dict(_sweeps)


def enqueue(
    name: str, *, key: str | None = None, after: datetime | None = None, **args: int | str
) -> None:
    """Ask for a job within the caller's transaction; the same key is asked for only once."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("enqueue() belongs inside the transaction of its change")
    fields: dict[str, Any] = {"name": name, "key": key, "args": args}
    if after is not None:
        fields["due_at"] = after
    Task.objects.bulk_create([Task(**fields)], ignore_conflicts=key is not None)
    transaction.on_commit(nudge)


def nudge() -> None:
    """Wake a worker; when the broker is down the drain of the next second finds the task."""
    try:
        current_app.send_task(DRAIN, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - any broker failure: the row is safe already
        log.warning("broker_unreachable", extra={"failure": type(error).__name__})


def drain_once(*, limit: int = 20) -> int:
    """Claim and run due tasks until none is left or `limit` ran; return how many ran."""
    ran = 0
    while ran < limit and (claim := claim_next()) is not None:
        run(claim)
        ran += 1
    return ran


def claim_next() -> Claim | None:
    """Take the next due task under a lease, in one short transaction."""
    with transaction.atomic():
        task = (
            Task.objects.select_for_update(skip_locked=True)
            .filter(
                Q(state=Task.State.WAITING, attempts=0, due_at__lte=ClockNow())
                | Q(state=Task.State.WAITING, attempts__gt=0, due_at__lte=Now())  # after a failure
                | Q(state=Task.State.RUNNING, leased_until__lt=Now())
            )
            .order_by("due_at", "id")
            .first()
        )
        if task is None:
            return None
        Task.objects.filter(pk=task.pk).update(
            state=Task.State.RUNNING, attempts=F("attempts") + 1, leased_until=Now() + LEASE
        )
    return Claim(task.pk, task.name, dict(task.args), task.attempts + 1)


def run(claim: Claim) -> None:
    """Run a claimed task as its own narrow identity; a failure waits longer each time."""
    try:
        with acting_as(f"job:{claim.name}"):
            _handlers[claim.name](claim, **claim.args)
            if not claim.finished:
                with claim.finishing():
                    pass
    except LeaseLost:
        log.warning("lease_lost", extra={"task": claim.task_id})
    except Exception as error:
        log.exception("task_failed", extra={"task": claim.task_id, "job": claim.name})
        put_back(claim, error)


def put_back(claim: Claim, error: Exception) -> None:
    """Let a failed task wait, or lay it on the desk as dead after its last attempt."""
    dead = claim.attempt >= MOST_ATTEMPTS
    wait = min(timedelta(seconds=2**claim.attempt), SLOWEST_RETRY)
    Task.objects.filter(pk=claim.task_id, state=Task.State.RUNNING, attempts=claim.attempt).update(
        state=Task.State.DEAD if dead else Task.State.WAITING,
        due_at=Now() + wait,
        leased_until=None,
        error=type(error).__name__,
    )


def revive(task_id: int) -> None:
    """Give a dead task its attempts again."""
    Task.objects.filter(pk=task_id, state=Task.State.DEAD).update(
        state=Task.State.WAITING, attempts=0, due_at=ClockNow(), error=""
    )


def enqueue_sweeps(*moments: datetime) -> None:
    """Insert the sweeps that are due; the key holds the period, so two workers insert one."""
    with transaction.atomic():
        for name, every in _sweeps.items():
            for period in {int(moment.timestamp()) // every for moment in moments}:
                enqueue(name, key=f"{name}:{period}")


def forget_done(*, older_than: timedelta) -> int:
    """Delete tasks that were done long ago; returns how many."""
    gone, _detail = Task.objects.filter(
        state=Task.State.DONE, done_at__lt=ClockNow() - older_than
    ).delete()
    return gone

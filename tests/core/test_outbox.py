"""The outbox: asked for with the change, run once, tried again, and never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from core import outbox
from core.models import Event, Task
from core.tasks import forget_done_tasks

NAME = "tests.job"
seen: list[Any] = []


@pytest.fixture(autouse=True)
def _job(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that notes what it was called with, and as whom."""
    seen.clear()

    def note(task: outbox.Claim, **args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT viewer_identity()")
            seen.append((args, cursor.fetchone()[0]))

    monkeypatch.setitem(outbox._handlers, NAME, note)


def handle_with(monkeypatch: pytest.MonkeyPatch, handler: Any) -> None:
    monkeypatch.setitem(outbox._handlers, NAME, handler)


def ask(**how: Any) -> None:
    with transaction.atomic():
        outbox.enqueue(NAME, **how)


@pytest.mark.django_db
def test_a_job_runs_once_as_its_own_identity() -> None:
    ask(row=7)
    assert outbox.drain_once() == 1
    assert outbox.drain_once() == 0
    assert seen == [({"row": 7}, f"job:{NAME}")]
    assert Task.objects.get().state == "done"


@pytest.mark.django_db
def test_the_same_key_is_asked_for_once() -> None:
    for _again in range(3):
        ask(key="one", row=1)
    outbox.drain_once()
    ask(key="one", row=1)
    assert outbox.drain_once() == 0
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_is_asked_for_only_with_its_change() -> None:
    with pytest.raises(RuntimeError):
        outbox.enqueue(NAME)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.enqueue(NAME)
        _never_reached = 1 / 0
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_a_job_waits_for_its_time() -> None:
    ask(after=timezone.now() + timedelta(hours=1))
    assert outbox.drain_once() == 0


@pytest.mark.django_db
def test_a_failure_waits_longer_each_time_and_then_lies_on_the_desk(monkeypatch: Any) -> None:
    def fail(task: outbox.Claim) -> None:
        raise ValueError("secret words")

    handle_with(monkeypatch, fail)
    ask()
    waits = []
    for _attempt in range(outbox.MOST_ATTEMPTS):
        Task.objects.update(due_at=Now())
        outbox.drain_once(limit=1)
        waits.append(Task.objects.get().due_at - timezone.now())
    task = Task.objects.get()
    assert (task.state, task.attempts, task.error) == ("dead", outbox.MOST_ATTEMPTS, "ValueError")
    assert waits[0] < waits[3] < waits[6]
    outbox.revive(task.pk)
    assert outbox.claim_next() is not None


@pytest.mark.django_db
def test_what_a_failed_job_wrote_in_its_last_step_is_taken_back(monkeypatch: Any) -> None:
    def half(task: outbox.Claim) -> None:
        with task.finishing():
            Event.objects.create(subject="tests", subject_id=1, name="half", by="timer")
            raise ValueError

    handle_with(monkeypatch, half)
    ask()
    outbox.drain_once(limit=1)
    assert not Event.objects.filter(subject="tests").exists()
    assert Task.objects.get().state == "waiting"


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_writes_nothing(monkeypatch: Any) -> None:
    def slow(task: outbox.Claim) -> None:
        Task.objects.update(leased_until=Now() - timedelta(seconds=1))
        other = outbox.claim_next()  # another worker takes it over
        assert other is not None
        with task.finishing():
            Event.objects.create(subject="tests", subject_id=1, name="late", by="timer")

    handle_with(monkeypatch, slow)
    ask()
    outbox.drain_once(limit=1)
    task = Task.objects.get()
    assert (task.state, task.attempts) == ("running", 2)
    assert not Event.objects.filter(subject="tests").exists()


@pytest.mark.django_db
def test_a_running_job_is_not_taken_before_its_lease_ends() -> None:
    ask()
    assert outbox.claim_next() is not None
    assert outbox.claim_next() is None
    Task.objects.update(leased_until=Now() - timedelta(seconds=1))
    assert outbox.claim_next() is not None


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_costs_nothing(monkeypatch: Any) -> None:
    from core.tasks import drain

    def down(**_how: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(drain, "apply_async", down)
    ask(row=1)
    assert outbox.drain_once() == 1


@pytest.mark.django_db
def test_two_clocks_ask_for_one_sweep() -> None:
    now = timezone.now()
    for _clock in range(2):
        outbox.enqueue_sweeps(now)
    assert Task.objects.filter(name="payments.sweep").count() == 1
    assert Task.objects.count() == len(outbox.sweeps())


@pytest.mark.django_db
def test_done_tasks_are_forgotten_after_a_month() -> None:
    ask(row=1)
    outbox.drain_once()
    Task.objects.update(done_at=timezone.now() - timedelta(days=31))
    ask(row=2)
    outbox.enqueue_sweeps(timezone.now())
    forgetting = Task.objects.get(name="core.forget_done_tasks")
    Task.objects.filter(pk=forgetting.pk).update(
        state="running", attempts=1, leased_until=Now() + timedelta(minutes=1)
    )
    forget_done_tasks(outbox.Claim(forgetting.pk, forgetting.name, {}, 1))
    assert list(Task.objects.filter(name=NAME).values_list("args", flat=True)) == [{"row": 2}]


def test_a_name_has_one_handler() -> None:
    with pytest.raises(RuntimeError):
        outbox.job(NAME)(lambda _task: None)

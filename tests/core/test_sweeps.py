"""Every job that the clock asks for runs as the worker runs it, also where there is nothing to do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.models import Task
from tests.engagements.work import Work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_empty", [True, False], ids=["nothing there", "work going on"])
def test_every_sweep_runs_to_its_end(is_empty: bool) -> None:
    if not is_empty:
        work = Work()
        work.start()
    outbox.drain_once(limit=1000)
    Task.objects.all().delete()
    outbox.enqueue_sweeps(timezone.now() + timedelta(days=1))
    assert set(Task.objects.values_list("name", flat=True)) == set(outbox.sweeps())
    Task.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    outbox.drain_once(limit=1000)
    unfinished = Task.objects.filter(name__in=outbox.sweeps()).exclude(state=Task.State.DONE)
    assert list(unfinished.values_list("name", "error")) == []

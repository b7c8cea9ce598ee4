"""Stopped jobs: shown, and tried again."""

import pytest
from django.test import Client

from core.models import Task

pytestmark = pytest.mark.django_db


def test_a_stopped_job_is_shown_and_tried_again(desk: Client) -> None:
    task = Task.objects.create(name="payments.send_transfer", state=Task.State.DEAD, attempts=12)
    assert "payments.send_transfer" in desk.get("/desk/payments/").content.decode()
    desk.post("/desk/tasks/revive/", {"task": task.pk})
    task.refresh_from_db()
    assert (task.state, task.attempts) == (Task.State.WAITING, 0)
    assert desk.post("/desk/tasks/revive/", {"task": task.pk}).status_code == 404
    for wrong in ("", "x", "9" * 40):
        assert desk.post("/desk/tasks/revive/", {"task": wrong}).status_code == 404

"""One clock: moved by the owner in development, and then another time for rules, pages and sweeps alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from core import clock, outbox
from core.clock import ClockNow
from core.models import Event, Task
from core.viewer import acting_as
from tests.clock import frozen_clock, moved_clock
from tests.conftest import as_owner
from tests.refusals import refused

pytestmark = pytest.mark.django_db
MOMENT = datetime(2027, 5, 4, 10, tzinfo=UTC)
NAME = "tests.clock"


def told(expression: str = "clock_now()") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0]


def run_command(*arguments: str) -> str:
    said = StringIO()
    call_command("clock", *arguments, stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def put_right() -> Iterator[None]:
    """A command's move ends with the test's transaction; what the process knows of it ends here."""
    yield
    clock.keep(timedelta(), None)


def test_unmoved_it_is_the_time_of_the_statement() -> None:
    assert told("clock_now() = statement_timestamp()")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.01)")
    assert told("clock_now() > now()")  # the transaction of this test began before
    assert abs(clock.now() - timezone.now()) < timedelta(hours=1)


def test_moved_it_is_another_time_for_the_database_and_for_python() -> None:
    with moved_clock(days=3):
        assert told("clock_now() - statement_timestamp()") == timedelta(days=3)
        assert clock.now() - timezone.now() > timedelta(days=2, hours=23)
        with moved_clock(hours=-1):
            assert told("clock_now() - statement_timestamp()") == timedelta(days=2, hours=23)
        assert told("clock_now() - statement_timestamp()") == timedelta(days=3)
    assert told("clock_now() = statement_timestamp()")
    assert not clock.setting().is_moved


def test_frozen_it_stays() -> None:
    with frozen_clock(MOMENT):
        assert told() == told() == clock.now() == MOMENT
        with moved_clock(days=1):
            assert told() == clock.now() == MOMENT + timedelta(days=1)


def test_today_is_the_day_in_the_active_zone() -> None:
    with frozen_clock(datetime(2027, 5, 4, 2, tzinfo=UTC)):
        with timezone.override("America/New_York"):
            assert clock.today() == date(2027, 5, 3)
        with timezone.override("UTC"):
            assert clock.today() == date(2027, 5, 4)


def test_queries_read_it_too() -> None:
    Event.objects.create(subject="tests", subject_id=1, name="made", by="timer", at=timezone.now())
    assert Event.objects.filter(subject="tests", at__gt=ClockNow() - timedelta(days=1)).exists()
    with moved_clock(days=2):
        assert not Event.objects.filter(
            subject="tests", at__gt=ClockNow() - timedelta(days=1)
        ).exists()


# ------------------------------------------------------------------ how Python learns of it


def test_the_statement_that_sets_the_viewer_brings_it(count_queries: Any) -> None:
    def act() -> None:
        with acting_as("user:1"):
            seen.append(clock.now())

    seen: list[datetime] = []
    with frozen_clock(MOMENT):
        clock.keep(timedelta(), None)  # as in another process, which heard nothing
        assert clock.now() != MOMENT
        assert count_queries(act) == 2  # one sets, one puts back
        assert seen == [MOMENT]


def test_without_a_viewer_it_can_be_asked() -> None:
    with frozen_clock(MOMENT):
        clock.keep(timedelta(), None)
        assert clock.read() == clock.now() == MOMENT


# ------------------------------------------------------------------ what it costs


def plan(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_the_planner_sees_through_it_to_an_index() -> None:
    planned = plan("SELECT * FROM core_task WHERE due_at <= clock_now() AND state = 'waiting'")
    index_condition = planned.partition("Index Cond:")[2].partition("\n")[0]
    assert "statement_timestamp()" in index_condition
    assert "clock" not in planned  # no call is left that could run for each row


def test_a_plan_that_was_kept_is_made_anew_when_it_moves() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute("PREPARE kept AS SELECT clock_now()")
        for _again in range(3):
            cursor.execute("EXECUTE kept")
        with frozen_clock(MOMENT):
            cursor.execute("EXECUTE kept")
            assert cursor.fetchone()[0] == MOMENT


# ------------------------------------------------------------------ who moves it


def test_the_web_role_reads_it_and_moves_nothing() -> None:
    assert told() is not None
    for attempt, by in (
        ("SELECT set_clock('1 day', NULL)", "permission denied for function set_clock"),
        (
            "CREATE OR REPLACE FUNCTION clock_ahead() RETURNS interval LANGUAGE sql RETURN interval '1 day'",
            "permission denied for schema public",
        ),
        ("ALTER FUNCTION clock_ahead() RENAME TO x", "must be owner of function clock_ahead"),
        ("DROP FUNCTION clock_now()", "must be owner of function clock_now"),
    ):
        with refused(by), connection.cursor() as cursor:
            cursor.execute("SET LOCAL app.development = 'on'")
            cursor.execute(attempt)
    assert told("clock_now() = statement_timestamp()")


def test_outside_development_the_database_refuses_the_owner_too() -> None:
    with as_owner(), connection.cursor() as cursor:
        for moved in ("'1 day', NULL", "'0', '2027-05-04'"):
            with refused("only development"):
                cursor.execute(f"SELECT set_clock({moved})")
        cursor.execute("SELECT set_clock('0', NULL)")


def test_outside_development_nothing_moves_it(settings: Any) -> None:
    settings.CLOCK_MAY_MOVE = False
    with as_owner():
        for arguments in (["--move", "3d"], ["--freeze", "2027-05-04T10:00"]):
            with pytest.raises(CommandError, match="Only development"):
                run_command(*arguments)
        assert "the machine's time" in run_command("--reset")


def connection_viewer() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.viewer', true), '')")
        return str(cursor.fetchone()[0])


def test_a_server_does_not_work_with_a_moved_one(settings: Any) -> None:
    with moved_clock(days=3):
        settings.CLOCK_MAY_MOVE = False
        with pytest.raises(clock.ClockStays), acting_as("user:1"):
            pass
        assert connection_viewer() == ""  # a kept connection shows nothing private either
        with as_owner():
            with pytest.raises(CommandError, match="--reset"):
                run_command()
            assert "the machine's time" in run_command("--reset")
        settings.CLOCK_MAY_MOVE = True


@pytest.mark.usefixtures("put_right")
def test_the_command_moves_stops_and_puts_right() -> None:
    with as_owner():
        assert "the machine's time" in run_command()
        assert "3 days, 0:00:00 ahead" in run_command("--move", "3d")
        assert "2 days, 22:30:00 ahead" in run_command("--move=-90m")
        assert "2:00:00 behind" in (run_command("--reset"), run_command("--move=-2h"))[1]
        assert run_command("--freeze", "2027-05-04T10:00") == "2027-05-04 10:00:00 UTC (frozen)"
        assert run_command("--freeze", "2027-05-04T12:00+02:00") == run_command()
        assert run_command("--move", "1w") == "2027-05-11 10:00:00 UTC (frozen)"
        assert "the machine's time" in run_command("--reset")
        for wrong in (["--move", "soon"], ["--freeze", "May"]):
            with pytest.raises(CommandError, match="like"):
                run_command(*wrong)


# ------------------------------------------------------------------ the outbox


@pytest.fixture
def job(monkeypatch: Any) -> list[int]:
    """Register a job that notes its runs; the first fails."""
    runs: list[int] = []

    def handle(task: outbox.Claim) -> None:
        runs.append(task.attempt)
        if len(runs) == 1:
            raise ValueError

    monkeypatch.setitem(outbox._handlers, NAME, handle)
    return runs


def test_a_task_is_due_by_the_clock_and_waits_after_a_failure_by_the_machine(
    job: list[int],
) -> None:
    with transaction.atomic():
        outbox.enqueue(NAME, after=clock.now() + timedelta(days=3))
    assert outbox.drain_once() == 0
    with moved_clock(days=3, minutes=1):
        assert outbox.drain_once() == 1
    assert Task.objects.get().due_at < timezone.now() + timedelta(hours=1)
    with moved_clock(days=30):
        assert outbox.drain_once() == 0
    Task.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    with frozen_clock(MOMENT - timedelta(days=1000)):
        assert outbox.drain_once() == 1
    assert job == [1, 2]


def test_sweeps_keep_the_machines_rhythm_and_run_at_once_when_time_moved(monkeypatch: Any) -> None:
    from core.tasks import sweep

    monkeypatch.setattr(outbox, "_sweeps", {NAME: 86_400})
    sweep()
    sweep()
    before = Task.objects.count()
    with moved_clock(days=3):
        sweep()
        sweep()
    assert Task.objects.count() == before + 1

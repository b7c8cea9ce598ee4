"""What time it is. The database says it (`sql/functions/clock_now.sql`), so that tests and the demo can move time.

Deadlines, sweeps and pages ask `now()` and `today()` here and `ClockNow()` in queries; a test refuses any
other way. How far the clock is moved comes with the statement that sets the viewer of a request or a job
(`viewer.py`), so it costs no query of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Func
from django.utils import timezone
from django.utils.deconstruct import deconstructible


class ClockStays(Exception):  # noqa: N818 - reads as a statement where it is raised
    """Only development moves the clock; a server does not work with a moved one."""


@deconstructible(path="core.clock.ClockNow")
class ClockNow(Func):
    """The clock's time within a query, as `now()` gives it outside."""

    function = "clock_now"
    arity = 0
    output_field = models.DateTimeField()


@dataclass(frozen=True)
class Setting:
    """How the clock stands to the machine's time: ahead of it, or frozen at a moment."""

    ahead: timedelta = timedelta()
    frozen_at: datetime | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the clock says another time than the machine."""
        return self != Setting()


_known = Setting()  # of this process: what the database said last


def now() -> datetime:
    """Return the moment that it is."""
    return _known.frozen_at or timezone.now() + _known.ahead


def today() -> date:
    """Return the day that it is in the active zone."""
    return timezone.localdate(now())


def setting() -> Setting:
    """Return how the clock stands, as the database said last."""
    return _known


def keep(ahead: timedelta, frozen_at: datetime | None) -> None:
    """Go by what the database said about its clock."""
    global _known  # noqa: PLW0603 - one clock a process
    told = Setting(ahead, frozen_at)
    if told.is_moved and not settings.CLOCK_MAY_MOVE:
        raise ClockStays(
            "This database's clock was moved: `manage.py clock --reset` puts it right."
        )
    _known = told


def read() -> datetime:
    """Ask the database what time it is, where no viewer was set, and return it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_ahead(), clock_frozen_at()")
        keep(*cursor.fetchone())
    return now()


def move(by: timedelta) -> None:
    """Move the clock on from where it is (or back), as the owner."""
    read()
    frozen_at = _known.frozen_at and _known.frozen_at + by
    put_back(Setting(timedelta() if frozen_at else _known.ahead + by, frozen_at))


def freeze(at: datetime) -> None:
    """Let it stay this moment, as the owner."""
    put_back(Setting(frozen_at=at))


def reset() -> None:
    """Go by the machine's time again, as the owner."""
    put_back(Setting())


def put_back(to: Setting) -> None:
    """Let the clock stand as it once did, as the owner."""
    if to.is_moved and not settings.CLOCK_MAY_MOVE:
        raise ClockStays("Only development (DEBUG) moves the clock.")
    with transaction.atomic(), connection.cursor() as cursor:
        if settings.CLOCK_MAY_MOVE:
            cursor.execute("SET LOCAL app.development = 'on'")
        cursor.execute(
            "SELECT set_clock(make_interval(secs => %s), %s)",
            [to.ahead.total_seconds(), to.frozen_at],
        )
    keep(to.ahead, to.frozen_at)

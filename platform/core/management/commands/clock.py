"""`manage.py clock`: what time it is here; in development it moves time too."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Command(BaseCommand):
    """Show the clock, move it, stop it, or put it right."""

    help = "Show what time it is for deadlines and pages; in development, move it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One thing at a time; with none, the clock is only shown."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--move",
            metavar="3d",
            help="move on by minutes, hours, days or weeks: 90m, 12h, 3d, 2w; back with --move=-3d",
        )
        what.add_argument(
            "--freeze", metavar="2027-05-04T10:00", help="stop at a moment (UTC unless it says)"
        )
        what.add_argument("--reset", action="store_true", help="go by the machine's time again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what is asked and print the clock; websites and workers go by it from their next statement."""
        try:
            if options["move"]:
                clock.move(span_of(options["move"]))
            elif options["freeze"]:
                clock.freeze(moment_of(options["freeze"]))
            elif options["reset"]:
                clock.reset()
            self.stdout.write(in_words(clock.read()))
        except clock.ClockStays as error:
            raise CommandError(str(error)) from None


def span_of(text: str) -> timedelta:
    """Read "3d" or "-12h"."""
    found = re.fullmatch(r"([+-]?\d+)([mhdw])", text)
    if found is None:
        raise CommandError("Say how far as a number and m, h, d or w, like 3d.")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def moment_of(text: str) -> datetime:
    """Read a moment as ISO 8601 writes it, in UTC unless it names another offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("Write the moment like 2027-05-04T10:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_words(moment: datetime) -> str:
    """Say what time it is, and how that stands to the machine's."""
    setting = clock.setting()
    if setting.frozen_at:
        state = "frozen"
    elif setting.ahead:
        state = f"{abs(setting.ahead)} {'ahead' if setting.ahead > timedelta() else 'behind'}"
    else:
        state = "the machine's time"
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC ({state})"

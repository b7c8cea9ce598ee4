"""Days as people say them: with the weekday and the month in words, in the reader's zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import get_language

LONG = {"es": r"l j \d\e F \d\e Y"}
SHORT = {"es": r"j \d\e F \d\e Y"}


def day_in_words(day: date | datetime, *, weekday: bool = True) -> str:
    """Return "Friday 4 May 2027" in the active language; a moment is taken in the active zone."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    language = (get_language() or "en")[:2]
    usual = (LONG, "l j F Y") if weekday else (SHORT, "j F Y")
    return write(day, usual[0].get(language, usual[1]))


def moment_in_words(moment: datetime) -> str:
    """Return "4 May 2027, 14:05 UTC" in the active language and zone."""
    return f"{day_in_words(moment, weekday=False)}, {timezone.localtime(moment):%H:%M %Z}"

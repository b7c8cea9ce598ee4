"""Filters that any template may use."""

from datetime import date, datetime

from django import template
from django.utils.timesince import timesince

from core import clock
from core.codes import grouped
from core.dates import day_in_words
from core.money import USD, format_money

register = template.Library()
register.filter(grouped)


@register.filter
def money(amount: int | None, currency: str = USD) -> str:
    """Show minor units as people write them; nothing for None."""
    return "" if amount is None else format_money(amount, currency)


@register.filter
def in_words(day: date | None) -> str:
    """Show a day as "Friday 4 May 2027"; nothing for None."""
    return "" if day is None else day_in_words(day)


@register.filter
def day(value: date | None) -> str:
    """Show a day as "4 May 2027"; nothing for None."""
    return "" if value is None else day_in_words(value, weekday=False)


@register.filter
def time_passed(moment: datetime) -> str:
    """Show how long ago a moment was, like "3 days"."""
    return timesince(moment, clock.now())

"""Filters that any template may use."""

from django import template

from core.money import USD, format_money

register = template.Library()


@register.filter
def money(amount: int | None, currency: str = USD) -> str:
    """Show minor units as people write them; nothing for None."""
    return "" if amount is None else format_money(amount, currency)

"""Money is an integer of minor units with its currency; text only at the edge."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

USD = "usd"
SYMBOLS = {USD: "$"}
LARGEST = 100_000_000  # one million in major units: more than any stage, far below bigint

_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,2})?")
_ONE_GROUP = re.compile(r"\d{1,3}(?P<sign>[.,])\d{3}")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?P<group>[., ])\d{3})(?:(?P=group)\d{3})*(?:[.,]\d{2})?")


def format_money(amount: int, currency: str = USD) -> str:
    """Return minor units as people write them in the active language, like `$1,250` or `$12.50`."""
    major, minor = divmod(abs(amount), 100)
    places = 2 if minor else 0
    text = number_format(Decimal(major * 100 + minor) / 100, places, force_grouping=True)
    sign = "−" if amount < 0 else ""
    name = SYMBOLS.get(currency, currency.upper() + " ")
    usual = f"{sign}{name}{text}"
    return (
        f"{usual} USD" if currency == USD and (get_language() or "en").startswith("es") else usual
    )


def parse_money(text: str) -> int:
    """Return minor units from what a person typed; raise ValueError for anything unclear."""
    plain = text.strip().removeprefix("$").removesuffix("USD").strip()
    if _GROUPED.fullmatch(plain) and not _is_ambiguous(plain):
        plain = _without_grouping(plain)
    if not _PLAIN.fullmatch(plain):
        raise ValueError(text)
    major, _dot, minor = plain.replace(",", ".").partition(".")
    return int(major) * 100 + int((minor + "00")[:2])


def _is_ambiguous(plain: str) -> bool:
    """Whether a sign before three digits may be thousands or a slip in the cents, like “95.555”.

    In English thousands have a comma. People who write Spanish group with either sign, by country.
    """
    one = _ONE_GROUP.fullmatch(plain)
    is_spanish = (get_language() or "en").startswith("es")
    return one is not None and (is_spanish or one["sign"] == ".")


def _without_grouping(plain: str) -> str:
    decimals = re.search(r"[.,]\d{2}$", plain)
    tail = decimals.group().replace(",", ".") if decimals else ""
    whole = plain[: decimals.start()] if decimals else plain
    return re.sub(r"[., ]", "", whole) + tail


class MoneyField(forms.CharField):
    """An amount typed as text, kept as typed on an error, cleaned to minor units."""

    default_error_messages = {
        "unclear": _("Enter the amount in numbers, like 250 or 1250"),
        "too_small": _("Enter an amount above zero"),
        "too_large": _("Enter a smaller amount: at most 1,000,000"),
    }

    def __init__(self, *, minimum: int = 1, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.minimum = minimum
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if text in self.empty_values:
            return None
        if text.lstrip().startswith(("-", "−")):
            raise ValidationError(self.error_messages["too_small"], code="too_small")
        try:
            amount = parse_money(text)
        except ValueError:
            raise ValidationError(self.error_messages["unclear"], code="unclear") from None
        if amount < self.minimum:
            raise ValidationError(self.error_messages["too_small"], code="too_small")
        if amount > LARGEST:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show minor units from `initial` the way a person would type them."""
        if isinstance(value, int):
            major, minor = divmod(value, 100)
            return f"{major}.{minor:02d}" if minor else str(major)
        return value

"""The lowest pay for an hour, as the operator sets it (minor units)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.money import format_money


def is_below_floor(fee_amount: int, *, hours: int) -> bool:
    """Whether an hour would be paid less than the operator's floor (minor units)."""
    return fee_amount < settings.PAY_FLOOR_HOURLY * hours


def below_floor(fee_amount: int, *, hours: int) -> str:
    """Say what an hour would get and what it must get."""
    return _("This is %(rate)s for an hour. The lowest pay here is %(floor)s.") % {
        "rate": format_money(fee_amount // hours),
        "floor": format_money(settings.PAY_FLOOR_HOURLY),
    }

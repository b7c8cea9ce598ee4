"""The stand-in for every test of the money."""

import pytest

from tests.payments.money import Money
from tests.payments.stand_in import StandIn, running_stand_in, stripe_stand_in

__all__ = ["running_stand_in", "stripe_stand_in"]


@pytest.fixture
def money(stripe_stand_in: StandIn, db: None) -> Money:
    """A signed piece of work with one stage of $600.01."""
    return Money(stripe_stand_in)

"""User names that say nothing about anybody."""

import re
import secrets

from accounts.models import User

SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")  # no "@": a name is never an address

FIRST = """
    amber autumn blue bright calm clear copper coral crisp early even fair gentle gold green
    hazel indigo ivory jade level light lilac lunar maple mellow misty morning north olive
    open pearl plain quiet river rosy round silver smooth soft south spring still sunny teal
    tidy velvet violet warm west winter
""".split()  # noqa: SIM905 - a list of words reads best as text
SECOND = """
    acorn anchor apple basket bell birch bridge brook button candle canyon cedar cloud
    clover comet compass cove daisy door ember fern field finch garden harbor heron hill
    island kettle ladder lake lantern leaf ledge maple meadow moss orchard path pebble pine
    pond quilt reed ridge robin sail shell stone thistle tower valley willow window
""".split()  # noqa: SIM905 - a list of words reads best as text


def propose_name() -> str:
    """Return two plain words and a number that nobody uses yet."""
    while True:
        name = f"{secrets.choice(FIRST)}-{secrets.choice(SECOND)}-{secrets.randbelow(900) + 100}"
        if not is_taken(name):
            return name


def is_taken(name: str) -> bool:
    """Whether somebody has this name already, whatever its capital letters."""
    return User.objects.filter(username__iexact=name).exists()


def is_acceptable(name: str) -> bool:
    """Whether the name has the right shape and is free; people get one answer for both."""
    return bool(SHAPE.fullmatch(name)) and not is_taken(name)

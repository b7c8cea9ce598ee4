"""The items of a profile and the audiences they can have. The SQL lists are tested against this."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Audience(models.IntegerChoices):
    """Who may see an item; each level includes the narrower ones."""

    ONLY_ME = 0, _("Only me")
    PICKED = 1, _("Organizations I pick")
    WORKING = 2, _("Organizations I work with")
    TALKING = 3, _("Organizations I am talking with")
    CHECKED = 4, _("All checked organizations")
    ANYONE = 5, _("Anyone")


class Tie(models.IntegerChoices):
    """What binds an organization and a consultant; the level it opens."""

    WORKING = 2, _("working together")
    TALKING = 3, _("talking")


@dataclass(frozen=True)
class Item:
    """One piece of a profile: its column, its bit in a permission, its words."""

    name: str
    bit: int
    label: str | Promise
    sealed: bool = False

    @property
    def mask(self) -> int:
        """Its value in a permission's bitmask."""
        return 1 << self.bit


ITEMS = (
    Item("name", 0, _("Working name")),
    Item("pronouns", 1, _("Pronouns")),
    Item("introduction", 2, _("Introduction")),
    Item("expertise", 3, _("Expertise")),
    Item("languages", 4, _("Languages")),
    Item("region", 5, _("Region")),
    Item("rate", 6, _("Rate for an hour")),
    Item("availability", 7, _("Availability")),
    Item("photo", 8, _("Photo")),
    Item("past_work", 9, _("Past work")),
    Item("reference", 10, _("References")),
    Item("statement", 11, _("Statement")),
    Item("email", 12, _("E-mail"), sealed=True),
    Item("phone", 13, _("Phone"), sealed=True),
    Item("legal_name", 14, _("Legal name"), sealed=True),
    Item("address", 15, _("Mailing address"), sealed=True),
)
BY_NAME = {item.name: item for item in ITEMS}
NAME = BY_NAME["name"]


def mask_of(names: frozenset[str]) -> int:
    """Return the bitmask of some items."""
    return sum(BY_NAME[name].mask for name in names)


def names_in(mask: int) -> tuple[str, ...]:
    """Return the items of a bitmask, in the usual order."""
    return tuple(item.name for item in ITEMS if mask & item.mask)

"""What a permission covers: the same words for asking, giving and answering."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultants.items import BY_NAME
from core import clock
from core.errors import Refused

USUAL = timedelta(days=90)
LONGEST = timedelta(days=3 * 365)
LONGEST_PURPOSE = 500
LONGEST_RECIPIENTS = 300
LONGEST_OUTPUT = 200
MOST_USES = 1000


class Purpose(models.TextChoices):
    """What for."""

    GETTING_TO_KNOW = "getting_to_know", _("To see whether we work together")
    WORK = "work", _("For work that we agreed")
    OTHER = "other", _("Something else")


class Channel(models.TextChoices):
    """Where what is permitted may appear."""

    HERE = "here", _("Only here, in this application")
    EVENT = "event", _("At an event")
    PRINT = "print", _("In print")
    WEB = "web", _("On a website or in social media")
    FILM = "film", _("In a film or a sound recording")


class Use(models.IntegerChoices):
    """What beyond the profile may be used in a named output; the number is its bit."""

    NAME = 1, _("Working name")
    VOICE = 2, _("Voice")
    PHOTO = 4, _("Photo")
    QUOTES = 8, _("Quotes")
    RECORDING = 16, _("A recording")


@dataclass(frozen=True)
class Scope:
    """Items of the profile, or uses in one named output; what for, where, for how long."""

    items: frozenset[str] = frozenset()
    purpose: str = Purpose.OTHER
    until: datetime = field(default_factory=lambda: clock.now() + USUAL)
    purpose_text: str = ""
    recipients: str = ""  # who else will see it, in the organization's words
    channel: str = Channel.HERE
    uses: frozenset[Use] = frozenset()
    output: str = ""
    uses_allowed: int | None = None
    assigned_only: bool = False

    @property
    def uses_mask(self) -> int:
        """The uses as a bitmask."""
        return sum(self.uses)


def uses_in(mask: int) -> tuple[Use, ...]:
    """Return the uses of a bitmask, in the usual order."""
    return tuple(use for use in Use if mask & use)


def refuse_what_cannot_be(scope: Scope) -> None:
    """Say no to a scope that no permission may have; the database would refuse it too."""
    known = scope.items <= BY_NAME.keys() and scope.uses <= set(Use)
    if not known or scope.purpose not in Purpose.values or scope.channel not in Channel.values:
        raise Refused(_("Choose from the list."))
    if not (scope.items or scope.uses):
        raise Refused(_("Choose at least one thing."))
    _refuse_long_words(scope)
    _refuse_odd_time(scope)
    _refuse_odd_uses(scope)


def _refuse_long_words(scope: Scope) -> None:
    if len(scope.purpose_text) > LONGEST_PURPOSE:
        raise Refused(_("Write a shorter purpose: at most 500 characters."))
    if len(scope.recipients) > LONGEST_RECIPIENTS:
        raise Refused(_("Name who else will see it in at most 300 characters."))
    if len(scope.output) > LONGEST_OUTPUT:
        raise Refused(_("Name the output in at most 200 characters."))


def _refuse_odd_time(scope: Scope) -> None:
    lasts = scope.until - clock.now()
    if lasts <= timedelta(0):
        raise Refused(_("Choose an end that is still to come."))
    if lasts > LONGEST:
        raise Refused(_("Choose an earlier end: a permission lasts three years at most."))


def _refuse_odd_uses(scope: Scope) -> None:
    if not scope.uses:
        if scope.output or scope.uses_allowed is not None:
            raise Refused(_("Choose what may be used, or leave the output empty."))
        return
    if not scope.output.strip():
        raise Refused(_("Name the output it is for, like “Annual report 2027”."))
    if scope.uses_allowed is None or not 1 <= scope.uses_allowed <= MOST_USES:
        raise Refused(_("Say how many times it may be used: from 1 to 1,000."))
    if scope.channel == Channel.HERE:
        raise Refused(_("Say where it may appear."))

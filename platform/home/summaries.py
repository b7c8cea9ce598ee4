"""Money and sharing in one line each."""

from dataclasses import dataclass

from accounts.models import User
from consultants.items import ITEMS, NAME, Audience
from consultants.models import Consent, Profile, Standing
from core.clock import ClockNow
from core.money import USD
from core.viewer import Viewer
from engagements.models import Engagement, Posting
from organizations.models import Organization
from payments.queries import totals_of


@dataclass(frozen=True)
class MoneyLine:
    """What is on its way to a consultant and what has arrived."""

    coming: int
    arrived: int
    currency: str


@dataclass(frozen=True)
class SharingLine:
    """How much of a consultant others may see now."""

    items: int
    consents: int
    is_paused: bool


def money_line(user: User) -> MoneyLine:
    """Add up a consultant's own pay."""
    totals = totals_of(user.pk)
    return MoneyLine(totals["coming"], totals["arrived"], USD)


def sharing_line(user: User) -> SharingLine:
    """Count the filled items that others may see, and the consents that show something."""
    profile = Profile.objects.select_related("consultant").filter(consultant__user=user).first()
    given = Consent.objects.filter(
        consultant__user=user, stopped_at=None, valid_until__gt=ClockNow()
    )
    blocked = Standing.objects.filter(consultant__user=user, blocked=True)
    return SharingLine(
        _how_many_shown(profile) if profile else 0,
        given.exclude(organization__in=blocked.values("organization")).count(),
        is_paused=bool(profile and profile.consultant.paused_at),
    )


def _how_many_shown(profile: Profile) -> int:
    """Count the items that somebody may see: nobody sees any where nobody sees the name."""
    if not _is_shown(profile, NAME.name):
        return 0
    return sum(_is_shown(profile, item.name) for item in ITEMS)


def _is_shown(profile: Profile, name: str) -> bool:
    return bool(getattr(profile, name)) and getattr(profile, f"{name}_audience") != Audience.ONLY_ME


def has_work(viewer: Viewer) -> bool:
    """Whether the viewer has, or had, any work here."""
    return Engagement.objects.visible_to(viewer).exists()


def has_posted(organization: Organization) -> bool:
    """Whether the organization has written a project."""
    return Posting.objects.filter(organization=organization).exists()

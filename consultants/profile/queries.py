"""Reading one's own profile, and the people whom an organization sees."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from consultants import visibility
from consultants.items import ITEMS, NAME, Audience, Item
from consultants.models import Profile
from consultants.visibility import ProfileCard


@dataclass(frozen=True)
class OwnItem:
    """An item as its owner sees it."""

    item: Item
    value: Any
    audience: Audience

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to see."""
        return self.value not in (None, "", [])

    @property
    def is_hidden(self) -> bool:
        """Whether nobody else can see it."""
        return self.audience == Audience.ONLY_ME


def own_profile(user_id: int) -> Profile:
    """Return the acting consultant's own row."""
    return Profile.objects.select_related("consultant").get(consultant__user_id=user_id)


def own_items(profile: Profile) -> list[OwnItem]:
    """Return every item of one's own profile, in the usual order, sealed ones opened."""
    card = visibility.card_for(profile.pk) or ProfileCard(profile.pk)
    return [
        OwnItem(
            item, card.items.get(item.name), Audience(getattr(profile, f"{item.name}_audience"))
        )
        for item in ITEMS
    ]


def door_that_hides(items: list[OwnItem]) -> Audience | None:
    """Return the working name's audience where it keeps other items from people meant to see them."""
    door = next(own.audience for own in items if own.item == NAME)
    others = [own.audience for own in items if own.is_filled]
    return door if others and max(others) > door else None


def public_link(profile: Profile) -> str:
    """Return the address at which anyone sees this person; none while the working name is not for anyone."""
    if profile.name_audience != Audience.ANYONE or not profile.name:
        return ""
    return settings.BASE_URL + reverse("public_page", args=[profile.consultant.code])

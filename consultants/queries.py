"""Reading one's own profile, and the people whom an organization sees."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.urls import reverse

from consultants import consent
from consultants.consent import ProfileCard, SearchFilters
from consultants.items import ITEMS, NAME, Audience, Item
from consultants.models import Consultant, Profile
from consultants.people_codes import code_for


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
    card = consent.card_for(profile.pk) or ProfileCard(profile.pk)
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


@dataclass(frozen=True)
class Person:
    """Somebody whom an organization sees, under the code that only it uses."""

    code: str
    card: ProfileCard


@dataclass(frozen=True)
class Found:
    """One page of the people found, and its place among all of them as far as they are counted."""

    people: list[Person]
    place: Page[int]
    count: int
    is_bounded: bool


def people(organization_id: int, filters: SearchFilters, *, page: int) -> Found:
    """Return one page of the people whom the acting organization finds; past the end, the last one."""
    found = consent.search(filters, page=page)
    if not found.ids and found.count:
        page = -(-found.count // consent.PAGE)
        found = consent.search(filters, page=page)
    cards = consent.cards_for(found.ids, only=consent.SHORT)
    rows = [Person(code_for(organization_id, one), cards[one]) for one in found.ids if one in cards]
    place = Paginator(range(found.count), consent.PAGE).get_page(page)
    return Found(rows, place, found.count, found.is_bounded)


def consultant_of(user_id: int) -> Consultant:
    """Return the consultant of an account."""
    return Consultant.objects.get(user_id=user_id)

"""What a page would show somebody else, read by the rule that shows it to them."""

from dataclasses import dataclass
from typing import Any

from consultants import visibility
from consultants.items import ITEMS, Audience, Item
from consultants.visibility import ProfileCard
from organizations.models import Organization

PREVIEWED = (
    Audience.ANYONE,
    Audience.CHECKED,
    Audience.TALKING,
    Audience.WORKING,
    Audience.PICKED,
)


@dataclass(frozen=True)
class Preview:
    """What one kind of viewer would see: the card's items in the usual order."""

    title: str
    shown: list[tuple[Item, Any]]


def preview_for_audience(audience: Audience) -> Preview:
    """Return what such a viewer would see of the acting consultant."""
    return Preview(str(audience.label), shown_on(visibility.card_as_audience(audience)))


def previews_for_organization(organization: Organization) -> list[Preview]:
    """Return what its members would see: one preview, or two where some see more than others."""
    taking_part = shown_on(visibility.card_as_organization(organization.pk, assigned=True))
    others = shown_on(visibility.card_as_organization(organization.pk, assigned=False))
    if taking_part == others:
        return [Preview(organization.name, others)]
    return [Preview("assigned", taking_part), Preview("others", others)]


def shown_on(card: ProfileCard | None) -> list[tuple[Item, Any]]:
    """Return a card's items in the usual order; nothing for no card."""
    if card is None:
        return []
    return [(item, card.items[item.name]) for item in ITEMS if item.name in card]

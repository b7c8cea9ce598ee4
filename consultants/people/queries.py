"""Reading the people whom an organization sees."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from consultants import visibility
from consultants.people_codes import code_for
from consultants.visibility import ProfileCard, SearchFilters


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
    found, cards = visibility.search_with_cards(filters, page=page, only=visibility.SHORT)
    if not found.ids and found.count:
        page = -(-found.count // visibility.PAGE)
        found, cards = visibility.search_with_cards(filters, page=page, only=visibility.SHORT)
    rows = [Person(code_for(organization_id, one), cards[one]) for one in found.ids if one in cards]
    place = Paginator(range(found.count), visibility.PAGE).get_page(page)
    return Found(rows, place, found.count, found.is_bounded)

"""Items in words."""

from typing import Any

from django import template

from consultants.consent import ProfileCard, in_words

register = template.Library()


@register.filter
def item_words(value: Any, name: str) -> Any:
    """Return a stored value as people read it."""
    return in_words(name, value)


@register.filter
def short_card(card: ProfileCard) -> str:
    """Return the few words under a name in a list: expertise and languages, if shown."""
    words = [*in_words("expertise", card.items.get("expertise", []))[:3]]
    words += in_words("languages", card.items.get("languages", []))
    return " · ".join(map(str, words))

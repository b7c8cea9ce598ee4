"""Items in words."""

from datetime import datetime
from typing import Any

from django import template

from consultants import consent_words
from consultants.items import BY_NAME
from consultants.models.consent import Scoped
from consultants.visibility import ProfileCard, in_words
from core.facts import Fact

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


@register.filter
def item_labels(names: tuple[str, ...]) -> list[str]:
    """Put a bitmask's items into words, in the usual order."""
    return [str(BY_NAME[name].label) for name in names]


@register.filter
def labels(choices: tuple[Any, ...]) -> list[str]:
    """Put stored choices into words, in the reader's language."""
    return [str(choice.label) for choice in choices]


@register.filter
def scope_rows(scope: Scoped, until: datetime) -> list[Fact]:
    """Return what a permission or a request covers, in the words that the ledger keeps."""
    return consent_words.rows_of(scope, until=until)


@register.simple_tag
def said(name: str, *parts: Any) -> str:
    """Return a sentence of consent, the same that the ledger keeps."""
    return str(getattr(consent_words, name)(*parts))


@register.filter
def covers(scope: Scoped) -> str:
    """Return in one line what a permission or a request is about."""
    words = item_labels(scope.item_names) + labels(scope.use_list)
    return ", ".join(words) + (f" · {scope.output}" if scope.output else "")

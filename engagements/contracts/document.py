"""The contract as a tagged PDF (PDF/A-2a, PDF/UA-1). The same offer gives the same bytes."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.codes import grouped
from core.dates import day_in_words
from core.errors import Refused
from core.pdf import Unprintable, compile_pdf
from engagements.contracts.clauses import clauses_of
from engagements.models import Engagement, Offer
from engagements.parties import Parties
from engagements.terms.terms import Terms

TEMPLATE = "contract.typ"


def render(offer: Offer, *, parties: Parties) -> bytes:
    """Return the document of a version; raise Refused when a letter can't be printed."""
    posting = offer.engagement.posting
    made_at = int(offer.made_at.timestamp())
    with translation.override(posting.language), timezone.override("UTC"):
        data = _contents(Terms.from_json(offer.terms), parties) | {
            "lang": posting.language,
            "facts": _facts(offer),
        }
        return _lay_out(data, made_at=made_at)


def require_printable(terms: Terms, engagement: Engagement) -> None:
    """Refuse terms with letters that the contract's fonts don't have, before anything is stored."""
    parties = Parties(consultant="–", organization=engagement.organization.name)
    data = _contents(terms, parties) | {"lang": "en", "facts": []}
    _lay_out(data, made_at=0)


def contract_number(offer: Offer) -> str:
    """Return the short number that people quote: the work's code and the version."""
    return f"{offer.engagement.code[:8]}/{offer.number}"


def _lay_out(data: dict[str, Any], *, made_at: int) -> bytes:
    try:
        return compile_pdf(TEMPLATE, data, made_at=made_at)
    except Unprintable as error:
        raise Refused(_unprintable(error.signs)) from None


def _unprintable(signs: str) -> Any:
    """The sentence is for the reader, in their language, not in the contract's."""
    words = gettext_lazy(
        "The contract can't show these signs: {signs} Please write them another way."
    )
    return format_lazy(words, signs=signs)


def _contents(terms: Terms, parties: Parties) -> dict[str, Any]:
    return {
        "title": _("Contract for consulting work"),
        "parties": f"{parties.consultant} · {parties.organization}",
        "clauses": [asdict(clause) for clause in clauses_of(terms, parties)],
        "words": {
            "summary": _("In plain words"),
            "stage": _("Stage"),
            "due": _("Due"),
            "review": _("Time to review"),
            "fee": _("Fee"),
            "total": _("Fee for all stages"),
            "page": _("Page"),
        },
    }


def _facts(offer: Offer) -> list[dict[str, str]]:
    return [
        {"label": _("Contract number"), "text": contract_number(offer)},
        {
            "label": _("Made from"),
            "text": _("Version %(number)s of the terms, of %(day)s")
            % {"number": offer.number, "day": day_in_words(offer.made_at, weekday=False)},
        },
        {"label": _("Check number of the terms"), "text": grouped(offer.sha256)},
    ]

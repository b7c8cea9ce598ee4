"""A receipt on paper: what the page says, as a tagged archive PDF."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultants.receipts.queries import Receipt, earlier
from core.codes import grouped
from core.errors import Refused
from core.facts import Fact
from core.pdf import Unprintable, compile_pdf

TEMPLATE = "receipt.typ"


def as_pdf(receipt: Receipt) -> bytes:
    """Return the document in the reader's language; the words stay in theirs."""
    try:
        return compile_pdf(TEMPLATE, _contents(receipt), made_at=int(receipt.event.at.timestamp()))
    except Unprintable:
        raise Refused(
            _("Some letters can't be printed here. Use the page, or the file for programs.")
        ) from None


def _contents(receipt: Receipt) -> dict[str, Any]:
    event = receipt.event
    before = ", ".join(str(one.number) for one in earlier(receipt))
    more = [
        Fact(_("Earlier receipts of the same"), before),
        Fact(_("How to stop"), _("Sign in, open Permissions, choose Stop. No reason is needed.")),
        Fact(_("Check number"), grouped(event.hash)),
        Fact(_("Check number before"), grouped(event.previous)),
    ]
    return {
        "lang": get_language(),
        "title": receipt.label,
        "lead": _("Receipt %(number)s") % {"number": event.number},
        "rows": _as_pairs(receipt.rows),
        "words_title": _("The words as you saw them"),
        "words": (receipt.words or "").splitlines(),
        "words_lang": (event.language or "en")[:2],
        "more": _as_pairs([row for row in more if row.text]),
        "page": _("Page"),
    }


def _as_pairs(rows: list[Fact]) -> list[dict[str, str]]:
    return [{"label": row.label, "text": row.text} for row in rows]

"""What a member types into the pages of a project, in their order."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from engagements.models import Posting


def pages() -> dict[str, dict[str, Any]]:
    """Return good answers, a dictionary a page."""
    today = timezone.localdate()
    return {
        "work": {
            "title": "Review of a training",
            "summary": "Read it and comment.",
            "kind_of_work": "policy_review",
        },
        "result": {
            "deliverable": "Comments",
            "way_to_pay": "card",
            "starts_on": today.isoformat(),
            "due_on": (today + timedelta(days=30)).isoformat(),
        },
        "hours": {
            "hours": "20",
            "hours_preparation": "4",
            "hours_travel": "0",
            "hours_debrief": "1",
        },
        "pay": {
            "consultants_wanted": "1",
            "fee_amount": "1,800",
            "fee_up_to": "",
            "comparison_amount": "1,800",
            "unequal_fees_reason": "",
        },
        "money": {"funder": "Own funds", "federal_money": "no"},
        "room": {"is_anyone_there": "no"},
        "reporting": {"must_report": "no"},
        "place": {
            "place": "remote",
            "region": "",
            "ways_to_join": ["video", "writing"],
            "time_zone": "America/New_York",
            "language": "en",
        },
        "support": {"support": ["captions"], "support_note": ""},
        "experience": {"personal_experience": "not_asked", "topics_to_skip": ""},
        "recording": {"is_recorded": "no"},
        "talk": {
            "first_talk_minutes": "30",
            "first_talk_amount": "",
            "sample_asked": "no",
            "sample_amount": "",
        },
        "payday": {"pay_days": "0", "cancel_full_hours": "72", "cancel_half_days": "14"},
        "ownership": {"ownership": "organization", "credit": "chooses"},
        "audience": {"invite_only": "no"},
    }


USUAL = ("experience", "recording", "talk", "payday", "ownership", "audience")


def answer(client: Client, posting: Posting, slug: str, **changed: Any) -> Any:
    """Send one page with some answers changed."""
    return client.post(f"/org/projects/{posting.code}/write/{slug}/", pages()[slug] | changed)


def begin(client: Client, **changed: Any) -> Posting:
    """Send the first page and return the draft."""
    client.post("/org/projects/new/", pages()["work"] | changed)
    return Posting.objects.latest("pk")


def write(client: Client, **changed: Any) -> Posting:
    """Answer every page that must be answered; `changed` answers go to the page that asks them."""
    known = {
        slug: {
            name: value
            for name, value in changed.items()
            if name in page or name in MORE.get(slug, ())
        }
        for slug, page in pages().items()
    }
    posting = begin(client, **known["work"])
    for slug in list(pages())[1:]:
        if slug not in USUAL or known[slug]:
            answer(client, posting, slug, **known[slug])
    posting.refresh_from_db()
    return posting


MORE = {
    "room": ("in_the_room",),
    "reporting": ("mandated_reporting", "reports_to"),
    "recording": ("recording_uses", "recording"),
}

"""Reading feedback: one's own in full, an organization's only in steps of five people."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core import clock
from engagements.models import Contract, Engagement, Feedback
from engagements.models.feedback import QUESTIONS, Said
from engagements.states import EngagementState

CHANGES_FOR = timedelta(days=14)
SHARES = (_("Few or none"), _("Some"), _("About half"), _("Most"), _("Nearly all"))


def own_feedback(engagement: Engagement) -> Feedback | None:
    """Return what the acting consultant said about this work; others find nothing."""
    return Feedback.objects.filter(engagement=engagement).first()


def is_over(engagement: Engagement) -> bool:
    """Whether work that both had signed for has ended."""
    if engagement.state not in (EngagementState.DONE, EngagementState.ENDED):
        return False
    return Contract.objects.filter(engagement=engagement, signed_at__isnull=False).exists()


def can_change(feedback: Feedback | None) -> bool:
    """Whether an answer may still be changed; a new one may be given any time."""
    return feedback is None or feedback.created_at > clock.now() - CHANGES_FOR


def in_words(feedback: Feedback) -> list[tuple[Any, Any]]:
    """Return each question with the answer that was given."""
    return [(label, Said(getattr(feedback, name)).label) for name, label in QUESTIONS.items()]


@dataclass(frozen=True)
class PublicFeedback:
    """What consultants say about an organization: how many at least, and a broad share a question."""

    people: int
    answers: list[tuple[Any, Any]]


def public_feedback(organization_id: int) -> PublicFeedback | None:
    """Return what the database lets out about an organization; None below five people."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people, question, step FROM feedback_in_public(%s)", [organization_id]
        )
        rows = {question: (people, step) for people, question, step in cursor.fetchall()}
    if not rows:
        return None
    answers = [(label, SHARES[rows[name][1]]) for name, label in QUESTIONS.items() if name in rows]
    return PublicFeedback(next(iter(rows.values()))[0], answers)


def notes_about(organization_id: int) -> list[tuple[date, str]]:
    """Return the words written to administrators with their month; nobody else gets any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month, note FROM feedback_notes(%s)", [organization_id])
        return list(cursor.fetchall())

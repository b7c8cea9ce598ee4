"""The history of an engagement in sentences: who did what, when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Event
from core.states import Actor
from engagements.models import Engagement
from engagements.parties import Parties
from engagements.states import MilestoneState

SENTENCES = {
    ("engagements.offer", "made", ""): gettext_lazy("Version %(number)s of the terms was proposed"),
    ("engagements.offer", "moved", "accepted"): gettext_lazy(
        "Version %(number)s of the terms was accepted"
    ),
    ("engagements.offer", "moved", "declined"): gettext_lazy(
        "Version %(number)s of the terms was declined"
    ),
    ("engagements.offer", "moved", "expired"): gettext_lazy(
        "Version %(number)s of the terms ended without an answer"
    ),
    ("engagements.contract", "signed", ""): gettext_lazy("The contract was signed"),
    ("engagements.contract", "moved", "active"): gettext_lazy("Both sides have signed"),
    ("engagements.contract", "moved", "declined"): gettext_lazy("The contract was not signed"),
    ("engagements.milestone", "moved", "ready"): gettext_lazy("Stage %(number)s was paid in"),
    ("engagements.milestone", "moved", "handed_in"): gettext_lazy("Stage %(number)s was handed in"),
    ("engagements.milestone", "moved", "approved"): gettext_lazy("Stage %(number)s was approved"),
    ("engagements.engagement", "moved", "ended"): gettext_lazy("The talk was ended"),
    ("engagements.engagement", "moved", "done"): gettext_lazy("The work is done"),
}


@dataclass(frozen=True)
class Moment:
    """One line of the history."""

    text: str
    who: str
    at: datetime


def events_of(engagement: Engagement) -> list[Event]:
    """Return what happened in an engagement, newest first."""
    rows = Event.objects.filter(engagement_id=engagement.pk, subject__startswith="engagements.")
    return list(rows.order_by("-id"))


def approved_by_clock(events: list[Event]) -> set[int]:
    """Return the stages that were approved because nobody answered in time."""
    approved = ("engagements.milestone", MilestoneState.APPROVED, Actor.TIMER)
    return {one.subject_id for one in events if (one.subject, one.after, one.by) == approved}


def history_of(engagement: Engagement, parties: Parties, events: list[Event]) -> list[Moment]:
    """Put what happened into sentences; steps without a sentence are left out."""
    numbers = _numbers(engagement)
    moments = []
    for event in events:
        sentence = SENTENCES.get((event.subject, event.name, event.after))
        if sentence is not None:
            number = numbers.get((event.subject, event.subject_id))
            text = str(sentence) % {"number": number}
            moments.append(Moment(text, _called(event.by, parties), event.at))
    return moments


def _numbers(engagement: Engagement) -> dict[tuple[str, int], int]:
    numbers = {("engagements.offer", one.pk): one.number for one in engagement.offers.all()}
    return numbers | {
        ("engagements.milestone", one.pk): one.number for one in engagement.milestones.all()
    }


def _called(by: str, parties: Parties) -> str:
    if by == Actor.TIMER:
        return _("the review time was over")
    if by in (Actor.CONSULTANT, Actor.ORGANIZATION):
        return parties.name(by)
    return str(Actor(by).label)

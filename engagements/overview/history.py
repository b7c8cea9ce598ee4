"""The history of an engagement in sentences: who did what, when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Event
from core.states import Actor
from engagements.models import Engagement
from engagements.parties import Parties

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


def history_of(engagement: Engagement, parties: Parties) -> list[Moment]:
    """Return what happened, newest first; steps without a sentence are left out."""
    events = Event.objects.filter(engagement_id=engagement.pk, subject__startswith="engagements.")
    numbers = _numbers(engagement)
    moments = []
    for event in events.order_by("-id"):
        sentence = SENTENCES.get((event.subject, event.name, event.after))
        if sentence is not None:
            number = numbers.get((event.subject, event.subject_id))
            text = str(sentence) % {"number": number}
            moments.append(Moment(text, _called(event.by, parties), event.at))
    return moments


def _numbers(engagement: Engagement) -> dict[tuple[str, int], int]:
    rows = [
        (kind, *row)
        for kind, found in (
            ("engagements.offer", engagement.offers.values_list("pk", "number")),
            ("engagements.milestone", engagement.milestones.values_list("pk", "number")),
        )
        for row in found
    ]
    return {(kind, pk): number for kind, pk, number in rows}


def _called(by: str, parties: Parties) -> str:
    if by == Actor.TIMER:
        return _("the review time was over")
    if by in (Actor.CONSULTANT, Actor.ORGANIZATION):
        return parties.name(by)
    return str(Actor(by).label)

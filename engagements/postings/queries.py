"""Reading postings: one for everybody who may see it, and an organization's own."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.viewer import Viewer
from engagements.models import Posting
from engagements.models.disclosures import InTheRoom, Support, WayToJoin
from engagements.states import PostingState

PAGE = 20


def visible_to(viewer: Viewer) -> QuerySet[Posting]:
    """Return the projects that this viewer may open."""
    return Posting.objects.visible_to(viewer).select_related("organization")


def own(organization_id: int) -> QuerySet[Posting]:
    """Return an organization's projects: drafts first, then open ones, newest first."""
    rows = Posting.objects.filter(organization_id=organization_id)
    return rows.exclude(state=PostingState.WITHDRAWN).order_by("-pk")


@dataclass(frozen=True)
class Disclosures:
    """What is said before anybody accepts, in words."""

    in_the_room: list[str]
    ways_to_join: list[str]
    support: list[str]

    @property
    def is_watched(self) -> bool:
        """Whether anybody whose contact can harm is there."""
        return bool(self.in_the_room)


def disclosures_of(posting: Posting) -> Disclosures:
    """Return a posting's lists in words."""
    return Disclosures(
        _labels(InTheRoom, posting.in_the_room),
        _labels(WayToJoin, posting.ways_to_join),
        _labels(Support, posting.support),
    )


def _labels(choices: Any, values: list[str]) -> list[str]:
    return [str(choices(value).label) for value in values]

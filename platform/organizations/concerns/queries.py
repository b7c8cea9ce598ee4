"""Reading concerns. Row policies let only the reporter and the desk find any."""

from dataclasses import dataclass

from django.db.models import QuerySet

from core.viewer import Viewer
from organizations.concerns.services import sealed_field
from organizations.models import Concern
from organizations.states import OPEN_STATES, ConcernState
from security.sealing import Opener

PAGE = 20
URGENT = (Concern.About.SAFETY, Concern.About.RETALIATION)


@dataclass(frozen=True)
class ConcernTexts:
    """What a concern says, and the desk's answer."""

    wanted: str
    happened: str
    answer: str


def may_report(viewer: Viewer) -> bool:
    """Whether this person can tell the desk something about an organization."""
    return viewer.kind in ("consultant", "member")


def own(viewer: Viewer) -> QuerySet[Concern]:
    """Return what the viewer told the desk, the newest first."""
    rows = Concern.objects.filter(reporter_id=viewer.user_id)
    return rows.select_related("organization").order_by("-pk")


def waiting() -> QuerySet[Concern]:
    """Return what waits for the desk, the oldest first."""
    rows = Concern.objects.filter(state__in=OPEN_STATES).select_related("organization")
    return rows.order_by("sent_at", "pk")


def at_desk() -> QuerySet[Concern]:
    """Return the concerns that the desk may open; what was taken back is gone."""
    rows = Concern.objects.exclude(state=ConcernState.WITHDRAWN)
    return rows.select_related("organization", "reporter")


def texts_of(concern: Concern) -> ConcernTexts:
    """Open the sealed texts of one concern."""
    opener = Opener([concern.reporter_id])

    def opened(name: str) -> str:
        return opener.open(
            getattr(concern, name), user_id=concern.reporter_id, field=sealed_field(concern, name)
        )

    return ConcernTexts(opened("wanted"), opened("happened"), opened("answer"))

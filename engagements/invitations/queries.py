"""Reading interests and invitations, each as its own side may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Kind
from consultants import visibility
from consultants.people_codes import code_for
from consultants.visibility import ProfileCard
from core import clock
from core.clock import ClockNow
from core.viewer import Viewer
from engagements.models import Engagement, Interest, Invitation, Posting
from engagements.states import EngagementState, InterestState, InvitationState


@dataclass(frozen=True)
class Asked:
    """One person beside a project, as the organization sees them; no card when nothing is shown."""

    row: Any
    card: ProfileCard | None
    person_code: str


@dataclass(frozen=True)
class Sent:
    """An invitation as its sender sees it: saying no and not answering are the same."""

    row: Invitation
    card: ProfileCard | None
    is_waiting: bool
    is_accepted: bool


def own_interest(viewer: Viewer, posting: Posting) -> Interest | None:
    """Return the consultant's open interest in a project."""
    if viewer.kind != Kind.CONSULTANT or viewer.user_id is None:
        return None
    mine = Interest.objects.filter(consultant__user_id=viewer.user_id, posting=posting)
    return mine.filter(state=InterestState.SENT).first()


def own_invitation(viewer: Viewer, posting: Posting) -> Invitation | None:
    """Return the invitation to a project that waits for the consultant's answer."""
    if viewer.kind != Kind.CONSULTANT or viewer.user_id is None:
        return None
    mine = Invitation.objects.filter(consultant__user_id=viewer.user_id, posting=posting)
    return mine.filter(state=InvitationState.SENT, ends_at__gt=ClockNow()).first()


def own_engagement(viewer: Viewer, posting: Posting) -> Engagement | None:
    """Return the consultant's live work on a project."""
    if viewer.kind != Kind.CONSULTANT or viewer.user_id is None:
        return None
    mine = Engagement.objects.filter(consultant__user_id=viewer.user_id, posting=posting)
    return mine.exclude(state=EngagementState.ENDED).order_by("-pk").first()


def interests_in(posting: Posting) -> list[Asked]:
    """Return the people who are interested and wait; who paused or blocked since is not there."""
    rows = Interest.objects.filter(posting=posting, state=InterestState.SENT).order_by("pk")
    return [one for one in _with_cards(posting, rows) if one.card is not None]


def work_on(posting: Posting) -> list[Asked]:
    """Return the work that grew from a project."""
    return _with_cards(posting, Engagement.objects.filter(posting=posting).order_by("-pk"))


def _with_cards(posting: Posting, rows: Iterable[Any]) -> list[Asked]:
    found = list(rows)
    cards = visibility.cards_for([row.consultant_id for row in found], only=visibility.SHORT)
    return [
        Asked(
            row, cards.get(row.consultant_id), code_for(posting.organization_id, row.consultant_id)
        )
        for row in found
    ]


def invitations_for(posting: Posting) -> list[Sent]:
    """Return the invitations of a project, newest first, without those taken back."""
    rows = list(
        Invitation.objects.filter(posting=posting)
        .exclude(state=InvitationState.WITHDRAWN)
        .order_by("-pk")
    )
    cards = visibility.cards_for([row.consultant_id for row in rows], only=frozenset({"name"}))
    return [
        Sent(
            row,
            cards.get(row.consultant_id),
            is_waiting=_looks_waiting(row),
            is_accepted=row.state == InvitationState.ACCEPTED,
        )
        for row in rows
    ]


def _looks_waiting(row: Invitation) -> bool:
    """A declined invitation looks like a waiting one until its time is over, then like an ended one."""
    unanswered = row.state in (InvitationState.SENT, InvitationState.DECLINED)
    return unanswered and row.ends_at > clock.now()

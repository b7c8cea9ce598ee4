"""Write docs/lifecycle.md from the tables of moves."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from consultants.states import REQUEST_MOVES, RequestState
from core.rendered import RenderPage
from core.states import Actor, Moves
from engagements import states
from organizations import states as organizations

TABLES: tuple[tuple[str, Moves, str], ...] = (
    ("Request for a permission", REQUEST_MOVES, RequestState.OPEN),
    ("Posting", states.POSTING_MOVES, states.PostingState.DRAFT),
    ("Interest", states.INTEREST_MOVES, states.InterestState.SENT),
    ("Invitation", states.INVITATION_MOVES, states.InvitationState.SENT),
    ("Engagement", states.ENGAGEMENT_MOVES, states.EngagementState.TALKING),
    ("Offer (a version of the terms)", states.OFFER_MOVES, states.OfferState.OPEN),
    ("Contract", states.CONTRACT_MOVES, states.ContractState.WAITING),
    ("Milestone (a stage)", states.MILESTONE_MOVES, states.MilestoneState.PLANNED),
    (
        "Check of an organization",
        organizations.VERIFICATION_MOVES,
        organizations.VerificationState.WAITING,
    ),
    ("Question to another organization", organizations.VOUCH_MOVES, organizations.VouchState.ASKED),
    ("Concern", organizations.CONCERN_MOVES, organizations.ConcernState.SENT),
)
HEAD = """# Lifecycle

What may follow what in the work, and who may move it. This page is made by
`manage.py render_states` from `consultants/states.py`,\n`engagements/states.py` and `organizations/states.py`; a test fails when it is not current.
Any other move is refused, and nothing is stored. The money has its own tables, in
`payments/states.py`.
"""


def lifecycle() -> str:
    """Return the page: one table of moves for each machine."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_section(*table) for table in TABLES)])


def _section(title: str, moves: Moves, first: str) -> str:
    rows = "\n".join(_rows(moves))
    return f"## {title}\n\nStarts as `{first}`.\n\n| from | to | who |\n|---|---|---|\n{rows}\n"


def _rows(moves: Moves) -> Iterator[str]:
    for before, following in moves.items():
        for after, actors in following.items():
            yield f"| {_name(before)} | {_name(after)} | {_who(actors)} |"


def _name(state: Any) -> str:
    return f"`{state.value}` {state.label}"


def _who(actors: frozenset[Actor]) -> str:
    return ", ".join(str(actor.label) for actor in Actor if actor in actors)


class Command(RenderPage):
    help = "Write docs/lifecycle.md from the tables of moves."
    name = "lifecycle.md"

    def page(self) -> str:
        return lifecycle()

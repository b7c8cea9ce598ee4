"""Who acts next on one stage, by when, and what happens otherwise: the same facts for both sides."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import day_in_words
from engagements.models import Engagement, Milestone
from engagements.parties import Parties
from engagements.states import (
    MilestoneState,
    Side,
)

BOTH = frozenset(Side)


NOBODY: frozenset[Side] = frozenset()


@dataclass(frozen=True)
class NextStep:
    """One sentence for one side, the page it happens on, and who has to act."""

    text: str
    path: str
    who: frozenset[Side]
    by_when: datetime | None = None
    action: str = ""  # the words of the link, for the side that acts
    otherwise: str = ""  # what happens when nobody acts
    power: str = ""  # who of a team may act: a key of `permissions.POWERS`

    def is_turn_of(self, side: Side) -> bool:
        """Whether this side acts next."""
        return side in self.who


def step_of_stage(
    engagement: Engagement, stage: Milestone, *, side: Side, parties: Parties
) -> NextStep:
    """Say who acts next on one stage."""
    make = {
        MilestoneState.PLANNED: _to_pay_in,
        MilestoneState.READY: _to_hand_in,
        MilestoneState.HANDED_IN: _to_approve,
    }.get(MilestoneState(stage.state), _approved)
    return make(engagement, stage, side, parties)


def _to_pay_in(engagement: Engagement, stage: Milestone, side: Side, parties: Parties) -> NextStep:
    facts = {"number": stage.number, "name": parties.organization}
    who = frozenset({Side.ORGANIZATION})
    if side == Side.ORGANIZATION:
        return NextStep(
            _("Pay in stage %(number)s, so that the work can start.") % facts,
            _page("pay", engagement),
            who,
            action=_("Pay in"),
            otherwise=_("The consultant does not start before the money is in."),
            power="pay",
        )
    return NextStep(
        _("Waiting for %(name)s to pay in stage %(number)s.") % facts,
        _page("stage", engagement, stage.number),
        who,
        otherwise=_("Do not start yet. The money is not in."),
    )


def _to_hand_in(engagement: Engagement, stage: Milestone, side: Side, parties: Parties) -> NextStep:
    facts = {
        "number": stage.number,
        "name": parties.consultant,
        "day": day_in_words(stage.due_on),
    }
    path, who = _page("stage", engagement, stage.number), frozenset({Side.CONSULTANT})
    held = _("The money is in and held.")
    if side == Side.CONSULTANT:
        text = _("Hand in stage %(number)s by %(day)s.") % facts
        return NextStep(text, path, who, action=_("Hand in"), otherwise=held, power="hand_in")
    text = _("Waiting for %(name)s to hand in stage %(number)s by %(day)s.") % facts
    return NextStep(text, path, who, otherwise=held)


def _to_approve(engagement: Engagement, stage: Milestone, side: Side, parties: Parties) -> NextStep:
    ends_at = stage.review_ends_at
    day = day_in_words(ends_at) if ends_at else ""
    facts = {"number": stage.number, "name": parties.organization, "day": day}
    path, who = _page("stage", engagement, stage.number), frozenset({Side.ORGANIZATION})
    if side == Side.ORGANIZATION:
        return NextStep(
            _("Look at stage %(number)s and approve it by %(day)s.") % facts,
            path,
            who,
            ends_at,
            _("Open stage %(number)s") % facts,
            _("If you do not answer by then, the stage is approved and the consultant is paid."),
            "approve",
        )
    return NextStep(
        _("Waiting for %(name)s to approve stage %(number)s.") % facts,
        path,
        who,
        ends_at,
        otherwise=_("If they do not answer by %(day)s, you are paid.") % facts,
    )


def _approved(engagement: Engagement, stage: Milestone, side: Side, parties: Parties) -> NextStep:
    text = _("Stage %(number)s is approved.") % {"number": stage.number}
    return NextStep(text, _page("stage", engagement, stage.number), NOBODY)


def _page(name: str, engagement: Engagement, *more: int) -> str:
    return reverse(name, args=[engagement.code, *more])

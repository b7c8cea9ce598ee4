"""Reading the money: what is to be paid in, what is coming, and each stage's way in moments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from engagements.models import Engagement, Milestone
from engagements.parties import Parties
from engagements.states import MilestoneState
from payments.models import Funding, Payout, PayoutMethod
from payments.services.funding import cost_of
from payments.states import FundingState, PayoutState

DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True)
class ToPay:
    """A stage on the page for paying in. Amounts in minor units."""

    milestone: Milestone
    cost: int
    state: str

    @property
    def total(self) -> int:
        """The fee and the cost of paying it."""
        return self.milestone.amount + self.cost

    @property
    def is_open(self) -> bool:
        """Whether the organization can pay it in now."""
        return self.state in (FundingState.DRAFT, FundingState.AWAITING_FUNDS, FundingState.FAILED)

    @property
    def label(self) -> str:
        """Its state in words."""
        return str(FundingState(self.state).label)


def stages_to_pay(engagement: Engagement) -> list[ToPay]:
    """Return every stage with what it costs and where its money is."""
    found = {row.milestone_id: row for row in Funding.objects.filter(engagement=engagement)}
    rows = []
    for milestone in engagement.milestones.order_by("number"):
        funding = found.get(milestone.pk)
        cost = funding.cost if funding else cost_of(milestone.amount)
        rows.append(ToPay(milestone, cost, funding.state if funding else FundingState.DRAFT))
    return rows


@dataclass(frozen=True)
class Moment:
    """One step of a stage's money: what, who acts, when; `tone` done, now or later."""

    text: str
    who: str
    when: datetime | None
    tone: str


@dataclass(frozen=True)
class StageMoney:
    """A stage and the way of its money."""

    milestone: Milestone
    moments: list[Moment] = field(default_factory=list)


def money_of(engagement: Engagement, *, parties: Parties, by_clock: set[int]) -> list[StageMoney]:
    """Return every stage's money from agreed to arrived, in the same words for both sides.

    Nothing is asked again where the page has fetched the whole engagement.
    """
    return [
        StageMoney(one, _moments(one, parties, by_clock=one.pk in by_clock))
        for one in engagement.milestones.all()
    ]


def _moments(milestone: Milestone, parties: Parties, *, by_clock: bool) -> list[Moment]:
    """Put the steps in order: those with a date are done, the first without one is now."""
    funding: Funding | None = getattr(milestone, "funding", None)
    payout: Payout | None = getattr(milestone, "payout", None)
    provider = _("The payment provider")
    steps = [
        (_("Agreed"), _("Both sides"), milestone.contract.signed_at),
        (_("Paid in and held"), parties.organization, funding.held_at if funding else None),
        (_("Handed in"), parties.consultant, milestone.handed_in_at),
        (_("Approved"), _("The clock: no answer came in time") if by_clock else parties.organization, milestone.approved_at),
        (_("Sent"), _sender_of(payout, parties), payout.released_at if payout else None),
        (_("Arrived"), provider, payout.paid_out_at if payout else None),
    ]  # fmt: skip
    moments, is_next = [], True
    for text, who, when in steps:
        tone = DONE if when else (NOW if is_next else LATER)
        is_next = is_next and when is not None
        moments.append(Moment(text, who, when, tone))
    return moments


def _sender_of(payout: Payout | None, parties: Parties) -> str:
    """Say who acts before pay is sent: the provider, unless it has nowhere to send it yet."""
    if payout and payout.state == PayoutState.WAITING_FOR_SETUP:
        words = _("%(name)s and the payment provider, who set it up") % {"name": parties.consultant}
        return str(words)
    return str(_("The payment provider"))


@dataclass(frozen=True)
class Pay:
    """One line of a consultant's money: where it is, who acts next and by when."""

    milestone: Milestone
    state: str
    tone: str
    next: str
    by_when: datetime | None


def pay_of(user_id: int) -> QuerySet[Milestone]:
    """Return the consultant's stages with money in them, newest first."""
    rows = Milestone.objects.filter(
        engagement__consultant__user_id=user_id, funding__state=FundingState.HELD
    )
    return rows.select_related("funding", "payout", "engagement__posting", "engagement__organization").order_by("-funding__held_at", "-pk")  # fmt: skip


def in_words(milestone: Milestone) -> Pay:
    """Say where a stage's pay is and what comes next."""
    payout: Payout | None = getattr(milestone, "payout", None)
    if payout is None:
        return _held_in_words(milestone)
    said = {
        PayoutState.DUE: ("wait", _("We send it on this day."), payout.due_at),
        PayoutState.WAITING_FOR_SETUP: ("wait", _("You choose where to be paid. Then we send it."), None),
        PayoutState.SENDING: ("wait", _("The payment provider is sending it."), None),
        PayoutState.RELEASED: ("ok", _("It is on its way to your bank. This takes about two working days."), _days_after(payout.released_at, 4)),
        PayoutState.PAID_OUT: ("ok", _("It arrived."), payout.paid_out_at),
        PayoutState.FAILED: ("error", _("Your bank sent it back. Open your pay set-up and check the account."), None),
    }  # fmt: skip
    tone, text, when = said[PayoutState(payout.state)]
    return Pay(milestone, str(PayoutState(payout.state).label), tone, text, when)


def _held_in_words(milestone: Milestone) -> Pay:
    if milestone.state == MilestoneState.HANDED_IN:
        text = _(
            "The organization looks at your work. If it does not answer by this day, you are paid."
        )
        return Pay(milestone, str(FundingState.HELD.label), "note", text, milestone.review_ends_at)
    return Pay(milestone, str(FundingState.HELD.label), "note", _("You hand in your work."), None)


def _days_after(moment: datetime | None, days: int) -> datetime | None:
    return moment + timedelta(days=days) if moment else None


def totals_of(user_id: int) -> dict[str, int]:
    """Return what is coming to a consultant and what arrived, in minor units."""
    arrived = Q(payout__state=PayoutState.PAID_OUT)
    sums = pay_of(user_id).aggregate(
        arrived=Sum("amount", filter=arrived), coming=Sum("amount", filter=~arrived)
    )
    return {name: found or 0 for name, found in sums.items()}


def method_of(user_id: int) -> PayoutMethod | None:
    """Return where a consultant is paid, if they have begun to set it up."""
    return PayoutMethod.objects.filter(consultant__user_id=user_id).first()

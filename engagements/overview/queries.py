"""Reading the work: lists by who acts next, one workspace, one stage."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from core.viewer import Viewer
from engagements.contracts.queries import current_contract
from engagements.delivery.next_steps import NextStep
from engagements.delivery.queries import BESIDE_A_STAGE
from engagements.models import Contract, Engagement, Milestone, Offer, Signature
from engagements.models.engagement import EngagementQuerySet
from engagements.overview.next_steps import step_of
from engagements.parties import Parties, parties_of_many
from engagements.states import (
    ContractState,
    EngagementState,
    MilestoneState,
    OfferState,
    Side,
)

YOUR_TURN, WAITING, OVER = 0, 1, 2


@dataclass(frozen=True)
class Row:
    """One engagement in a list: its title, the other side, and what comes next."""

    engagement: Engagement
    title: str
    with_whom: str
    step: NextStep
    rank: int


def side_of_viewer(viewer: Viewer) -> Side:
    """Return the side on which this viewer stands in every engagement they can see."""
    return Side.CONSULTANT if viewer.organization_id is None else Side.ORGANIZATION


def fetch_whole(engagement: Engagement) -> None:
    """Fetch all that one page of an engagement reads, each once: versions, contracts, stages with their money."""
    stages = Milestone.objects.select_related("contract", *BESIDE_A_STAGE)
    stages = stages.defer("contract__document")
    wanted = [
        Prefetch("offers", Offer.objects.defer("terms")),
        Prefetch("milestones", stages.order_by("number")),
    ]
    if engagement.state == EngagementState.TALKING:  # later each stage comes with the signed one
        wanted.append(Prefetch("contracts", Contract.objects.defer("document")))
    prefetch_related_objects([engagement], *wanted)


def contract_of(engagement: Engagement) -> Contract | None:
    """Return the newest contract of an engagement that was fetched whole."""
    signed = next((stage.contract for stage in engagement.milestones.all()), None)
    if signed is not None or engagement.state != EngagementState.TALKING:
        return signed or current_contract(engagement)
    drafted = sorted(engagement.contracts.all(), key=lambda one: (one.drafted_at, one.pk))
    return drafted[-1] if drafted else None


def work_of(viewer: Viewer) -> QuerySet[Any]:
    """Return the viewer's engagements, their turn first, then waiting, then over; newest first."""
    return with_progress(ranked_for(viewer).order_by("rank", "-pk"))


def rows_of(engagements: Any, *, side: Side) -> list[Row]:
    """Put a page of engagements into words with a constant number of queries."""
    page = list(engagements)
    parties = parties_of_many(page)
    return [_row(engagement, side, parties[engagement.pk]) for engagement in page]


def _row(engagement: Any, side: Side, parties: Parties) -> Row:
    return Row(
        engagement=engagement,
        title=engagement.posting.title,
        with_whom=parties.organization if side == Side.CONSULTANT else parties.consultant,
        step=step_of(engagement, side=side, parties=parties),
        rank=engagement.rank,
    )


def with_progress(engagements: QuerySet[Any]) -> QuerySet[Any]:
    """Fetch what says how far each engagement is, without terms and documents."""
    signatures = Prefetch("signatures", Signature.objects.only("contract_id", "side"))
    contracts = Contract.objects.defer("document").prefetch_related(signatures)
    return engagements.select_related(
        "posting", "organization", "consultant__user"
    ).prefetch_related(
        Prefetch("offers", Offer.objects.filter(state=OfferState.OPEN).defer("terms")),
        Prefetch("contracts", contracts.filter(state=ContractState.WAITING)),
        "milestones",
    )


def ranked_for(viewer: Viewer) -> QuerySet[Any]:
    """Add `rank`: your turn, waiting, or over. The same answer as `step_of`, for sorting."""
    side = side_of_viewer(viewer)
    rows: EngagementQuerySet = Engagement.objects.visible_to(viewer)
    contract = Contract.objects.filter(engagement=OuterRef("pk"), state=ContractState.WAITING)
    signed = Signature.objects.filter(
        contract__engagement=OuterRef("pk"), contract__state=ContractState.WAITING, side=side
    )
    own_offer = Offer.objects.filter(engagement=OuterRef("pk"), state=OfferState.OPEN, side=side)
    stages = Milestone.objects.filter(engagement=OuterRef("pk")).exclude(
        state=MilestoneState.APPROVED
    )
    stage_state = Subquery(stages.order_by("number").values("state")[:1])
    return rows.annotate(
        stage_state=stage_state,
        rank=Case(
            When(state__in=[EngagementState.DONE, EngagementState.ENDED], then=Value(OVER)),
            When(
                Q(state=EngagementState.WORKING, stage_state__in=_turns_of(side)),
                then=Value(YOUR_TURN),
            ),
            When(state=EngagementState.WORKING, then=Value(WAITING)),
            When(Exists(signed), then=Value(WAITING)),
            When(Exists(contract), then=Value(YOUR_TURN)),
            When(Exists(own_offer), then=Value(WAITING)),
            default=Value(YOUR_TURN),
            output_field=IntegerField(),
        ),
    )


def _turns_of(side: Side) -> list[str]:
    """The states of a stage in which this side acts."""
    if side == Side.CONSULTANT:
        return [MilestoneState.READY]
    return [MilestoneState.PLANNED, MilestoneState.HANDED_IN]

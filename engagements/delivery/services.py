"""Stages from planned to approved. Silence pays the worker, and nothing takes an approval back."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.clock import ClockNow
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.locks import lock_milestone
from engagements.models import Contract, Engagement, HandIn, Milestone
from engagements.parties import notify_side
from engagements.signals import work_approved
from engagements.states import (
    ContractState,
    EngagementState,
    MilestoneState,
    Side,
)
from engagements.terms.terms import Terms
from engagements.ties import renew_tie
from security.uploads import Upload


def plan_stages(contract: Contract) -> list[Milestone]:
    """Make the stages of a contract that both sides signed, exactly as its terms say."""
    terms = Terms.from_json(contract.offer.terms)
    return Milestone.objects.bulk_create(
        Milestone(
            engagement_id=contract.engagement_id,
            contract=contract,
            number=number,
            title=stage.title,
            deliverable=stage.deliverable,
            due_on=stage.due_on,
            amount=stage.amount,
            currency=terms.currency,
            review_days=stage.review_days,
            pay_days=terms.pay_days,
        )
        for number, stage in enumerate(terms.stages, start=1)
    )


@transaction.atomic
def mark_funded(milestone: Milestone) -> Milestone:
    """Let work on a stage start, because its money is in; a repeat changes nothing."""
    milestone = lock_milestone(milestone)
    if milestone.state != MilestoneState.PLANNED:
        return milestone
    move(milestone, MilestoneState.READY, by=Actor.PROVIDER)
    notify_side(milestone.engagement, Side.CONSULTANT)
    return milestone


@transaction.atomic
def hand_in(
    milestone: Milestone, *, note: str, file: Upload | None = None, actor: User
) -> Milestone:
    """Hand in a stage with a note and maybe a file; the review clock starts. Twice is once."""
    milestone = lock_milestone(milestone)
    require(permissions.can_hand_in(actor, milestone.engagement))
    if milestone.state == MilestoneState.HANDED_IN and _is_repeat(milestone, note):
        return milestone
    now = clock.now()
    move(
        milestone,
        MilestoneState.HANDED_IN,
        by=Actor.CONSULTANT,
        actor=actor,
        handed_in_at=now,
        review_ends_at=now + timedelta(days=milestone.review_days),
    )
    HandIn.objects.create(
        milestone=milestone, handed_in_by=actor, note=note, handed_in_at=now, **_stored(file)
    )
    notify_side(milestone.engagement, Side.ORGANIZATION)
    return milestone


def _is_repeat(milestone: Milestone, note: str) -> bool:
    return milestone.hand_ins.filter(note=note).exists()


def _stored(file: Upload | None) -> dict[str, Any]:
    """Keep what an upload holds under a random name, and its type; the given name is dropped."""
    return {"file": file.as_file(), "file_type": file.kind} if file else {}


@transaction.atomic
def approve_work(milestone: Milestone, *, actor: User) -> Milestone:
    """Accept what was handed in, which makes its pay due; approving twice is approving once."""
    milestone = lock_milestone(milestone)
    require(permissions.can_approve(actor, milestone.engagement))
    if milestone.state == MilestoneState.APPROVED:
        return milestone
    _approve(milestone, by=Actor.ORGANIZATION, actor=actor)
    return milestone


def approve_overdue() -> int:
    """Approve every stage whose review days have passed without an answer; returns how many.

    One stage that fails does not keep the others' pay; its failure is raised at the end.
    """
    approved, failures = 0, []
    late = Milestone.objects.filter(state=MilestoneState.HANDED_IN, review_ends_at__lte=ClockNow())
    for found in late.only("pk", "engagement_id"):
        try:
            approved += _approve_late(found)
        except Exception as failure:  # noqa: BLE001 - kept, and raised below
            failures.append(failure)
    if failures:
        raise failures[0]
    return approved


@transaction.atomic
def _approve_late(found: Milestone) -> bool:
    milestone = lock_milestone(found)
    is_late = Milestone.objects.filter(
        pk=milestone.pk, state=MilestoneState.HANDED_IN, review_ends_at__lte=ClockNow()
    ).exists()
    if is_late:
        _approve(milestone, by=Actor.TIMER)
    return is_late


def _approve(milestone: Milestone, *, by: Actor, actor: User | None = None) -> None:
    engagement, now = milestone.engagement, clock.now()
    move(milestone, MilestoneState.APPROVED, by=by, actor=actor, approved_at=now)
    work_approved.send(sender=Milestone, milestone=milestone)
    notify_side(engagement, Side.CONSULTANT)
    if by == Actor.TIMER:
        notify_side(engagement, Side.ORGANIZATION)
    finish_if_all_approved(engagement, by=by, actor=actor)


def finish_if_all_approved(engagement: Engagement, *, by: Actor, actor: User | None = None) -> bool:
    """Complete the contract and the work after the last approval; the caller holds the lock."""
    if engagement.milestones.exclude(state=MilestoneState.APPROVED).exists():
        return False
    contract = engagement.contracts.defer("document").get(state=ContractState.ACTIVE)
    move(contract, ContractState.COMPLETED, by=by, actor=actor)
    move(engagement, EngagementState.DONE, by=by, actor=actor)
    renew_tie(engagement)
    return True

"""Pages of the work: the list, the workspace, one stage."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import PARTIES, allow
from engagements import permissions
from engagements.delivery import queries, services
from engagements.delivery.forms import HandInForm
from engagements.delivery.history import approved_by_clock, events_of, history_of
from engagements.delivery.next_steps import NextStep, step_of, step_of_stage
from engagements.models import Engagement, Milestone
from engagements.pages import find_engagement, find_side
from engagements.parties import other, parties_of
from engagements.states import EngagementState, MilestoneState, Side
from notices.services import mark_seen
from organizations.requests import person, viewer_of
from safety.files import CONTENT_TYPES

A_PAGE = 20
TONES = {
    MilestoneState.PLANNED: "quiet",
    MilestoneState.READY: "note",
    MilestoneState.HANDED_IN: "wait",
    MilestoneState.APPROVED: "ok",
}


@allow(*PARTIES, methods=("GET",))
def jobs(request: HttpRequest) -> HttpResponse:
    """List the viewer's work by who acts next."""
    viewer = viewer_of(request)
    page = Paginator(queries.work_of(viewer), A_PAGE).get_page(request.GET.get("page"))
    rows = queries.rows_of(page.object_list, side=queries.side_of_viewer(viewer))
    groups = [
        (_("Your turn"), [row for row in rows if row.rank == queries.YOUR_TURN], "wait"),
        (
            _("Waiting for the other side"),
            [row for row in rows if row.rank == queries.WAITING],
            "note",
        ),
        (_("Done or ended"), [row for row in rows if row.rank == queries.OVER], "quiet"),
    ]
    context = {"groups": groups, "page_obj": page, "is_empty": not rows}
    return render(request, "engagements/work/jobs.html", context)


@allow(*PARTIES, methods=("GET",))
def work(request: HttpRequest, code: str) -> HttpResponse:
    """The workspace: who acts next, the terms, the contract, the stages, the money, the history."""
    engagement = find_engagement(request, code)
    side = find_side(request, engagement)
    mark_seen(person(request), request.path)
    queries.fetch_whole(engagement)
    parties = parties_of(engagement)
    step = step_of(engagement, side=side, parties=parties)
    events = events_of(engagement)
    context = {
        "engagement": engagement,
        "parties": parties,
        "other_name": parties.name(other(side)),
        "step": step,
        "is_turn": step.is_turn_of(side),
        "may_act": may_act(request, engagement, step),
        "is_talking": engagement.state == EngagementState.TALKING,
        "offer": max(engagement.offers.all(), key=lambda offer: offer.number, default=None),
        "contract": queries.contract_of(engagement),
        "stages": [
            (stage, TONES[MilestoneState(stage.state)]) for stage in engagement.milestones.all()
        ],
        "history": history_of(engagement, parties, events),
        "by_clock": approved_by_clock(events),
    }
    return render(request, "engagements/work/work.html", context)


def may_act(request: HttpRequest, engagement: Engagement, step: NextStep) -> bool:
    """Whether this person, of the side whose turn it is, holds the power for the step."""
    return step.power in permissions.POWERS and permissions.POWERS[step.power](
        person(request), engagement
    )


@allow(*PARTIES)
def stage(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One stage: hand in, or look at what was handed in and approve."""
    engagement = find_engagement(request, code)
    milestone = _milestone_or_404(engagement, number)
    side = find_side(request, engagement)
    may_hand_in = milestone.state == MilestoneState.READY and side == Side.CONSULTANT
    form = (
        HandInForm(request.POST or None, request.FILES or None) if side == Side.CONSULTANT else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        services.hand_in(milestone, actor=person(request), **form.cleaned_data)
        messages.success(
            request, _("Handed in. The organization is told, and the review time runs.")
        )
        return redirect("stage", code, number)
    context = _stage_page(request, engagement, milestone, side) | {
        "form": form if may_hand_in else None
    }
    return render(request, "engagements/delivery/stage.html", context)


def _stage_page(
    request: HttpRequest, engagement: Engagement, milestone: Milestone, side: Side
) -> dict[str, Any]:
    parties = parties_of(engagement)
    step = step_of_stage(engagement, milestone, side=side, parties=parties)
    is_handed_in = milestone.state == MilestoneState.HANDED_IN
    return {
        "engagement": engagement,
        "parties": parties,
        "stage": milestone,
        "tone": TONES[MilestoneState(milestone.state)],
        "step": step,
        "is_turn": step.is_turn_of(side),
        "may_act": may_act(request, engagement, step),
        "is_consultant": side == Side.CONSULTANT,
        "is_planned": milestone.state == MilestoneState.PLANNED,
        "is_approved": milestone.state == MilestoneState.APPROVED,
        "handed": queries.hand_in_of(milestone),
        "may_approve": is_handed_in and permissions.can_approve(person(request), engagement),
    }


@allow(*PARTIES, methods=("POST",))
def stage_approve(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Approve what was handed in."""
    engagement = find_engagement(request, code)
    services.approve_work(_milestone_or_404(engagement, number), actor=person(request))
    messages.success(request, _("Approved. The pay is on its way to the consultant."))
    return redirect("stage", code, number)


@allow(*PARTIES, methods=("GET",))
def hand_in_file(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Send the handed-in file to the two sides only, under a neutral name and its found type."""
    milestone = _milestone_or_404(find_engagement(request, code), number)
    handed = queries.hand_in_of(milestone)
    if handed is None or not handed.file:
        raise Http404
    return FileResponse(
        handed.file.open("rb"),
        as_attachment=True,
        filename=f"stage-{milestone.number}.{handed.file_type}",
        content_type=CONTENT_TYPES[handed.file_type],
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _milestone_or_404(engagement: Engagement, number: int) -> Milestone:
    found = queries.stage_numbered(engagement, number)
    if found is None:
        raise Http404
    return found

"""The list of the work, and the workspace of one engagement."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.views import PARTIES, allow
from engagements.delivery.views import TONES, may_act
from engagements.overview import queries
from engagements.overview.history import approved_by_clock, events_of, history_of
from engagements.overview.next_steps import step_of
from engagements.pages import find_engagement, find_side
from engagements.parties import other, parties_of
from engagements.states import EngagementState, MilestoneState
from notices.services import mark_seen
from organizations.requests import current_user, viewer_of

A_PAGE = 20


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
    return render(request, "engagements/overview/jobs.html", context)


@allow(*PARTIES, methods=("GET",))
def work(request: HttpRequest, code: str) -> HttpResponse:
    """The workspace: who acts next, the terms, the contract, the stages, the money, the history."""
    engagement = find_engagement(request, code)
    side = find_side(request, engagement)
    mark_seen(current_user(request), "work", code)
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
    return render(request, "engagements/overview/work.html", context)

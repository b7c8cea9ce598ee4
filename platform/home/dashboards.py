"""The first pages of consultants and of organizations: what needs them, then the rest in a line."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.viewer import Viewer
from core.views import CONSULTANT, MEMBER, allow
from home import summaries, todo, updates
from notices.services import unseen
from organizations.permissions import can_read_self_assessment, is_arranger
from organizations.requests import current_user, membership_of, viewer_of
from organizations.verification.queries import open_check_of


@allow(CONSULTANT, methods=("GET",))
def show_home(request: HttpRequest) -> HttpResponse:
    """Show a consultant what needs them, then money and sharing in a line each."""
    viewer = viewer_of(request)
    waiting = todo.needs_of_consultant(viewer)
    page = {
        "needs": waiting,
        **updates_beside(request, viewer, waiting),
        "money": summaries.money_line(current_user(request)),
        "sharing": summaries.sharing_line(current_user(request)),
        "is_new": not summaries.has_work(viewer),
    }
    return render(request, "home/home_consultant.html", page)


@allow(MEMBER, methods=("GET",))
def show_org(request: HttpRequest) -> HttpResponse:
    """Show a team what waits for it."""
    membership = membership_of(request)
    if membership is None:
        return redirect("join_organization")
    organization = membership.organization
    viewer = viewer_of(request)
    waiting = todo.needs_of_organization(viewer, membership)
    is_waiting = not organization.is_checked and open_check_of(organization) is not None
    page = {
        "organization": organization,
        "needs": waiting,
        "is_waiting": is_waiting,
        "rest": waiting if is_waiting else waiting[1:],
        **updates_beside(request, viewer, waiting),
        "has_posted": partial(summaries.has_posted, organization),  # asked where the page needs it
        "may_post": is_arranger(current_user(request), organization),
        "may_read_self_check": can_read_self_assessment(current_user(request), organization),
    }
    return render(request, "home/home_organization.html", page)


def updates_beside(
    request: HttpRequest, viewer: Viewer, waiting: list[todo.Need]
) -> dict[str, object]:
    """Return where something is new, and what of it nothing else on the page leads to."""
    notices, shown = unseen(request.user), [need.path for need in waiting]
    is_new = {path for path in shown if any(updates.leads_to(one, path) for one in notices)}
    return {
        "new_paths": is_new,
        "updates": updates.updates_for(viewer, notices, shown=shown),
    }

"""The first pages of consultants and of organizations: what needs them, then the rest in a line."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.viewer import Viewer
from core.views import CONSULTANT, MEMBER, allow
from home import lines, needs, news
from notices.services import unseen_paths
from organizations.checks.queries import open_check_of
from organizations.permissions import can_read_self_check, is_arranger
from organizations.requests import membership_of, person, viewer_of


@allow(CONSULTANT, methods=("GET",))
def show_home(request: HttpRequest) -> HttpResponse:
    """Show a consultant what needs them, then money and sharing in a line each."""
    viewer = viewer_of(request)
    waiting = needs.needs_of_consultant(viewer)
    page = {
        "needs": waiting,
        **news_beside(request, viewer, waiting),
        "money": lines.money_line(person(request)),
        "sharing": lines.sharing_line(person(request)),
        "is_new": not lines.has_work(viewer),
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
    waiting = needs.needs_of_organization(viewer, membership)
    is_waiting = not organization.is_checked and open_check_of(organization) is not None
    page = {
        "organization": organization,
        "needs": waiting,
        "is_waiting": is_waiting,
        "rest": waiting if is_waiting else waiting[1:],
        **news_beside(request, viewer, waiting),
        "has_posted": partial(lines.has_posted, organization),  # asked where the page needs it
        "may_post": is_arranger(person(request), organization),
        "may_read_self_check": can_read_self_check(person(request), organization),
    }
    return render(request, "home/home_organization.html", page)


def news_beside(
    request: HttpRequest, viewer: Viewer, waiting: list[needs.Need]
) -> dict[str, object]:
    """Return where something is new, and what of it nothing else on the page leads to."""
    paths = unseen_paths(request.user)
    shown = {news.place_of(need.path) for need in waiting}
    return {
        "new_places": {news.place_of(path) for path in paths},
        "updates": news.news_for(viewer, paths=paths, shown=shown),
    }

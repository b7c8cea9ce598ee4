"""One project with all it discloses, and an organization's own projects."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.views import ANYONE, MEMBER, allow, get_or_404
from engagements import permissions
from engagements.board.queries import own_view_of
from engagements.invitations import queries as invitations
from engagements.postings import language_findings, queries, services, summary
from engagements.postings.pages import find_own
from engagements.states import PostingState
from notices.services import mark_seen
from organizations.permissions import is_arranger
from organizations.requests import acting_organization, current_user, viewer_of


@allow(ANYONE, methods=("GET",))
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show one project with everything it discloses."""
    viewer = viewer_of(request)
    posting = get_or_404(queries.visible_to(viewer), code=code)
    is_own = viewer.organization_id == posting.organization_id
    if posting.state in (PostingState.DRAFT, PostingState.IN_REVIEW) and not is_own:
        raise Http404
    context = {
        "posting": posting,
        "topics": summary.topics(posting),
        "is_own": is_own,
        "is_open": posting.state == PostingState.OPEN,
        "interest": invitations.own_interest(viewer, posting),
        "invitation": invitations.own_invitation(viewer, posting),
        "engagement": invitations.own_engagement(viewer, posting),
        **own_view_of(viewer, posting),
    }
    return render(request, "engagements/overview/project.html", context)


@allow(MEMBER, methods=("GET",))
def org_projects(request: HttpRequest) -> HttpResponse:
    """List the organization's projects."""
    organization = acting_organization(request)
    page = Paginator(queries.own(organization.pk), queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "may_post": is_arranger(current_user(request), organization),
        "obstacle": services.obstacle(organization),
    }
    return render(request, "engagements/overview/org_projects.html", context)


@allow(MEMBER, methods=("GET",))
def org_project(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's own project: check and publish it, wait for the desk, or see who is interested."""
    posting = find_own(request, code)
    mark_seen(current_user(request), "org_project", code)
    context = {
        "posting": posting,
        "may_arrange": is_arranger(current_user(request), posting.organization_id),
    }
    if posting.state == PostingState.DRAFT:
        context |= queries.last_look(posting)
        context |= {
            "obstacle": services.obstacle(posting.organization),
            "is_looked_at": bool(context["kept_wording"]) or services.is_first(posting),
        }
        return render(request, "engagements/overview/org_project_draft.html", context)
    if posting.state == PostingState.IN_REVIEW:
        context |= {"topics": summary.topics(posting), "found": language_findings.found_in(posting)}
        return render(request, "engagements/overview/org_project_review.html", context)
    if permissions.can_look_on(current_user(request), posting):
        context |= {
            "looks_on": True,
            "interests": invitations.interests_in(posting),
            "invitations": invitations.invitations_for(posting),
            "work": invitations.work_on(posting),
        }
    return render(request, "engagements/overview/org_project.html", context)

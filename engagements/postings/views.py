"""One project with all it discloses, and an organization's own projects."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import ANYONE, MEMBER, allow, get_or_404, sent
from engagements import permissions
from engagements.board.queries import own_view_of
from engagements.joining import queries as joining
from engagements.models import Posting
from engagements.pages import person
from engagements.postings import queries, services
from engagements.postings.forms import NewPostingForm, PostingForm
from engagements.states import PostingState
from notices.services import mark_seen
from organizations.lessons.gate import after_lessons
from organizations.models import Organization


@allow(ANYONE, methods=("GET",))
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show one project with everything it discloses."""
    viewer = request.viewer  # type: ignore[attr-defined]
    posting = get_or_404(queries.visible_to(viewer), code=code)
    is_own = viewer.organization_id == posting.organization_id
    if posting.state == PostingState.DRAFT and not is_own:
        raise Http404
    context = {
        "posting": posting,
        "disclosures": queries.disclosures_of(posting),
        "is_own": is_own,
        "is_open": posting.state == PostingState.OPEN,
        "interest": joining.own_interest(viewer, posting),
        "invitation": joining.own_invitation(viewer, posting),
        "engagement": joining.own_engagement(viewer, posting),
        **own_view_of(viewer, posting),
    }
    return render(request, "engagements/postings/project.html", context)


def acting_organization(request: HttpRequest) -> Organization:
    """Return the organization that the member acts for."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    organization: Organization = membership.organization
    return organization


def find_own(request: HttpRequest, code: str) -> Posting:
    """Return one of the organization's own projects."""
    rows = queries.own(acting_organization(request).pk).select_related("organization")
    return get_or_404(rows, code=code)


@allow(MEMBER, methods=("GET",))
def org_projects(request: HttpRequest) -> HttpResponse:
    """List the organization's projects."""
    organization = acting_organization(request)
    page = Paginator(queries.own(organization.pk), queries.PAGE).get_page(request.GET.get("page"))
    may_post = permissions.is_arranger(person(request), organization)
    context = {"page_obj": page, "may_post": may_post, "organization": organization}
    return render(request, "engagements/postings/org_projects.html", context)


@allow(MEMBER)
@after_lessons
def org_project_new(request: HttpRequest) -> HttpResponse:
    """Write a project and keep it as a draft."""
    organization = acting_organization(request)
    if not permissions.can_post(person(request), organization):
        raise Http404
    form = NewPostingForm(
        sent(request),
        initial={
            "language": person(request).language,
            "place": "remote",
            "personal_experience": "not_asked",
        },
    )
    if request.method == "POST" and form.is_valid():
        posting = services.save_draft(organization, actor=person(request), **form.cleaned_data)
        return redirect("org_project", posting.code)
    return render(request, "engagements/postings/org_project_form.html", {"form": form})


@allow(MEMBER)
@after_lessons
def org_project_change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft."""
    posting = find_own(request, code)
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    form = PostingForm(request.POST) if request.method == "POST" else PostingForm.of(posting)
    if request.method == "POST" and form.is_valid():
        services.change_draft(posting, actor=person(request), **form.cleaned_data)
        return redirect("org_project", code)
    return render(
        request, "engagements/postings/org_project_form.html", {"form": form, "posting": posting}
    )


@allow(MEMBER, methods=("GET",))
def org_project(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's own project: check and publish it, or see who is interested."""
    posting = find_own(request, code)
    mark_seen(person(request), request.path)
    context = {
        "posting": posting,
        "disclosures": queries.disclosures_of(posting),
        "may_arrange": permissions.is_arranger(person(request), posting.organization_id),
        "is_checked": posting.organization.is_checked,
    }
    if posting.state == PostingState.DRAFT:
        return render(request, "engagements/postings/org_project_draft.html", context)
    if permissions.can_look_on(person(request), posting):
        context |= {
            "looks_on": True,
            "interests": joining.interests_in(posting),
            "invitations": joining.invitations_for(posting),
            "work": joining.work_on(posting),
        }
    return render(request, "engagements/postings/org_project.html", context)


@allow(MEMBER, methods=("POST",))
@after_lessons
def org_project_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a draft."""
    services.publish(find_own(request, code), actor=person(request))
    messages.success(request, _("Published. Consultants can see it now."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def org_project_close(request: HttpRequest, code: str) -> HttpResponse:
    """Take a project off the board."""
    services.close(find_own(request, code), actor=person(request))
    messages.success(request, _("Closed. Work that was begun goes on."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def org_project_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Throw a draft away; a published project is closed instead."""
    posting = find_own(request, code)
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    services.withdraw(posting, actor=person(request))
    messages.success(request, _("The draft is gone."))
    return redirect("org_projects")

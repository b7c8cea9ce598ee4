"""An organization's registration, check, team and public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.views import ANYONE, MEMBER, allow, get_or_404, sent
from notices.services import mark_seen
from organizations import queries, services
from organizations.forms import RegisterForm
from organizations.models import Membership

REGISTER = "/join/organization/"


@allow(MEMBER)
def register(request: HttpRequest) -> HttpResponse:
    """Enter an organization; the person who does becomes its owner."""
    if membership_of(request):
        return redirect("org_check")
    form = RegisterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        services.register(actor=request.user, **form.answers())  # type: ignore[arg-type]
        return redirect("org_check")
    return render(request, "organizations/register.html", {"form": form})


@allow(MEMBER, methods=("GET",))
def show_check(request: HttpRequest) -> HttpResponse:
    """Show a team where the check of its organization stands."""
    membership = membership_of(request)
    if membership is None:
        return redirect(REGISTER)
    mark_seen(request.user, "/org/check/")
    organization = membership.organization
    page = {
        "organization": organization,
        "check": queries.check_in_force(organization),
        "last": queries.last_check(organization),
    }
    return render(request, "organizations/check.html", page)


@allow(MEMBER, methods=("GET",))
def show_team(request: HttpRequest) -> HttpResponse:
    """List who acts for the organization."""
    membership = membership_of(request)
    if membership is None:
        return redirect(REGISTER)
    team = queries.team_of(membership.organization)
    page = {"team": team, "organization": membership.organization}
    return render(request, "organizations/team.html", page)


@allow(ANYONE, methods=("GET",))
def show_organization(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was checked apart from what the organization says."""
    viewer = request.viewer  # type: ignore[attr-defined]
    organization = get_or_404(queries.pages_for(viewer), code=code)
    sees_team = viewer.kind == "consultant" or viewer.organization_id == organization.pk
    page = {
        "organization": organization,
        "check": queries.check_in_force(organization),
        "team": queries.team_of(organization) if sees_team else None,
    }
    return render(request, "organizations/organization.html", page)


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the person's live membership, as the middleware found it."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    return membership

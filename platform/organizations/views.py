"""An organization's registration, team and public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.views import ANYONE, MEMBER, allow, get_or_404, sent
from organizations import queries, record, services
from organizations.checks.queries import check_in_force
from organizations.concerns.queries import may_report
from organizations.forms import RegisterForm
from organizations.requests import membership_of, person, viewer_of


@allow(MEMBER)
def register(request: HttpRequest) -> HttpResponse:
    """Enter an organization; the person who does becomes its owner."""
    if membership_of(request):
        return redirect("org_check")
    form = RegisterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        services.register(actor=person(request), **form.answers())
        return redirect("org_check")
    return render(request, "organizations/register.html", {"form": form})


@allow(ANYONE, methods=("GET",))
def show_organization(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was checked apart from what the organization says."""
    viewer = viewer_of(request)
    organization = get_or_404(queries.pages_for(viewer), code=code)
    sees_team = queries.sees_team(viewer, organization)
    page = {
        "organization": organization,
        "check": check_in_force(organization),
        "team": queries.team_of(organization) if sees_team else None,
        "days_to_pay": record.days_to_pay(organization),
        "cases_needed": record.CASES_NEEDED,
        "may_report": may_report(viewer),
    }
    return render(request, "organizations/organization.html", page)

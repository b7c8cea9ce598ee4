"""An organization's page for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.views import ANYONE, allow, get_or_404
from organizations import lookups, record
from organizations.concerns.queries import may_report
from organizations.requests import viewer_of
from organizations.verification.queries import check_in_force


@allow(ANYONE, methods=("GET",))
def show_organization(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was checked apart from what the organization says."""
    viewer = viewer_of(request)
    organization = get_or_404(lookups.pages_for(viewer), code=code)
    sees_team = lookups.sees_team(viewer, organization)
    page = {
        "organization": organization,
        "check": check_in_force(organization),
        "team": lookups.team_of(organization) if sees_team else None,
        "days_to_pay": record.days_to_pay(organization),
        "cases_needed": record.CASES_NEEDED,
        "may_report": may_report(viewer),
    }
    return render(request, "organizations/public_page/organization.html", page)

"""An organization's registration, team and public page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, allow, posted
from organizations.registration import services
from organizations.registration.forms import DetailsForm, RegisterForm
from organizations.requests import current_user, membership_of, own_organization
from organizations.verification.views import HERE, JOIN


@allow(MEMBER)
def register(request: HttpRequest) -> HttpResponse:
    """Enter an organization; the person who does becomes its owner."""
    if membership_of(request):
        return redirect("org_check")
    form = RegisterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.register(actor=current_user(request), **form.answers())
        return redirect("org_check")
    return render(request, "organizations/registration/register.html", {"form": form})


@allow(MEMBER)
def change_details(request: HttpRequest) -> HttpResponse:
    """Change what the organization says of itself; a new name or website ends the check."""
    organization = own_organization(request)
    if organization is None:
        return redirect(JOIN)
    form = DetailsForm(organization, posted(request))
    if request.method == "POST" and form.is_valid():
        services.change_details(organization, actor=current_user(request), **form.answers())
        messages.success(request, _("Saved."))
        return redirect(HERE)
    return render(request, "organizations/registration/details.html", {"form": form})

"""Telling the desk about an organization, and seeing what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import PARTIES, allow, get_or_404, posted
from notices.services import mark_seen
from organizations.concerns import queries, services
from organizations.concerns.forms import ConcernForm
from organizations.lookups import pages_for
from organizations.requests import current_user, viewer_of
from organizations.states import OPEN_STATES


@allow(*PARTIES)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Take a concern about an organization."""
    organization = get_or_404(pages_for(viewer_of(request)), code=code)
    form = ConcernForm(posted(request))
    if request.method == "POST" and form.is_valid():
        concern = services.report(organization, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Sent. Only our desk can read it."))
        return redirect("concern", concern.code)
    page = {"form": form, "organization": organization}
    return render(request, "organizations/concerns/report.html", page)


@allow(*PARTIES, methods=("GET",))
def list_own(request: HttpRequest) -> HttpResponse:
    """List what the person told the desk."""
    rows = queries.own(viewer_of(request))
    page = Paginator(rows, queries.PAGE).get_page(request.GET.get("page"))
    return render(request, "organizations/concerns/concerns.html", {"page_obj": page})


@allow(*PARTIES)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's own concern and the answer; take it back."""
    concern = get_or_404(queries.own(viewer_of(request)), code=code)
    if request.method == "POST":
        services.withdraw(concern, actor=current_user(request))
        messages.success(request, _("Taken back."))
        return redirect("concern", concern.code)
    mark_seen(request.user, services.PAGE, concern.code)
    page = {
        "concern": concern,
        "texts": queries.texts_of(concern),
        "is_open": concern.state in OPEN_STATES,
    }
    return render(request, "organizations/concerns/concern.html", page)

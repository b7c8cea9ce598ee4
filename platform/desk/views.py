"""The administrators' desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import outbox
from core.views import ADMINISTRATOR, allow, get_or_404, is_row_number
from desk import queries
from desk.forms import CheckForm
from organizations.models import Organization
from organizations.services import is_own, record_check


@allow(ADMINISTRATOR, methods=("GET",))
def show_queue(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return render(request, "desk/queue.html", queries.queue())


@allow(ADMINISTRATOR)
def check_organization(request: HttpRequest, code: str) -> HttpResponse:
    """Show the facts about an organization and record a decision."""
    organization = get_or_404(Organization.objects.all(), code=code)
    form = CheckForm(
        request.POST if request.method == "POST" else None, initial={"kind": organization.kind}
    )
    if request.method == "POST" and form.is_valid():
        record_check(organization, actor=request.user, **form.answers())  # type: ignore[arg-type]
        messages.success(request, _("Your decision is recorded."))
        return redirect("desk")
    page = {
        "form": form,
        "facts": queries.facts_about(organization),
        "is_own": is_own(organization, request.user),  # type: ignore[arg-type]
    }
    return render(request, "desk/organization.html", page)


@allow(ADMINISTRATOR, methods=("GET",))
def show_payments(request: HttpRequest) -> HttpResponse:
    """List failed and held payments and stopped jobs."""
    return render(request, "desk/payments.html", queries.queue())


@allow(ADMINISTRATOR, methods=("POST",))
def revive_task(request: HttpRequest) -> HttpResponse:
    """Let a stopped job try again."""
    chosen = request.POST.get("task", "")
    if not is_row_number(chosen):
        raise Http404
    task = get_or_404(queries.dead_tasks(), pk=int(chosen))
    outbox.revive(task.pk)
    messages.success(request, _("The job will be tried again."))
    return redirect("desk_payments")

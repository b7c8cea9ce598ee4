"""Payments that failed or are late, and jobs that stopped."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import outbox
from core.views import ADMINISTRATOR, allow, get_or_404, is_row_number
from desk.payments import queries


@allow(ADMINISTRATOR, methods=("GET",))
def show_payments(request: HttpRequest) -> HttpResponse:
    """List failed and held payments and stopped jobs."""
    page = {"payments": queries.stuck_payments(), "tasks": list(queries.dead_tasks()[:50])}
    return render(request, "desk/payments/payments.html", page)


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

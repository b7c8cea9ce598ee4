"""Receipts: what happened to one's consent, each with its proof. Downloaded, never mailed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.models import User
from consultants.consents.views import find_consent
from consultants.models import ConsentEvent
from consultants.receipts import queries
from consultants.receipts.document import as_data
from consultants.receipts.paper import as_pdf
from core.views import CONSULTANT, allow, get_or_404
from organizations.requests import current_user, viewer_of

A_PAGE = 20


@allow(CONSULTANT, methods=("GET",))
def receipts(request: HttpRequest) -> HttpResponse:
    """List all that happened to one's consent, newest first."""
    viewer = viewer_of(request)
    page = Paginator(queries.own_events(viewer), A_PAGE).get_page(request.GET.get("page"))
    context = {"lines": queries.lines_of(list(page)), "page_obj": page}
    return render(request, "consultants/receipts/receipts.html", context)


@allow(CONSULTANT, methods=("GET",))
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """Show one step of the owner's own chain; somebody else's number is a missing page."""
    user, viewer = current_user(request), viewer_of(request)
    return show(request, get_or_404(queries.own_events(viewer), number=number), user=user)


@allow(CONSULTANT, methods=("GET",))
def consent_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the newest receipt of one permission; those before it are listed there."""
    user, viewer = current_user(request), viewer_of(request)
    newest = queries.events_of(find_consent(viewer, code)).order_by("-number")
    return show(request, get_or_404(newest), user=user)


@allow(CONSULTANT, methods=("GET",))
def receipt_file(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a receipt out as a file that programs can read; its name says nothing."""
    user, viewer = current_user(request), viewer_of(request)
    event = get_or_404(queries.own_events(viewer), number=number)
    response = JsonResponse(
        as_data(queries.receipt_of(event, user=user)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return response


@allow(CONSULTANT, methods=("GET",))
def receipt_paper(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a receipt out as a document for people; its name says nothing."""
    user, viewer = current_user(request), viewer_of(request)
    event = get_or_404(queries.own_events(viewer), number=number)
    made = as_pdf(queries.receipt_of(event, user=user))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.pdf"'
    return response


def show(request: HttpRequest, event: ConsentEvent, *, user: User) -> HttpResponse:
    """Answer with the page of one event."""
    found = queries.receipt_of(event, user=user)
    before = queries.lines_of(list(queries.earlier(found)[:A_PAGE]))
    context = {"receipt": found, "event": event, "earlier": before}
    return render(request, "consultants/receipts/receipt.html", context)

"""The desk's first page: what waits."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.views import ADMINISTRATOR, allow
from desk.queue.queries import everything_waiting

PAGE = 20


@allow(ADMINISTRATOR, methods=("GET",))
def show_queue(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    page = Paginator(everything_waiting(), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/queue/queue.html", {"page_obj": page})

"""See as somebody else, who looked, whom to keep out, and the page for anyone with the link."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultants.access_log import queries
from consultants.lookups import consultant_of
from core.views import CONSULTANT, allow
from organizations.requests import current_user

A_PAGE = 20


@allow(CONSULTANT, methods=("GET",))
def looked(request: HttpRequest) -> HttpResponse:
    """List who looked at what, newest first."""
    user = current_user(request)
    page = Paginator(queries.looks_at(user.pk), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "looks": queries.in_words(page, user_id=user.pk),
        "page_obj": page,
        "code": consultant_of(user.pk).code,
    }
    return render(request, "consultants/access_log/looked.html", context)

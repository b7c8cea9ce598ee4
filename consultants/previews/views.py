"""One's own profile exactly as somebody else would get it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultants.items import Audience
from consultants.lookups import consultant_of, known_organizations
from consultants.previews import queries
from core.views import CONSULTANT, allow, get_or_404, name_part_of
from organizations.lookups import pages_for
from organizations.requests import current_user, viewer_of

A_PAGE = 20


@allow(CONSULTANT, methods=("GET",))
def see_as(request: HttpRequest) -> HttpResponse:
    """Show one's own profile exactly as an audience or an organization would get it."""
    user, words = current_user(request), name_part_of(request)
    chosen, code = audience_of(request), request.GET.get("org", "")
    previews = [queries.preview_for_audience(chosen)] if chosen else []
    organization = None
    if code:
        organization = get_or_404(pages_for(viewer_of(request)), code=code)
        previews = queries.previews_for_organization(organization)
    found = Paginator(known_organizations(user.pk).named(words), A_PAGE)
    context = {
        "audiences": queries.PREVIEWED,
        "chosen": chosen,
        "organization": organization,
        "previews": previews,
        "words": words,
        "page_obj": found.get_page(request.GET.get("page")),
        "is_paused": consultant_of(user.pk).paused_at is not None,
    }
    return render(request, "consultants/previews/see_as.html", context)


def audience_of(request: HttpRequest) -> Audience | None:
    """Return the audience that was chosen; anything else is none."""
    wanted = request.GET.get("audience", "")
    return next((one for one in queries.PREVIEWED if str(one.value) == wanted), None)

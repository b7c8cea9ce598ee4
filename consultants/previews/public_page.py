"""The page for anyone with the link."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from consultants import visibility
from consultants.previews import queries
from consultants.profile.photos import picture
from core.views import ANYONE, allow


@allow(ANYONE, methods=("GET",))
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a person shows anyone who has the link; hidden and missing are the same."""
    card = find_public(code)
    context = {
        "card": card,
        "code": code,
        "shown": [
            (item, value)
            for item, value in queries.shown_on(card)
            if item.name not in ("name", "photo")
        ],
    }
    response = render(request, "consultants/previews/public.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@allow(ANYONE, methods=("GET",))
def public_photo(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a photo that its owner shows to anyone."""
    return picture(find_public(code).items.get("photo", ""))


def find_public(code: str) -> visibility.ProfileCard:
    """Return what somebody shows to anyone; a missing page for all else."""
    card = visibility.card_for_anyone(code) if "\0" not in code else None
    if card is None:
        raise Http404
    return card

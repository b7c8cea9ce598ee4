"""The people whom an organization sees: searching, and one of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from consultants import visibility
from consultants.items import BY_NAME
from consultants.people import queries
from consultants.people.search import PeopleSearchForm, page_number
from consultants.people_codes import consultant_id_from
from consultants.permissions import can_ask
from consultants.profile.photos import picture
from core.errors import EnoughToday
from core.views import MEMBER, allow
from organizations.permissions import is_arranger
from organizations.requests import acting_organization, current_user

NOBODY = 0  # no consultant has this key


@allow(MEMBER, methods=("GET",))
def people(request: HttpRequest) -> HttpResponse:
    """List the people who share with this organization, all of them or those that fit a search."""
    organization = acting_organization(request)
    context: dict[str, Any] = {
        "form": (form := PeopleSearchForm(request.GET)),
        "is_checked": organization.is_checked,
        "may_post": is_arranger(current_user(request), organization),
    }
    if form.is_valid():
        page = page_number(request.GET.get("page", ""))
        context["found"] = queries.people(organization.pk, form.filters, page=page)
        context["said"] = form.said
    return render(request, "consultants/people/people.html", context)


@allow(MEMBER, methods=("GET",))
def person_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what this organization may see of one person; hidden and missing are the same."""
    card = find_card(request, code)
    user, organization = current_user(request), acting_organization(request)
    shown = [
        (BY_NAME[name], value)
        for name, value in card.items.items()
        if name not in ("name", "photo")
    ]
    context = {
        "card": card,
        "code": code,
        "shown": shown,
        "may_invite": is_arranger(user, organization) and visibility.may_invite(card.consultant_id),
        "may_ask": can_ask(user, organization),
    }
    return render(request, "consultants/people/person.html", context)


@allow(MEMBER, methods=("GET",))
def person_photo(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a photo to an organization that may see it."""
    return picture(find_card(request, code, only=frozenset({"photo"})).items.get("photo", ""))


def find_card(
    request: HttpRequest, code: str, *, only: visibility.Names | None = None
) -> visibility.ProfileCard:
    """Return the card behind an organization's code of a person, within its quota of the day.

    Somebody hidden, somebody missing and a code of another organization take the same questions.
    """
    organization_id = acting_organization(request).pk
    consultant_id = consultant_id_from(code, organization_id=organization_id) or NOBODY
    if not visibility.may_open(consultant_id):
        raise EnoughToday
    card = visibility.card_for(consultant_id, only=only, opened=True)
    if card is None:
        raise Http404
    return card

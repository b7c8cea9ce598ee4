"""One's own profile, who can see it, and the people whom an organization sees."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.sessions import again_url
from consultants import consent, photos, queries, services
from consultants.forms import AudienceForm, ItemForm, MayInviteForm
from consultants.items import BY_NAME, Audience, Item
from consultants.looking.queries import how_many_saw
from consultants.models import Profile
from consultants.people_codes import consultant_id_from
from consultants.people_search import PeopleSearchForm, page_number
from consultants.permissions import can_ask
from core.errors import EnoughToday
from core.views import CONSULTANT, MEMBER, allow, sent
from organizations.permissions import is_arranger
from organizations.requests import acting_organization, person

NOBODY = 0  # no consultant has this key


def find_item(name: str) -> Item:
    """Return the item that an address names."""
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


@allow(CONSULTANT)
def profile(request: HttpRequest) -> HttpResponse:
    """List one's own items with who can see each."""
    row = queries.own_profile(person(request).pk)
    items = queries.own_items(row)
    context = {
        "is_paused": row.consultant.paused_at is not None,
        "filled": [one for one in items if one.is_filled],
        "empty": [one for one in items if not one.is_filled],
    }
    return render(request, "consultants/profile.html", context)


@allow(CONSULTANT)
def profile_item(request: HttpRequest, name: str) -> HttpResponse:
    """Change one item; who can see it stays as it is."""
    item, row = find_item(name), queries.own_profile(person(request).pk)
    own = next(one for one in queries.own_items(row) if one.item == item)
    if request.method == "POST":
        form = ItemForm(item, request.POST, request.FILES)
        if form.is_valid():
            save_item(row, item, form.cleaned_data["value"], actor=person(request))
            messages.success(request, _("Saved."))
            return redirect("profile")
    else:
        form = ItemForm(item, initial={"value": None if item.name == "photo" else own.value})
    return render(request, "consultants/profile_item.html", {"form": form, "own": own})


def save_item(row: Profile, item: Item, value: object, *, actor: User) -> None:
    """Store an answer; an earlier photo's file goes when another takes its place."""
    if item.name != "photo":
        return services.change_item(row, item.name, value=value, actor=actor)
    assert isinstance(value, bytes)
    before = row.photo
    services.change_item(row, item.name, value=photos.keep(value) if value else "", actor=actor)
    photos.forget(before)
    return None


@allow(CONSULTANT, methods=("GET",))
def own_photo(request: HttpRequest) -> HttpResponseBase:
    """Show one's own photo to oneself."""
    return picture(queries.own_profile(person(request).pk).photo)


@allow(CONSULTANT)
def sharing(request: HttpRequest) -> HttpResponse:
    """List who can see what, and set who may invite."""
    row = queries.own_profile(person(request).pk)
    form = MayInviteForm(sent(request), initial={"may_invite": row.consultant.may_invite})
    if request.method == "POST" and form.is_valid():
        services.change_may_invite(row.consultant, **form.cleaned_data, actor=person(request))
        messages.success(request, _("Saved."))
        return redirect("sharing")
    items = queries.own_items(row)
    context = {
        "form": form,
        "items": items,
        "consultant": row.consultant,
        "nobody_sees": all(one.is_hidden for one in items),
        "door": queries.door_that_hides(items),
        "public_link": queries.public_link(row),
    }
    return render(request, "consultants/sharing.html", context)


@allow(CONSULTANT, methods=("POST",))
def pause(request: HttpRequest) -> HttpResponse:
    """Hide everything at once, or come back."""
    consultant = queries.consultant_of(person(request).pk)
    if request.POST.get("pause") == "yes":
        services.pause(consultant, actor=person(request))
        messages.success(request, _("Paused. Nobody can see your profile now."))
    else:
        services.unpause(consultant, actor=person(request))
        messages.success(request, _("You are back. Everything can be seen as it was set before."))
    return redirect("sharing")


@allow(CONSULTANT)
def sharing_item(request: HttpRequest, name: str) -> HttpResponse:
    """Choose who can see an item: narrower holds at once, wider asks first."""
    item, row = find_item(name), queries.own_profile(person(request).pk)
    now = Audience(getattr(row, f"{name}_audience"))
    form = AudienceForm(sent(request) or request.GET or None, initial={"audience": now})
    if form.is_valid():
        wanted: Audience = form.cleaned_data["audience"]
        is_sure = request.POST.get("sure") and did_recently_reauthenticate(request)
        if wanted > now and not is_sure:
            return ask_before_widening(request, item, now=now, wanted=wanted)
        if request.method == "POST":
            services.change_audience(row, name, audience=wanted, before=now, actor=person(request))
            saw = how_many_saw(item, user_id=person(request).pk)
            messages.success(request, said_after(now, wanted, saw=saw))
            return redirect("sharing")
    return render(
        request, "consultants/sharing_item.html", {"form": form, "item": item, "now": now}
    )


def ask_before_widening(
    request: HttpRequest, item: Item, *, now: Audience, wanted: Audience
) -> HttpResponse:
    """Say what would change; somebody else at an open screen can't do it without the password."""
    back = f"{request.path}?audience={wanted.value}"
    context = {
        "item": item,
        "now": now,
        "wanted": wanted,
        "signed_in_again": did_recently_reauthenticate(request),
        "again_url": again_url(request, back=back),
    }
    return render(request, "consultants/sharing_wider.html", context)


def said_after(before: Audience, now: Audience, *, saw: int) -> str:
    """Say what holds from now on, and who saw the item before it was narrowed."""
    if now >= before:
        return _("Saved. It holds from now on.")
    holds = (
        _("Only you can see this now.")
        if now == Audience.ONLY_ME
        else _("Fewer can see this from now on.")
    )
    if not saw:
        return holds
    words = ngettext(
        "%(count)d organization saw it before.", "%(count)d organizations saw it before.", saw
    )
    return f"{holds} {words % {'count': saw}}"


@allow(MEMBER, methods=("GET",))
def people(request: HttpRequest) -> HttpResponse:
    """List the people who share with this organization, all of them or those that fit a search."""
    organization = acting_organization(request)
    context: dict[str, Any] = {
        "form": (form := PeopleSearchForm(request.GET)),
        "is_checked": organization.is_checked,
        "may_post": is_arranger(person(request), organization),
    }
    if form.is_valid():
        page = page_number(request.GET.get("page", ""))
        context["found"] = queries.people(organization.pk, form.filters, page=page)
        context["said"] = form.said
    return render(request, "consultants/people.html", context)


@allow(MEMBER, methods=("GET",))
def person_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what this organization may see of one person; hidden and missing are the same."""
    card = find_card(request, code)
    user, organization = person(request), acting_organization(request)
    shown = [
        (BY_NAME[name], value)
        for name, value in card.items.items()
        if name not in ("name", "photo")
    ]
    context = {
        "card": card,
        "code": code,
        "shown": shown,
        "may_invite": is_arranger(user, organization) and consent.may_invite(card.consultant_id),
        "may_ask": can_ask(user, organization),
    }
    return render(request, "consultants/person.html", context)


@allow(MEMBER, methods=("GET",))
def person_photo(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a photo to an organization that may see it."""
    return picture(find_card(request, code, only=frozenset({"photo"})).items.get("photo", ""))


def find_card(
    request: HttpRequest, code: str, *, only: consent.Names | None = None
) -> consent.ProfileCard:
    """Return the card behind an organization's code of a person, within its quota of the day.

    Somebody hidden, somebody missing and a code of another organization take the same questions.
    """
    organization_id = acting_organization(request).pk
    consultant_id = consultant_id_from(code, organization_id=organization_id) or NOBODY
    if not consent.may_open(consultant_id):
        raise EnoughToday
    card = consent.card_for(consultant_id, only=only, opened=True)
    if card is None:
        raise Http404
    return card


def picture(name: str) -> FileResponse:
    """Stream a stored picture; a missing one is a missing page."""
    if not name or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    return response

"""One's own profile, who can see it, and the people whom an organization sees."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.sessions import again_url
from consultants.access_log.queries import how_many_saw
from consultants.items import BY_NAME, Audience, Item
from consultants.lookups import consultant_of
from consultants.models import Profile
from consultants.profile import photos, queries, services
from consultants.profile.forms import AudienceForm, ItemForm, MayInviteForm
from consultants.profile.photos import picture
from core.views import CONSULTANT, allow, posted
from organizations.requests import current_user


def find_item(name: str) -> Item:
    """Return the item that an address names."""
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


@allow(CONSULTANT)
def profile(request: HttpRequest) -> HttpResponse:
    """List one's own items with who can see each."""
    row = queries.own_profile(current_user(request).pk)
    items = queries.own_items(row)
    context = {
        "is_paused": row.consultant.paused_at is not None,
        "filled": [one for one in items if one.is_filled],
        "empty": [one for one in items if not one.is_filled],
    }
    return render(request, "consultants/profile/profile.html", context)


@allow(CONSULTANT)
def profile_item(request: HttpRequest, name: str) -> HttpResponse:
    """Change one item; who can see it stays as it is."""
    item, row = find_item(name), queries.own_profile(current_user(request).pk)
    own = next(one for one in queries.own_items(row) if one.item == item)
    if request.method == "POST":
        form = ItemForm(item, request.POST, request.FILES)
        if form.is_valid():
            save_item(row, item, form.cleaned_data["value"], actor=current_user(request))
            messages.success(request, _("Saved."))
            return redirect("profile")
    else:
        form = ItemForm(item, initial={"value": None if item.name == "photo" else own.value})
    return render(request, "consultants/profile/profile_item.html", {"form": form, "own": own})


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
    return picture(queries.own_profile(current_user(request).pk).photo)


@allow(CONSULTANT)
def sharing(request: HttpRequest) -> HttpResponse:
    """List who can see what, and set who may invite."""
    row = queries.own_profile(current_user(request).pk)
    form = MayInviteForm(posted(request), initial={"may_invite": row.consultant.may_invite})
    if request.method == "POST" and form.is_valid():
        services.change_may_invite(row.consultant, **form.cleaned_data, actor=current_user(request))
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
    return render(request, "consultants/profile/sharing.html", context)


@allow(CONSULTANT, methods=("POST",))
def pause(request: HttpRequest) -> HttpResponse:
    """Hide everything at once, or come back."""
    consultant = consultant_of(current_user(request).pk)
    if request.POST.get("pause") == "yes":
        services.pause(consultant, actor=current_user(request))
        messages.success(request, _("Paused. Nobody can see your profile now."))
    else:
        services.unpause(consultant, actor=current_user(request))
        messages.success(request, _("You are back. Everything can be seen as it was set before."))
    return redirect("sharing")


@allow(CONSULTANT)
def sharing_item(request: HttpRequest, name: str) -> HttpResponse:
    """Choose who can see an item: narrower holds at once, wider asks first."""
    item, row = find_item(name), queries.own_profile(current_user(request).pk)
    now = Audience(getattr(row, f"{name}_audience"))
    form = AudienceForm(posted(request) or request.GET or None, initial={"audience": now})
    if form.is_valid():
        wanted: Audience = form.cleaned_data["audience"]
        is_sure = request.POST.get("sure") and did_recently_reauthenticate(request)
        if wanted > now and not is_sure:
            return ask_before_widening(request, item, now=now, wanted=wanted)
        if request.method == "POST":
            services.change_audience(
                row, name, audience=wanted, before=now, actor=current_user(request)
            )
            saw = how_many_saw(item, user_id=current_user(request).pk)
            messages.success(request, said_after(now, wanted, saw=saw))
            return redirect("sharing")
    return render(
        request, "consultants/profile/sharing_item.html", {"form": form, "item": item, "now": now}
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
    return render(request, "consultants/profile/sharing_wider.html", context)


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

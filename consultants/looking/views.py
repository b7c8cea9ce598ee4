"""See as somebody else, who looked, whom to keep out, and the page for anyone with the link."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consultants import blocks, consent
from consultants.items import Audience
from consultants.looking import queries
from consultants.queries import consultant_of
from consultants.views import picture
from core.views import ANYONE, CONSULTANT, allow, get_or_404, is_row_number, name_part_of
from organizations.models import Membership, Organization
from organizations.queries import pages_for, team_of
from organizations.requests import person, viewer_of

A_PAGE = 20


@allow(CONSULTANT, methods=("GET",))
def see_as(request: HttpRequest) -> HttpResponse:
    """Show one's own profile exactly as an audience or an organization would get it."""
    user, words = person(request), name_part_of(request)
    chosen, code = audience_of(request), request.GET.get("org", "")
    previews = [queries.preview_for_audience(chosen)] if chosen else []
    organization = None
    if code:
        organization = get_or_404(pages_for(viewer_of(request)), code=code)
        previews = queries.previews_for_organization(organization)
    found = Paginator(queries.known_organizations(user.pk).named(words), A_PAGE)
    context = {
        "audiences": queries.PREVIEWED,
        "chosen": chosen,
        "organization": organization,
        "previews": previews,
        "words": words,
        "page_obj": found.get_page(request.GET.get("page")),
        "is_paused": consultant_of(user.pk).paused_at is not None,
    }
    return render(request, "consultants/looking/see_as.html", context)


def audience_of(request: HttpRequest) -> Audience | None:
    """Return the audience that was chosen; anything else is none."""
    wanted = request.GET.get("audience", "")
    return next((one for one in queries.PREVIEWED if str(one.value) == wanted), None)


@allow(CONSULTANT, methods=("GET",))
def looked(request: HttpRequest) -> HttpResponse:
    """List who looked at what, newest first."""
    user = person(request)
    page = Paginator(queries.looks_at(user.pk), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "looks": queries.in_words(page, user_id=user.pk),
        "page_obj": page,
        "code": consultant_of(user.pk).code,
    }
    return render(request, "consultants/looking/looked.html", context)


@allow(CONSULTANT, methods=("GET",))
def blocked(request: HttpRequest) -> HttpResponse:
    """List whom one blocks, and find an organization to block."""
    user, words = person(request), name_part_of(request)
    found = Paginator(queries.known_organizations(user.pk).named(words), A_PAGE)
    context = {
        "organizations": Paginator(queries.blocked_organizations(user.pk), A_PAGE).get_page(
            request.GET.get("organizations")
        ),
        "people": Paginator(queries.blocked_people(user.pk), A_PAGE).get_page(
            request.GET.get("people")
        ),
        "words": words,
        "page_obj": found.get_page(request.GET.get("page")),
    }
    return render(request, "consultants/looking/blocked.html", context)


@allow(CONSULTANT)
def block(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a block does; then block the organization, or one of its people."""
    organization = get_or_404(pages_for(viewer_of(request)), code=code)
    if request.method == "POST":
        return keep_out(request, organization)
    rows = queries.blocked_organizations(person(request).pk)
    hidden = set(queries.blocked_people(person(request).pk).values_list("user_id", flat=True))
    context = {
        "organization": organization,
        "is_blocked": rows.filter(pk=organization.pk).exists(),
        "hidden": hidden,
        "page_obj": Paginator(team_of(organization), A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "consultants/looking/block.html", context)


def keep_out(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Block the person that was chosen, or the whole organization where nobody was."""
    actor, chosen = person(request), request.POST.get("person", "")
    consultant = consultant_of(actor.pk)
    if not chosen:
        blocks.block(consultant, organization=organization, actor=actor)
        messages.success(request, _("Blocked. This organization sees nothing of you now."))
        return redirect("blocked")
    member = find_member(organization, chosen)
    called = f"{member.name}, {organization.name}"[:200]
    blocks.block_person(consultant, person=member.user, called=called, actor=actor)
    messages.success(request, _("Blocked. This person sees nothing of you now."))
    return redirect("blocked")


def find_member(organization: Organization, chosen: str) -> Membership:
    """Return the member that a form names; anybody else is missing."""
    if not is_row_number(chosen):
        raise Http404
    return get_or_404(organization.memberships.select_related("user"), pk=int(chosen))


@allow(CONSULTANT, methods=("POST",))
def unblock(request: HttpRequest) -> HttpResponse:
    """Let one's settings hold again for an organization or a person."""
    actor, chosen = person(request), request.POST.get("person", "")
    consultant = consultant_of(actor.pk)
    if not chosen:
        rows = queries.blocked_organizations(person(request).pk)
        organization = get_or_404(rows, code=request.POST.get("organization", ""))
        blocks.unblock(consultant, organization=organization, actor=actor)
    elif is_row_number(chosen):
        found = get_or_404(queries.blocked_people(person(request).pk), user_id=int(chosen))
        blocks.unblock_person(consultant, person=found.user, actor=actor)
    else:
        raise Http404
    messages.success(request, _("Not blocked any more. Your settings hold again."))
    return redirect("blocked")


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
    response = render(request, "consultants/looking/public.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@allow(ANYONE, methods=("GET",))
def public_photo(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a photo that its owner shows to anyone."""
    return picture(find_public(code).items.get("photo", ""))


def find_public(code: str) -> consent.ProfileCard:
    """Return what somebody shows to anyone; a missing page for all else."""
    card = consent.card_for_anyone(code) if "\0" not in code else None
    if card is None:
        raise Http404
    return card

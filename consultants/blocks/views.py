"""Whom to keep out: organizations, or single persons of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consultants.blocks import queries, services
from consultants.lookups import consultant_of, known_organizations
from core.views import CONSULTANT, allow, get_or_404, is_row_number, name_part_of
from organizations.lookups import pages_for, team_of
from organizations.models import Membership, Organization
from organizations.requests import current_user, viewer_of

A_PAGE = 20


@allow(CONSULTANT, methods=("GET",))
def blocked(request: HttpRequest) -> HttpResponse:
    """List whom one blocks, and find an organization to block."""
    user, words = current_user(request), name_part_of(request)
    found = Paginator(known_organizations(user.pk).named(words), A_PAGE)
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
    return render(request, "consultants/blocks/blocked.html", context)


@allow(CONSULTANT)
def block(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a block does; then block the organization, or one of its people."""
    organization = get_or_404(pages_for(viewer_of(request)), code=code)
    if request.method == "POST":
        return keep_out(request, organization)
    rows = queries.blocked_organizations(current_user(request).pk)
    hidden = set(queries.blocked_people(current_user(request).pk).values_list("user_id", flat=True))
    context = {
        "organization": organization,
        "is_blocked": rows.filter(pk=organization.pk).exists(),
        "hidden": hidden,
        "page_obj": Paginator(team_of(organization), A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "consultants/blocks/block.html", context)


def keep_out(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Block the person that was chosen, or the whole organization where nobody was."""
    actor, chosen = current_user(request), request.POST.get("person", "")
    consultant = consultant_of(actor.pk)
    if not chosen:
        services.block(consultant, organization=organization, actor=actor)
        messages.success(request, _("Blocked. This organization sees nothing of you now."))
        return redirect("blocked")
    member = find_member(organization, chosen)
    called = f"{member.name}, {organization.name}"[:200]
    services.block_person(consultant, person=member.user, called=called, actor=actor)
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
    actor, chosen = current_user(request), request.POST.get("person", "")
    consultant = consultant_of(actor.pk)
    if not chosen:
        rows = queries.blocked_organizations(current_user(request).pk)
        organization = get_or_404(rows, code=request.POST.get("organization", ""))
        services.unblock(consultant, organization=organization, actor=actor)
    elif is_row_number(chosen):
        found = get_or_404(queries.blocked_people(current_user(request).pk), user_id=int(chosen))
        services.unblock_person(consultant, person=found.user, actor=actor)
    else:
        raise Http404
    messages.success(request, _("Not blocked any more. Your settings hold again."))
    return redirect("blocked")

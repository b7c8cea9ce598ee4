"""Pages of a team: who is in it, asking somebody in, roles, removal, and what was done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, allow, get_or_404, posted
from notices.services import mark_seen
from organizations.lookups import team_of
from organizations.models import Membership, Organization
from organizations.permissions import POWERS, can_manage_team, can_remove
from organizations.requests import acting_organization, current_user, membership_of
from organizations.team import invitations, queries, services
from organizations.team.forms import InviteForm, RoleForm

A_PAGE = 20


@allow(MEMBER, methods=("GET",))
def show_team(request: HttpRequest) -> HttpResponse:
    """List who acts for the organization, and who was asked to."""
    membership = membership_of(request)
    if membership is None:
        return redirect("join_organization")
    mark_seen(request.user, services.TEAM)
    organization = membership.organization
    manages = can_manage_team(current_user(request), organization)
    members = Paginator(team_of(organization), A_PAGE)
    context = {
        "organization": organization,
        "own": membership,
        "page_obj": members.get_page(request.GET.get("page")),
        "manages": manages,
        "asked": queries.waiting_invitations(organization)[:50] if manages else [],
        "powers": POWERS,
    }
    return render(request, "organizations/team/team.html", context)


@allow(MEMBER)
def add_person(request: HttpRequest) -> HttpResponse:
    """Ask somebody at the organization's domain into the team."""
    organization = own_team(request)
    form = InviteForm(posted(request), organization=organization)
    if request.method == "POST" and form.is_valid():
        invitations.invite(organization, actor=current_user(request), **form.answers())
        messages.success(request, _("Sent. The link works for 7 days."))
        return redirect("team")
    context = {"form": form, "organization": organization}
    return render(request, "organizations/team/add.html", context)


@allow(MEMBER, methods=("POST",))
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take an invitation back."""
    organization = own_team(request)
    invitation = get_or_404(organization.team_invitations.all(), code=code)
    invitations.withdraw(invitation, actor=current_user(request))
    messages.success(request, _("Taken back. The link does not work any more."))
    return redirect("team")


@allow(MEMBER)
def show_member(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person of the team and change their role."""
    member = find_member(request, own_team(request), code)
    now = {"role": member.role, "where": "named" if member.limited else "all"}
    form = RoleForm(posted(request), initial=now)
    if request.method == "POST" and form.is_valid():
        services.change_role(member, actor=current_user(request), **form.answers())
        messages.success(request, _("Changed. It holds from their next click."))
        return redirect("team")
    is_own = member.user_id == request.user.pk
    context = {"member": member, "form": form, "is_own": is_own}
    return render(request, "organizations/team/member.html", context)


@allow(MEMBER)
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, then end a membership: somebody's, or one's own."""
    member = find_member(request, acting_organization(request), code)
    if not can_remove(current_user(request), member):
        raise Http404
    is_own = member.user_id == request.user.pk
    if request.method == "POST":
        services.remove_member(member, actor=current_user(request))
        messages.success(request, _("You left the team.") if is_own else _("Removed, at once."))
        return redirect("account" if is_own else "team")
    context = {"member": member, "is_own": is_own, "is_last_owner": services.is_last_owner(member)}
    return render(request, "organizations/team/remove.html", context)


@allow(MEMBER, methods=("GET",))
def show_history(request: HttpRequest) -> HttpResponse:
    """Show owners who did what in the team."""
    organization = own_team(request)
    page = Paginator(queries.history_of(organization), A_PAGE).get_page(request.GET.get("page"))
    moments = queries.in_words(organization, list(page))
    context = {"page_obj": page, "moments": moments}
    return render(request, "organizations/team/history.html", context)


def own_team(request: HttpRequest) -> Organization:
    """Return the organization whose team this person may change; for others the page is missing."""
    organization = acting_organization(request)
    if not can_manage_team(current_user(request), organization):
        raise Http404
    return organization


def find_member(request: HttpRequest, organization: Organization, code: str) -> Membership:
    """Return one person of this team."""
    rows = Membership.objects.filter(organization=organization).select_related("organization")
    return get_or_404(rows, code=code)

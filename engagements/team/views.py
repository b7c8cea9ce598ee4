"""Who works on one piece of work: both sides see it, the organization's arrangers choose."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, PARTIES, allow, get_or_404, posted
from engagements.pages import find_engagement, find_side
from engagements.states import Side
from engagements.team import queries, services
from engagements.team.forms import PowersForm
from organizations.models import Membership
from organizations.permissions import is_arranger
from organizations.requests import current_user


@allow(*PARTIES, methods=("GET",))
def show_work_team(request: HttpRequest, code: str) -> HttpResponse:
    """Show the organization's people and what each does in this work."""
    engagement = find_engagement(request, code)
    side = find_side(request, engagement)
    chooses = is_arranger(current_user(request), engagement.organization_id)
    context = {
        "engagement": engagement,
        "parts": queries.parts_in(engagement),
        "chooses": chooses,
        "is_consultant": side == Side.CONSULTANT,
    }
    return render(request, "engagements/team/work_team.html", context)


@allow(MEMBER)
def choose_part(request: HttpRequest, code: str, member_code: str) -> HttpResponse:
    """Choose what one member does in this work."""
    engagement = find_engagement(request, code)
    if not is_arranger(current_user(request), engagement.organization_id):
        raise Http404
    rows = Membership.objects.filter(organization_id=engagement.organization_id)
    member = get_or_404(rows.select_related("user"), code=member_code)
    names = queries.powers_open_to(member)
    if not names:
        raise Http404
    now = queries.powers_in(engagement).get(member.user_id, frozenset())
    form = PowersForm(names, posted(request), initial={"powers": list(now)})
    if request.method == "POST" and form.is_valid():
        powers = form.cleaned_data["powers"]
        services.name_member(engagement, member=member, powers=powers, actor=current_user(request))
        messages.success(request, _("Changed. It holds from their next click."))
        return redirect("work_team", code)
    context = {"engagement": engagement, "member": member, "form": form}
    return render(request, "engagements/team/part.html", context)

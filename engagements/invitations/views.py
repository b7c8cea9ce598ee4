"""Showing interest, inviting, and answering."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consultants import visibility
from consultants.consents.queries import is_blocked
from consultants.models import Consultant
from consultants.people_codes import consultant_id_from
from consultants.profile.queries import own_items, own_profile
from core.views import CONSULTANT, MEMBER, allow, get_or_404, posted
from engagements import permissions
from engagements.board.queries import own_view_of
from engagements.invitations import queries, quota, services
from engagements.invitations.forms import InterestForm, InviteForm
from engagements.models import Interest, Invitation, Posting
from engagements.postings import queries as postings
from engagements.postings import summary
from engagements.states import PostingState
from notices.services import mark_seen
from organizations.lessons.gate import after_lessons
from organizations.requests import acting_organization, current_user, viewer_of


@allow(CONSULTANT)
def interest(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what to show, and say "I'm interested"."""
    rows = postings.visible_to(viewer_of(request)).filter(state=PostingState.OPEN)
    posting = get_or_404(rows, code=code)
    if request.method == "GET" and (begun := _begun_already(request, posting)):
        return redirect(begun)
    sent_before = queries.own_interest(viewer_of(request), posting)
    own = own_items(own_profile(current_user(request).pk))
    name = next(one for one in own if one.item.name == "name")
    others = [one for one in own if one.is_filled and one.item.name != "name"]
    form = InterestForm(others, posted(request))
    if request.method == "POST" and name.is_filled and form.is_valid():
        answers = form.cleaned_data
        services.show_interest(
            posting,
            actor=current_user(request),
            items=frozenset(answers["items"]),
            note=answers["note"],
        )
        if sent_before:  # what they see is not what stands in this form
            messages.warning(
                request,
                _("You sent this before, and that stands. To change it, take it back first."),
            )
        else:
            messages.success(
                request, _("Sent. You can take it back at any time before they answer.")
            )
        return redirect("project", code)
    context = {
        "posting": posting,
        "form": form,
        "name": name,
        "is_blocked": is_blocked(viewer_of(request), posting.organization_id),
    }
    return render(request, "engagements/invitations/interest.html", context)


def _begun_already(request: HttpRequest, posting: Posting) -> str | None:
    """Return the page of the talk, the invitation or the interest that makes another needless."""
    viewer = viewer_of(request)
    if engagement := queries.own_engagement(viewer, posting):
        return reverse("work", args=[engagement.code])
    if invited := queries.own_invitation(viewer, posting):
        return reverse("invitation", args=[invited.code])
    if queries.own_interest(viewer, posting):
        return reverse("project", args=[posting.code])
    return None


@allow(CONSULTANT, methods=("POST",))
def interest_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take an interest back."""
    rows = Interest.objects.visible_to(viewer_of(request))
    found = get_or_404(rows.select_related("posting"), code=code)
    services.withdraw_interest(found, actor=current_user(request))
    messages.success(request, _("Taken back."))
    return redirect("project", found.posting.code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def interest_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Say "let's talk"."""
    rows = Interest.objects.visible_to(viewer_of(request))
    found = get_or_404(rows, code=code)
    engagement = services.answer_interest(found, actor=current_user(request))
    return redirect("work", engagement.code)


@allow(MEMBER)
@after_lessons
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite one person who allows it to one of the open projects; others are missing people."""
    organization = acting_organization(request)
    consultant_id = consultant_id_from(code, organization_id=organization.pk)
    if consultant_id is None or not permissions.can_post(current_user(request), organization):
        raise Http404
    if not visibility.may_invite(consultant_id):
        raise Http404
    rows = Posting.objects.filter(organization=organization, state=PostingState.OPEN)
    by_code = {row.code: row for row in rows.order_by("-pk")}
    form = InviteForm(
        [(row.code, row.title) for row in by_code.values()],
        posted(request),
        is_full=quota.is_used_up(organization.pk),
        names=(organization.name,),
        initial={"posting": request.GET.get("posting")},
    )
    if request.method == "POST" and form.is_valid():
        consultant = Consultant.objects.get(pk=consultant_id)
        posting = by_code[form.cleaned_data["posting"]]
        message = form.cleaned_data["message"]
        services.invite(
            posting, consultant=consultant, actor=current_user(request), message=message
        )
        messages.success(request, _("Invited. You will see when they want to talk."))
        return redirect("org_project", posting.code)
    context = {
        "form": form,
        "card": visibility.card_for(consultant_id, only=frozenset({"name"})),
        "code": code,
        "projects": by_code,
    }
    return render(request, "engagements/invitations/invite.html", context)


@allow(CONSULTANT, methods=("GET",))
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Show all terms first, then the three answers; what is over gets a plain page."""
    found = find_invitation(request, code)
    mark_seen(current_user(request), "invitation", code)
    begun = queries.own_engagement(viewer_of(request), found.posting)
    if begun is not None:
        return redirect("work", begun.code)
    if not found.is_waiting:
        return render(request, "engagements/invitations/invitation_over.html")
    context = {
        "invitation": found,
        "posting": found.posting,
        "topics": summary.topics(found.posting),
        **own_view_of(viewer_of(request), found.posting),
    }
    return render(request, "engagements/invitations/invitation.html", context)


@allow(CONSULTANT, methods=("POST",))
def invitation_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Say "yes, let's talk"."""
    engagement = services.accept_invitation(
        find_invitation(request, code), actor=current_user(request)
    )
    return redirect("work", engagement.code)


@allow(CONSULTANT, methods=("POST",))
def invitation_change(request: HttpRequest, code: str) -> HttpResponse:
    """Say yes to talking, and go on to the terms to change them; the sender sees the same yes."""
    engagement = services.accept_invitation(
        find_invitation(request, code), actor=current_user(request)
    )
    return redirect("terms_change", engagement.code)


@allow(CONSULTANT)
def invitation_block(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a block does, then say no and block in one step."""
    found = find_invitation(request, code)
    if request.method == "GET":
        return render(request, "engagements/invitations/block.html", {"invitation": found})
    services.block_from_invitation(found, actor=current_user(request))
    messages.success(request, _("Blocked. They are not told."))
    return redirect("home")


@allow(CONSULTANT, methods=("POST",))
def invitation_decline(request: HttpRequest, code: str) -> HttpResponse:
    """Say "no, thank you"."""
    services.decline_invitation(find_invitation(request, code), actor=current_user(request))
    messages.success(request, _("You said no. It costs you nothing, and nobody asks why."))
    return redirect("home")


@allow(MEMBER, methods=("POST",))
@after_lessons
def invitation_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take an invitation back before it is answered."""
    found = find_invitation(request, code)
    services.withdraw_invitation(found, actor=current_user(request))
    messages.success(request, _("Taken back."))
    return redirect("org_project", found.posting.code)


def find_invitation(request: HttpRequest, code: str) -> Invitation:
    """Return an invitation that the viewer sent or was sent."""
    rows = Invitation.objects.visible_to(viewer_of(request))
    found: Invitation = get_or_404(rows.select_related("posting__organization"), code=code)
    return found

"""Behind the link of an invitation into a team."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.sessions import sign_in
from accounts.signup.services import is_known
from core.views import ANYONE, allow, posted
from organizations.models import Membership, TeamInvitation
from organizations.team import invitations
from organizations.team.forms import NameForm, NewMemberForm
from organizations.team.links import holding, invitation_behind

PAGE = "organizations/team/join.html"


@sensitive_post_parameters()
@allow(ANYONE)
def join_team(request: HttpRequest, code: str) -> HttpResponse:
    """Join the team: with the account of the invited address, or with a new one."""
    with holding(code):
        invitation = invitation_behind(code)
    if invitation is None:
        return render(request, "organizations/team/join_used.html", status=404)
    if isinstance(request.user, User):
        return join_signed_in(request, invitation, request.user)
    if is_known(invitation.email):  # the link went there, so its holder learns nothing new
        return redirect_to_login(request.get_full_path())
    return join_new(request, invitation)


def join_new(request: HttpRequest, invitation: TeamInvitation) -> HttpResponse:
    """Make an account for the invited address."""
    form = NewMemberForm(posted(request), email=invitation.email)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {
            name: form.cleaned_data[name] for name in ("name", "title", "password")
        }
        try:
            with holding(invitation.code):
                user = invitations.open_account(invitation, language=get_language() or "en", **said)
        except IntegrityError:  # sent twice: the first one made the account
            return render(request, "organizations/team/join_used.html", status=404)
        return sign_in(request, user, then=reverse("org"))
    return render(request, PAGE, {"form": form, "invitation": invitation, "is_new": True})


def join_signed_in(request: HttpRequest, invitation: TeamInvitation, user: User) -> HttpResponse:
    """Take in a person who has an account already."""
    is_theirs = user.is_member and user.email.lower() == invitation.email
    others = Membership.objects.filter(user=user).select_related("organization").first()
    if not is_theirs or others is not None:
        page = {"is_theirs": is_theirs, "others": others if is_theirs else None}
        return render(request, "organizations/team/join_other.html", page, status=409)
    form = NameForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with holding(invitation.code):
            invitations.join(invitation, actor=user, **form.cleaned_data)
        messages.success(request, _("You are in the team."))
        return redirect("org")
    return render(request, PAGE, {"form": form, "invitation": invitation, "is_new": False})

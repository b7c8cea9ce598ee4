"""Joining, signing in, and a person's own account."""

from allauth.account import views as allauth
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.forms import (
    LanguageForm,
)
from accounts.language import change_language
from core.views import ANYONE, SIGNED_IN, allow, is_row_number, posted
from notices.services import mark_seen


@allow(ANYONE)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by user name or work address; one answer for whatever is wrong."""
    response: HttpResponse = allauth.login(request)
    return response


@allow(SIGNED_IN)
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Ask for the password before a weighty step, then lead back to it."""
    response: HttpResponse = allauth.reauthenticate(request)
    return response


@allow(ANYONE)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    response: HttpResponse = allauth.logout(request)
    return response


@allow(SIGNED_IN)
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password, which ends every session."""
    response: HttpResponse = allauth.password_change(request)
    return response


@allow(SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Show a person's own account and change its language."""
    mark_seen(request.user, "account")
    user = request.user
    form = LanguageForm(posted(request), initial={"language": user.language})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        change_language(user, language=form.cleaned_data["language"], actor=user)  # type: ignore[arg-type]
        return redirect("account")
    page = {"form": form, "sessions": sessions.sessions_of(request)}
    return render(request, "accounts/account.html", page)


@allow(SIGNED_IN, methods=("POST",))
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session, or all of them."""
    chosen = request.POST.get("session", "")
    if chosen == "all":
        sessions.end_all_sessions(request.user)  # type: ignore[arg-type]
        request.session.flush()
        messages.success(request, _("You are signed out everywhere."))
        return redirect("sign_in")
    if not is_row_number(chosen) or not sessions.end_session(request.user, session_id=int(chosen)):  # type: ignore[arg-type]
        raise Http404
    messages.success(request, _("That session has ended."))
    return redirect("account")

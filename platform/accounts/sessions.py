"""Where a person is signed in, and asking for the password again before weighty steps."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

PHONES = ("mobile", "android", "iphone", "ipad")
DEVICES: dict[str, str | Promise] = {"phone": _("Phone or tablet"), "computer": _("Computer")}


@dataclass(frozen=True)
class SignedIn:
    """One session, in words that help to recognize it and tell others little."""

    id: int
    device: str | Promise
    since: datetime
    is_this_one: bool


def device_of(user_agent: str) -> str:
    """Keep one word of what a browser says about itself."""
    lowered = user_agent.lower()
    return "phone" if any(word in lowered for word in PHONES) else "computer"


def sessions_of(request: HttpRequest) -> list[SignedIn]:
    """Return where this person is signed in, this session first."""
    rows = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    found = [
        SignedIn(r.pk, DEVICES.get(r.user_agent, r.user_agent), r.created_at, r.session_key == here)
        for r in rows
    ]
    return sorted(found, key=lambda one: (not one.is_this_one, one.since))


def end_session(user: User, *, session_id: int) -> bool:
    """End one of the person's own sessions; False when it is not theirs or gone."""
    row = UserSession.objects.filter(user_id=user.pk, pk=session_id).first()
    if row is None:
        return False
    row.end()
    return True


def end_all_sessions(user: User) -> None:
    """End every session of a person, this one too."""
    for row in UserSession.objects.filter(user_id=user.pk):
        row.end()


def sign_in(request: HttpRequest, user: User, *, then: str) -> HttpResponse:
    """Open a session for somebody who has just joined."""
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=then))
    request.session.set_expiry(0)  # the browser forgets it when it closes
    return response


def again_url(request: HttpRequest, *, back: str = "") -> str:
    """Return the page that asks for the password and leads back, here unless told where."""
    return reverse("account_reauthenticate", query={"next": back or request.get_full_path()})

"""Fifteen idle minutes end a session; signing in again never stores what was being sent."""

from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from accounts.sessions import again_url

MINUTE = 60


class SessionCareMiddleware:
    """Slides the end of a session, writing at most once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get("seen", 0) >= MINUTE:
                request.session["seen"] = now
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Ask again without allauth's copy of the request: that would store a network address."""
        if isinstance(error, ReauthenticationRequired):
            return HttpResponseRedirect(again_url(request))
        return None

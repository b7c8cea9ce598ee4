"""Asking for the password again must not store what was being sent."""

from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.sessions import again_url


class AskAgainMiddleware:
    """Sends people to the password page and back to this page, without allauth's copy of the request.

    That copy would put a network address into the session's row.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Runs before allauth's own, which stands further out."""
        if isinstance(error, ReauthenticationRequired):
            return HttpResponseRedirect(again_url(request))
        return None

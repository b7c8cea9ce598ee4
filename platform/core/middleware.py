"""Turn a service's no into a page, and keep answers out of caches."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from core.errors import EnoughToday, NotAllowed, Refused
from core.views import page_before

Respond = Callable[[HttpRequest], HttpResponse]
NOT_FOUND = 404


class RefusalMiddleware:
    """Show a refused step as a plain page; what is not allowed looks missing."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == NOT_FOUND and request.resolver_match is None:
            return missing(request)  # the demo too: Django's own page there has no way out
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer `Refused` with its sentence, `NotAllowed` like a missing page, too many with a 429."""
        if isinstance(error, NotAllowed | Http404):
            return missing(request)
        if isinstance(error, EnoughToday):
            return render(request, "enough_today.html", status=429)
        if isinstance(error, Refused):
            page = {"message": error.message, "back": page_before(request)}
            return render(request, "refused.html", page, status=409)
        return None


def missing(request: HttpRequest) -> HttpResponse:
    """Answer like the page for a missing address, to the byte."""
    from django.views.defaults import page_not_found

    return page_not_found(request, Http404())


class NoStoreMiddleware:
    """Nothing that was shown stays in a cache or behind the Back button."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response

"""Speak the person's language; switching it keeps the page and what was typed."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation

from accounts.models import User
from core.permissions import require

Respond = Callable[[HttpRequest], HttpResponse]
SWITCH = "_language"
FORBIDDEN, NOT_ALLOWED = 403, 405


class LanguageMiddleware:
    """Use the account's language, and turn a press on the language switch into a fresh page.

    The switch sends the page's own form to the page's own address. The page is then shown as for a
    first visit, with what was typed in its fields. Nothing is checked, done or stored.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            speak(request, user.language)
        response = self.get_response(request)
        chosen = pressed_switch(request) or getattr(request, "chosen_language", None)
        if chosen is None or response.status_code == FORBIDDEN:
            return response
        if response.status_code == NOT_ALLOWED:
            response = redirect("welcome")
        if request.method == "POST":  # a missing page: no view was asked
            keep_for_account(request, chosen)
            response = HttpResponseRedirect(request.get_full_path())
        return remember(response, chosen)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Runs after the check of the form's token, so nobody else can press the switch."""
        chosen = pressed_switch(request)
        if chosen is None:
            return
        request.method = "GET"
        request.kept_input = request.POST  # type: ignore[attr-defined]
        request.chosen_language = chosen  # type: ignore[attr-defined]
        speak(request, chosen)
        keep_for_account(request, chosen)


def pressed_switch(request: HttpRequest) -> str | None:
    """Return the language chosen with the switch, if it is one we speak."""
    chosen = request.POST.get(SWITCH) if request.method == "POST" else None
    return chosen if chosen in dict(settings.LANGUAGES) else None


def keep_for_account(request: HttpRequest, language: str) -> None:
    """Remember the choice for a signed-in person, on every device."""
    user = request.user
    if user.is_authenticated and user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in one language."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the choice for people who are not signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return response


def change_language(user: User, *, language: str, actor: User) -> None:
    """Speak another language with this person, on every device."""
    require(actor.pk == user.pk)
    user.language = language
    user.save(update_fields=["language"])

"""Deny by default: every view names who may come in; a system check finds one that doesn't."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


class Guest(StrEnum):
    """Who may open a page, before any object is looked at."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    CONSULTANT = "consultant"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"


ANYONE, SIGNED_IN = Guest.ANYONE, Guest.SIGNED_IN
CONSULTANT, MEMBER, ADMINISTRATOR = Guest.CONSULTANT, Guest.MEMBER, Guest.ADMINISTRATOR
PARTIES = (CONSULTANT, MEMBER)

NOT_ALLOWED = 405
LONGEST_NUMBER = 18  # digits that fit a bigint
LONGEST_SEARCH = 80  # part of a name

M = TypeVar("M", bound=Model)
View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def allow(*guests: Guest, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """Let only these people in: others get what a missing page gives, the signed-out sign in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods and not (
                request.method == "HEAD" and "GET" in methods
            ):
                return _not_that_way(request, methods)
            if not _may_enter(request, guests):
                if not request.user.is_authenticated:
                    return _sign_in_first(request, methods)
                raise Http404
            return view(request, *args, **kwargs)

        guarded.guests = guests  # type: ignore[attr-defined] # read by the system check
        return guarded

    return decorate


def _may_enter(request: HttpRequest, guests: tuple[Guest, ...]) -> bool:
    if ANYONE in guests:
        return True
    if not request.user.is_authenticated:
        return False
    return SIGNED_IN in guests or request.user.kind in guests


def _not_that_way(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Refuse a method; who typed a button's address gets a page, with its way out."""
    is_typed = request.method == "GET"
    response = render(request, "button_only.html") if is_typed else HttpResponse()
    response.status_code, response["Allow"] = 405, ", ".join(methods)
    return response


def _sign_in_first(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Ask to sign in, then lead back: to this page, or to the page whose button was pressed."""
    back = request.get_full_path() if "GET" in methods else page_before(request)
    return redirect_to_login(back) if back else redirect(settings.LOGIN_URL)


def page_before(request: HttpRequest) -> str:
    """Return the page of this site that led here, empty when the browser does not say."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}):
        return ""
    page = urlsplit(said)
    return f"{page.path}?{page.query}" if page.query else page.path


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, an empty form too; None for a first look."""
    return request.POST if request.method == "POST" else None


def name_part_of(request: HttpRequest) -> str:
    """Return what was typed to find a name, as far as it can be part of one."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def get_or_404(rows: QuerySet[M], **lookup: Any) -> M:
    """Return the one row this viewer may see; hidden and missing are the same."""
    if any("\0" in str(value) for value in lookup.values()):
        raise Http404  # an address may carry a NUL, which the database can't be asked about
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def is_row_number(text: str) -> bool:
    """Whether a hidden field holds something that may be a primary key; anything else is tampering."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER

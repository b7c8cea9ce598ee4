"""Lessons before posting and inviting: a plain page first, then back to where the person was."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from core.kept_input import short_enough, typed_pairs
from core.views import View
from organizations.lessons.services import has_read_lessons
from organizations.permissions import MAY_ARRANGE
from organizations.requests import current_user, membership_of

KEPT = "after_lessons"


def after_lessons(view: View) -> View:
    """Let people who may post and invite read the lessons first; what they typed waits for them.

    The view's own permission still decides: this only says in words what would else look missing.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not must_read(request):
            return view(request, *args, **kwargs)
        keep(request)
        context = {"has_typed": request.method == "POST"}
        return render(request, "organizations/lessons/first.html", context)

    return gated


def must_read(request: HttpRequest) -> bool:
    """Whether this person would post and invite, and has lessons left."""
    membership = membership_of(request)
    if membership is None or membership.limited or membership.role not in MAY_ARRANGE:
        return False
    return not has_read_lessons(current_user(request))


def keep(request: HttpRequest) -> None:
    """Remember the page and what was typed there until the lessons are read."""
    typed = short_enough(typed_pairs(request))
    is_sent = request.method == "POST"
    path = request.path if is_sent else request.get_full_path()
    request.session[KEPT] = {"path": path, "typed": typed, "is_sent": is_sent}

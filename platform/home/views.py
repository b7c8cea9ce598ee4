"""The pages that anyone may read, and the way out."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from core.views import ANYONE, allow


@allow(ANYONE, methods=("GET",))
def show_welcome(request: HttpRequest) -> HttpResponse:
    """Say what this is, for whom, and what we promise."""
    return render(request, "home/welcome.html")


@allow(ANYONE, methods=("GET",))
def show_safety(request: HttpRequest) -> HttpResponse:
    """Say what leaving can do and what it can't."""
    return render(request, "home/safety.html")


@allow(ANYONE, methods=("GET",))
def show_help(request: HttpRequest) -> HttpResponse:
    """Answer common questions and name a person to write to."""
    return render(request, "home/help.html", {"contact": settings.SUPPORT_CONTACT})


@csrf_exempt  # leaving is never refused; at worst someone has to sign in again
@allow(ANYONE)
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and go to a page that says nothing about this one."""
    logout(request)
    response = HttpResponseRedirect(settings.LEAVE_URL)
    response["Referrer-Policy"] = "no-referrer"
    return response

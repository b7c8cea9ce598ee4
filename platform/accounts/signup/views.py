"""Opening an account: a consultant under a user name, a member behind a link to a work address."""

from allauth.core import ratelimit
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from accounts import sessions
from accounts.adapter import home_of
from accounts.signup import links, services
from accounts.signup.forms import (
    AddressForm,
    ConsultantForm,
    DeviceForm,
    MemberForm,
    WhoForm,
    name_refused,
)
from core.views import ANYONE, allow, posted

NEXT_PAGES = {"consultant": "join_device", "organization": "join_address"}


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tries too often."""
    response: HttpResponse = ratelimit.respond_429(request)
    return response


@allow(ANYONE)
def join(request: HttpRequest) -> HttpResponse:
    """Ask who is joining."""
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    form = WhoForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return redirect(NEXT_PAGES[form.cleaned_data["who"]])
    return render(request, "accounts/join.html", {"form": form})


@allow(ANYONE)
def join_device(request: HttpRequest) -> HttpResponse:
    """Ask whether others use this device, and store nothing."""
    form = DeviceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        is_shared = form.cleaned_data["shared"] == "yes"
        return redirect(reverse("join_name", query={"with": "tips"} if is_shared else None))
    return render(request, "accounts/join_device.html", {"form": form})


@sensitive_post_parameters()
@allow(ANYONE)
def join_name(request: HttpRequest) -> HttpResponse:
    """Open a consultant's account."""
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    is_shared = request.GET.get("with") == "tips"
    if request.method == "POST":
        if not ratelimit.consume(request, action="signup"):
            return too_many(request)
        form = ConsultantForm(request.POST, is_shared=is_shared)
        if form.is_valid() and (response := open_consultant(request, form)):
            return response
    else:
        form = ConsultantForm(is_shared=is_shared, initial={"language": get_language()})
    return render(request, "accounts/join_name.html", {"form": form, "is_shared": is_shared})


def open_consultant(request: HttpRequest, form: ConsultantForm) -> HttpResponse | None:
    """Make the account and sign in; None when another took the name meanwhile."""
    answers = form.cleaned_data
    try:
        user = services.create_consultant(
            answers["username"], password=answers["password"], language=answers["language"]
        )
    except IntegrityError:
        form.add_error("username", name_refused())
        return None
    return sessions.sign_in(request, user, then=reverse("home"))


@allow(ANYONE)
def join_address(request: HttpRequest) -> HttpResponse:
    """Send a link to a work address; the answer is the same for every address."""
    form = AddressForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="signup"):
            return too_many(request)
        links.send_link(request, email=form.cleaned_data["email"])
        return redirect("join_sent")
    return render(request, "accounts/join_address.html", {"form": form})


@allow(ANYONE, methods=("GET",))
def join_sent(request: HttpRequest) -> HttpResponse:
    """Say where to look."""
    # a copy on one's own machine sends no mail: say where the message lies
    return render(request, "accounts/join_sent.html", {"practice_mail": settings.DEBUG})


@sensitive_post_parameters()
@allow(ANYONE)
def join_open(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: choose a password for the work address."""
    email = links.address_in(token)
    if email is None or services.is_known(email):
        return render(request, "accounts/join_used.html", status=404)
    form = MemberForm(posted(request), email=email)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.create_member(
                email, password=form.cleaned_data["password"], language=get_language() or "en"
            )
        except IntegrityError:  # sent twice: the first one made the account
            return render(request, "accounts/join_used.html")
        return sessions.sign_in(request, user, then=reverse("join_organization"))
    return render(request, "accounts/join_open.html", {"form": form, "email": email})

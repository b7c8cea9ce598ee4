"""The pages on which an organization does its part of the check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, allow, get_or_404, posted
from notices.services import mark_seen
from organizations.models import Role, Verification
from organizations.permissions import is_arranger
from organizations.requests import current_user, membership_of, own_organization, viewer_of
from organizations.verification import dns, queries, services, vouching
from organizations.verification.forms import AskVouchForm, RegisterEntryForm

JOIN = "join_organization"
HERE = "org_check"


@allow(MEMBER, methods=("GET",))
def show_check(request: HttpRequest) -> HttpResponse:
    """Show a team where the check of its organization stands, and what it can do."""
    membership = membership_of(request)
    if membership is None:
        return redirect(JOIN)
    mark_seen(request.user, services.PAGE)
    organization = membership.organization
    check = queries.open_check_of(organization)
    history = list(queries.checks_of(organization)[:20])
    viewer = viewer_of(request)
    page = {
        "organization": organization,
        "is_owner": membership.role == Role.OWNER,
        "may_post": is_arranger(current_user(request), organization),
        "in_force": queries.check_in_force(organization),
        "check": check,
        "proofs": queries.proofs_of(check) if check else [],
        "noted": queries.proofs_noted(check) if check else {},
        "vouches": list(queries.vouches_of(check)) if check else [],
        "record_name": dns.record_name(check.domain) if check else "",
        "record_text": dns.record_text(check.token) if check else "",
        "last": next((one for one in history if check is None or one.pk != check.pk), None),
        "history": history,
        "may_ask": check is None and services.may_ask(organization),
        "questions": list(queries.questions_waiting(viewer)[:20]),
    }
    return render(request, "organizations/verification/check.html", page)


@allow(MEMBER, methods=("POST",))
def ask_for_check(request: HttpRequest) -> HttpResponse:
    """Ask for a first check, the next one, or another after a decline."""
    organization = own_organization(request)
    if organization is None:
        return redirect(JOIN)
    services.open_check(organization, actor=current_user(request))
    messages.success(request, _("You have asked for the check."))
    return redirect(HERE)


@allow(MEMBER, methods=("POST",))
def ask_for_look(request: HttpRequest) -> HttpResponse:
    """Let a job look for the record in the domain."""
    check = waiting_check(request)
    if check is None:
        return redirect(HERE)
    services.ask_for_look(check, actor=current_user(request))
    messages.success(request, _("We are looking. This page shows what we found."))
    return redirect(HERE)


@allow(MEMBER)
def say_register(request: HttpRequest) -> HttpResponse:
    """Say where the organization is registered."""
    check = waiting_check(request)
    if check is None:
        return redirect(HERE)
    known = {"register": check.register_said, "number": check.number_said}
    form = RegisterEntryForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        services.say_register(check, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Saved. We look it up."))
        return redirect(HERE)
    return render(request, "organizations/verification/check_register.html", {"form": form})


@allow(MEMBER)
def ask_vouch(request: HttpRequest) -> HttpResponse:
    """Name another checked organization, which is then asked."""
    check = waiting_check(request)
    if check is None:
        return redirect(HERE)
    form = AskVouchForm(check, posted(request))
    if request.method == "POST" and form.is_valid() and form.by is not None:
        role = form.cleaned_data["role"]
        vouching.ask(check, actor=current_user(request), by=form.by, role=role)
        messages.success(request, _("We have asked them."))
        return redirect(HERE)
    return render(request, "organizations/verification/check_vouch.html", {"form": form})


@allow(MEMBER)
def answer_vouch(request: HttpRequest, code: str) -> HttpResponse:
    """Show who asks, and take the answer: two equal buttons."""
    viewer = viewer_of(request)
    vouch = get_or_404(queries.vouches_asked_of(viewer), code=code)
    mark_seen(request.user, vouching.QUESTION, vouch.code)
    membership = membership_of(request)
    answer = request.POST.get("answer", "")
    if request.method == "POST" and answer in ("yes", "no"):
        vouching.answer(vouch, actor=current_user(request), confirms=answer == "yes")
        messages.success(request, _("Your answer is recorded."))
        return redirect(HERE)
    is_owner = membership is not None and membership.role == Role.OWNER
    return render(
        request,
        "organizations/verification/check_answer.html",
        {"vouch": vouch, "is_owner": is_owner},
    )


def waiting_check(request: HttpRequest) -> Verification | None:
    """Return the own organization's open check; None where there is none any more."""
    organization = own_organization(request)
    return queries.open_check_of(organization) if organization else None

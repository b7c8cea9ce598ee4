"""An organization at the desk: the facts about it, what is noted, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import Refused
from core.views import ADMINISTRATOR, allow, get_or_404, posted
from desk.verification import queries
from organizations.models import Organization, Proof, Verification
from organizations.requests import current_user
from organizations.states import VerificationState
from organizations.verification import dns, services
from organizations.verification.forms import DecisionForm, TakeBackForm, proof_forms
from organizations.verification.queries import open_check_of
from organizations.verification.services import OtherKind


@allow(ADMINISTRATOR)
def check_organization(request: HttpRequest, code: str) -> HttpResponse:
    """Show the facts about an organization and record a decision."""
    organization = get_or_404(Organization.objects.all(), code=code)
    facts = queries.facts_about(organization, current_user(request))
    first_kind = facts.decisions[0].kind if facts.decisions else organization.kind
    form = DecisionForm(posted(request), has_alikes=bool(facts.alike), initial={"kind": first_kind})
    if request.method == "POST" and facts.check is None:
        raise Http404
    if request.method == "POST" and form.is_valid() and _decided(request, facts.check, form):
        messages.success(request, _("Your decision is recorded."))
        return redirect("desk")
    return render(request, "desk/verification/organization.html", _page_of(facts, form))


def _decided(request: HttpRequest, check: Any, form: DecisionForm) -> bool:
    """Record the decision; what speaks against it is told at its field and keeps what was typed."""
    answers = form.answers()
    try:
        services.refuse_decision(
            check,
            actor=current_user(request),
            decision=answers["decision"],
            kind=answers["kind"],
        )
    except Refused as refused:
        form.add_error("kind" if isinstance(refused, OtherKind) else "decision", refused.message)
        return False
    services.decide(check, actor=current_user(request), **answers)
    return True


def _page_of(facts: queries.Facts, form: DecisionForm) -> dict[str, Any]:
    check = facts.check
    return {
        "facts": facts,
        "form": form,
        "proof_forms": proof_forms(facts.noted) if check else {},
        "record_name": dns.record_name(check.domain) if check else "",
        "needed": services.PROOFS_NEEDED,
    }


@allow(ADMINISTRATOR)
def note_proof(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Note what was found in a register, or by a call."""
    organization, check = _waiting(code)
    if kind not in (Proof.REGISTER, Proof.CALL_BACK):
        raise Http404
    noted = {one.kind: one for one in check.proofs_noted.all()}
    known = proof_forms(noted)[kind]
    form = type(known)(posted(request), initial=known.initial)
    if request.method == "POST" and form.is_valid():
        services.note_proof(check, actor=current_user(request), **form.answers())
        messages.success(request, _("Noted."))
        return redirect("desk_org", code)
    page = {"form": form, "organization": organization, "check": check, "kind": kind}
    return render(request, "desk/verification/proof.html", page)


@allow(ADMINISTRATOR, methods=("POST",))
def look_at_dns(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the job to look for the record again."""
    _organization, check = _waiting(code)
    services.ask_for_look(check, actor=current_user(request))
    messages.success(request, _("We are looking. This page shows what we found."))
    return redirect("desk_org", code)


@allow(ADMINISTRATOR)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """End a check in force at once."""
    organization = get_or_404(Organization.objects.all(), code=code)
    check = get_or_404(organization.checks.all(), state=VerificationState.CHECKED)
    form = TakeBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.take_back(check, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("The check has ended."))
        return redirect("desk_org", code)
    return render(
        request, "desk/verification/take_back.html", {"form": form, "organization": organization}
    )


def _waiting(code: str) -> tuple[Organization, Verification]:
    """Return an organization and its open check; without one the page is not there."""
    organization = get_or_404(Organization.objects.all(), code=code)
    check = open_check_of(organization)
    if check is None:
        raise Http404
    return organization, check

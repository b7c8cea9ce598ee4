"""The administrators' desk."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import outbox
from core.errors import Refused
from core.views import ADMINISTRATOR, allow, get_or_404, is_row_number, sent
from desk import payments, queries
from desk.queue import everything_waiting
from organizations.checks import dns, services
from organizations.checks.forms import DecisionForm, TakeBackForm, proof_forms
from organizations.checks.queries import open_check_of
from organizations.checks.services import OtherKind
from organizations.concerns import queries as concern_queries
from organizations.concerns import services as concerns
from organizations.concerns.forms import AnswerForm
from organizations.models import Organization, OrganizationCheck, Proof
from organizations.requests import person
from organizations.states import CheckState, ConcernState

PAGE = 20


@allow(ADMINISTRATOR, methods=("GET",))
def show_queue(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    page = Paginator(everything_waiting(), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/queue.html", {"page_obj": page})


@allow(ADMINISTRATOR)
def check_organization(request: HttpRequest, code: str) -> HttpResponse:
    """Show the facts about an organization and record a decision."""
    organization = get_or_404(Organization.objects.all(), code=code)
    facts = queries.facts_about(organization, person(request))
    first_kind = facts.decisions[0].kind if facts.decisions else organization.kind
    form = DecisionForm(sent(request), has_alikes=bool(facts.alike), initial={"kind": first_kind})
    if request.method == "POST" and facts.check is None:
        raise Http404
    if request.method == "POST" and form.is_valid() and _decided(request, facts.check, form):
        messages.success(request, _("Your decision is recorded."))
        return redirect("desk")
    return render(request, "desk/organization.html", _page_of(facts, form))


def _decided(request: HttpRequest, check: Any, form: DecisionForm) -> bool:
    """Record the decision; what speaks against it is told at its field and keeps what was typed."""
    answers = form.answers()
    try:
        services.refuse_decision(
            check,
            actor=person(request),
            decision=answers["decision"],
            kind=answers["kind"],
        )
    except Refused as refused:
        form.add_error("kind" if isinstance(refused, OtherKind) else "decision", refused.message)
        return False
    services.decide(check, actor=person(request), **answers)
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
    form = type(known)(sent(request), initial=known.initial)
    if request.method == "POST" and form.is_valid():
        services.note_proof(check, actor=person(request), **form.answers())
        messages.success(request, _("Noted."))
        return redirect("desk_org", code)
    page = {"form": form, "organization": organization, "check": check, "kind": kind}
    return render(request, "desk/proof.html", page)


@allow(ADMINISTRATOR, methods=("POST",))
def look_at_dns(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the job to look for the record again."""
    _organization, check = _waiting(code)
    services.ask_for_look(check, actor=person(request))
    messages.success(request, _("We are looking. This page shows what we found."))
    return redirect("desk_org", code)


@allow(ADMINISTRATOR)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """End a check in force at once."""
    organization = get_or_404(Organization.objects.all(), code=code)
    check = get_or_404(organization.checks.all(), state=CheckState.CHECKED)
    form = TakeBackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        services.take_back(check, actor=person(request), **form.cleaned_data)
        messages.success(request, _("The check has ended."))
        return redirect("desk_org", code)
    return render(request, "desk/take_back.html", {"form": form, "organization": organization})


def _waiting(code: str) -> tuple[Organization, OrganizationCheck]:
    """Return an organization and its open check; without one the page is not there."""
    organization = get_or_404(Organization.objects.all(), code=code)
    check = open_check_of(organization)
    if check is None:
        raise Http404
    return organization, check


@allow(ADMINISTRATOR)
def answer_concern(request: HttpRequest, code: str) -> HttpResponse:
    """Show a concern that was taken up, and answer it."""
    concern = get_or_404(concern_queries.at_desk(), code=code)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        concerns.answer(concern, actor=person(request), **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
        return redirect("desk")
    is_open = concern.state != ConcernState.SENT
    page = {
        "form": form,
        "concern": concern,
        "texts": concern_queries.texts_of(concern) if is_open else None,
    }
    return render(request, "desk/concern.html", page)


@allow(ADMINISTRATOR, methods=("POST",))
def take_up_concern(request: HttpRequest, code: str) -> HttpResponse:
    """Open a concern, on the record."""
    concern = get_or_404(concern_queries.at_desk(), code=code)
    concerns.take_up(concern, actor=person(request))
    return redirect("desk_concern", code)


@allow(ADMINISTRATOR, methods=("GET",))
def show_payments(request: HttpRequest) -> HttpResponse:
    """List failed and held payments and stopped jobs."""
    page = {"payments": payments.stuck_payments(), "tasks": list(payments.dead_tasks()[:50])}
    return render(request, "desk/payments.html", page)


@allow(ADMINISTRATOR, methods=("POST",))
def revive_task(request: HttpRequest) -> HttpResponse:
    """Let a stopped job try again."""
    chosen = request.POST.get("task", "")
    if not is_row_number(chosen):
        raise Http404
    task = get_or_404(payments.dead_tasks(), pk=int(chosen))
    outbox.revive(task.pk)
    messages.success(request, _("The job will be tried again."))
    return redirect("desk_payments")

"""Pages of the contract: read it, sign it, keep a copy if wanted."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.sessions import again_url
from core.codes import grouped
from core.views import PARTIES, allow
from engagements import permissions
from engagements.contracts import document, queries, services
from engagements.contracts.clauses import clauses_of
from engagements.contracts.forms import SignForm
from engagements.models import Contract, Engagement
from engagements.pages import find_engagement, find_side
from engagements.parties import other
from engagements.states import ContractState, Side
from engagements.terms.terms import Terms
from organizations.requests import current_user


@allow(*PARTIES)
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Read the contract with a plain summary beside each clause, and sign it."""
    engagement = find_engagement(request, code)
    contract = queries.current_contract(engagement)
    if contract is None:
        return render(request, "engagements/contracts/none.html", {"engagement": engagement})
    side = find_side(request, engagement)
    form = SignForm(request.POST or None, initial={"sha256": contract.sha256})
    if request.method == "POST" and form.is_valid():
        return _take_signature(request, contract, form)
    if not _may_sign_now(contract, side):
        return redirect("contract", code)
    context = _document_page(engagement, contract) | {
        "form": form,
        "may_sign": permissions.can_sign(current_user(request), engagement),
        "signed_in_again": did_recently_reauthenticate(request),
        "again_url": again_url(request),
        "other_has_signed": queries.has_signed(contract, other(side)),
    }
    return render(request, "engagements/contracts/sign.html", context)


def _may_sign_now(contract: Contract, side: Side) -> bool:
    return contract.state == ContractState.WAITING and not queries.has_signed(contract, side)


def _take_signature(request: HttpRequest, contract: Contract, form: SignForm) -> HttpResponse:
    """A signature is taken only from somebody who signed in again in the last minutes."""
    if not did_recently_reauthenticate(request):
        return redirect(again_url(request))
    signed = services.sign(contract, actor=current_user(request), **form.cleaned_data)
    if signed.state == ContractState.ACTIVE:
        messages.success(request, _("Both of you have signed. The work is agreed."))
    else:
        messages.success(request, _("You signed. Now it is the other side's turn."))
    return redirect("contract", contract.engagement.code)


@allow(*PARTIES, methods=("POST",))
def sign_decline(request: HttpRequest, code: str) -> HttpResponse:
    """Decide not to sign, without a reason."""
    contract = _contract_or_404(find_engagement(request, code))
    services.decline(contract, actor=current_user(request))
    messages.success(request, _("The contract is not signed. You can go on talking, or stop."))
    return redirect("work", code)


@allow(*PARTIES, methods=("GET",))
def contract(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far the contract is, who signed when, and its check number."""
    engagement = find_engagement(request, code)
    found = queries.current_contract(engagement)
    if found is None:
        return render(request, "engagements/contracts/none.html", {"engagement": engagement})
    side = find_side(request, engagement)
    context = _document_page(engagement, found) | {
        "signatures": queries.signature_lines(found, queries.named_in(found)),
        "may_sign_now": _may_sign_now(found, side),
        "check_number": grouped(found.sha256),
        "number": document.contract_number(found.offer),
    }
    return render(request, "engagements/contracts/contract.html", context)


@allow(*PARTIES, methods=("GET",))
def contract_file(request: HttpRequest, code: str) -> HttpResponse:
    """Send the stored document under a neutral name."""
    found = _contract_or_404(find_engagement(request, code))
    return HttpResponse(
        queries.document_of(found),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="contract-{found.code[:8]}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _document_page(engagement: Engagement, found: Contract) -> dict[str, Any]:
    parties = queries.named_in(found)
    return {
        "engagement": engagement,
        "parties": parties,
        "contract": found,
        "other_language": found.language != (get_language() or "")[:2],
        "clauses": clauses_of(Terms.from_json(found.offer.terms), parties),
    }


def _contract_or_404(engagement: Engagement) -> Contract:
    found = queries.current_contract(engagement)
    if found is None:
        raise Http404
    return found

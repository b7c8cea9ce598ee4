"""Pages of the terms: one template for both sides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import Refused
from core.views import PARTIES, allow
from engagements import permissions
from engagements.models import Engagement, Offer
from engagements.negotiation import queries, services
from engagements.negotiation.forms import (
    AnswerForm,
    TermsForm,
    form_for,
    small_number,
)
from engagements.pages import find_engagement, find_side
from engagements.parties import Parties, other, parties_of
from engagements.states import OfferState, Side
from engagements.terms import wording
from engagements.terms.first_terms import first_terms
from organizations.requests import current_user


@allow(*PARTIES, methods=("GET",))
def terms(request: HttpRequest, code: str) -> HttpResponse:
    """Show a version of the terms, the newest unless `version` asks for another."""
    engagement = find_engagement(request, code)
    side = find_side(request, engagement)
    parties = parties_of(engagement)
    latest = queries.latest_offer(engagement)
    shown = _asked_version(request, engagement) or latest
    context = {
        "engagement": engagement,
        "parties": parties,
        "other_name": parties.name(other(side)),
        "offer": shown,
        "may_propose": queries.is_open_for_terms(engagement)
        and permissions.can_negotiate(current_user(request), engagement),
    }
    if shown is not None and latest is not None:
        context |= _shown(shown, latest, side=side, parties=parties)
    return render(request, "engagements/negotiation/terms.html", context)


def _asked_version(request: HttpRequest, engagement: Engagement) -> Offer | None:
    asked = request.GET.get("version")
    if asked is None:
        return None
    found = queries.offer_numbered(engagement, small_number(asked))
    if found is None:
        raise Http404
    return found


def _shown(shown: Offer, latest: Offer, *, side: Side, parties: Parties) -> dict[str, Any]:
    value = queries.terms_of(shown)
    is_newest = shown.number == latest.number
    others = [row for row in queries.earlier_offers(shown.engagement, latest) if row != shown]
    return {
        "made_by": parties.name(shown.side),
        "stages": wording.stage_lines(value),
        "total": wording.total_in_words(value),
        "scope": value.scope,
        "groups": [
            (_("Pay"), wording.lines_of_pay(value)),
            (_("What is asked, and who is there"), wording.lines_of_safety(value)),
            (_("The result"), wording.lines_of_result(value)),
        ],
        "is_newest": is_newest,
        "is_open": is_newest and shown.state == OfferState.OPEN,
        "is_mine": shown.side == side,
        "latest": latest,
        "others": [(row, parties.name(row.side)) for row in others],
    }


@allow(*PARTIES, methods=("POST",))
def terms_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept the version that was read, by its number and hash."""
    offer, read = _answered(request, code)
    services.accept_offer(offer, actor=current_user(request), **read)
    messages.success(request, _("The terms are accepted. The contract waits for both signatures."))
    return redirect("sign", code)


@allow(*PARTIES, methods=("POST",))
def terms_decline(request: HttpRequest, code: str) -> HttpResponse:
    """Decline the version that was read, without a reason."""
    offer, read = _answered(request, code)
    services.decline_offer(offer, actor=current_user(request), **read)
    messages.success(request, _("You said no to this version. You do not have to say why."))
    return redirect("work", code)


def _answered(request: HttpRequest, code: str) -> tuple[Offer, dict[str, Any]]:
    engagement = find_engagement(request, code)
    form = AnswerForm(request.POST)
    offer = queries.latest_offer(engagement)
    if offer is None or not form.is_valid():
        raise Refused(_("It is not clear which version you mean. Open the terms and answer there."))
    return offer, form.cleaned_data


@allow(*PARTIES)
def terms_change(request: HttpRequest, code: str) -> HttpResponse:
    """Propose the next version: the whole terms in one form."""
    engagement = find_engagement(request, code)
    if not permissions.can_negotiate(current_user(request), engagement):
        raise Http404
    if not queries.is_open_for_terms(engagement):
        raise Refused(_("The terms can't be changed now. Go back to the work to see why."))
    form = _form(request, engagement)
    if _is_sent(request) and form.is_valid() and _send(request, engagement, form):
        messages.success(request, _("Your version is on the table. The other side can answer now."))
        return redirect("terms", code)
    context = {"engagement": engagement, "form": form}
    return render(request, "engagements/negotiation/terms_change.html", context)


def _is_sent(request: HttpRequest) -> bool:
    """Adding or removing a stage only shows the form again."""
    return request.method == "POST" and not {"add", "remove"} & request.POST.keys()


def _form(request: HttpRequest, engagement: Engagement) -> TermsForm:
    if request.method == "POST":
        form = TermsForm(request.POST)
        if "add" in request.POST:
            return form.with_stage_added()
        if "remove" in request.POST:
            return form.with_stage_removed(small_number(request.POST["remove"]))
        return form
    latest = queries.latest_offer(engagement)
    if latest is None:
        return form_for(first_terms(engagement), seen=0)
    return form_for(queries.terms_of(latest), seen=latest.number)


def _send(request: HttpRequest, engagement: Engagement, form: TermsForm) -> bool:
    """Store the version; what the service refuses is said in the form, so nothing typed is lost."""
    value = form.terms(currency=engagement.posting.currency)
    try:
        services.make_offer(
            engagement, terms=value, actor=current_user(request), after=form.cleaned_data["seen"]
        )
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    return True


@allow(*PARTIES)
def stop_talking(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once, then leave the talk without a reason."""
    engagement = find_engagement(request, code)
    if not permissions.can_negotiate(current_user(request), engagement):
        raise Http404
    if request.method == "POST":
        services.stop_talking(engagement, actor=current_user(request))
        messages.success(request, _("You left. The other side is told, without a reason."))
        return redirect("work", code)
    return render(request, "engagements/negotiation/stop.html", {"engagement": engagement})

"""The organization's side: asking, what was shared, what to delete."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consultants.consents import queries, requests
from consultants.consents.forms import ScopeForm, TakedownForm, UseForm, every_item
from consultants.consents.takedowns import answer_takedown
from consultants.consents.uses import record_use
from consultants.consents.views import A_PAGE
from consultants.models import Consent, Consultant, Takedown
from consultants.people.views import find_card
from consultants.permissions import can_ask
from core import clock
from core.views import MEMBER, allow, get_or_404, posted
from notices.services import mark_seen
from organizations.requests import acting_organization, current_user, viewer_of


@allow(MEMBER)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask one person for a permission; who can't be seen is a missing page."""
    user = current_user(request)
    card = find_card(request, code)
    organization = acting_organization(request)
    if not can_ask(user, organization):
        raise Http404
    form = ScopeForm(every_item(), posted(request))
    if request.method == "POST" and form.is_valid():
        requests.ask(
            Consultant.objects.select_related("user").get(pk=card.consultant_id),
            organization=organization,
            scope=form.scope(),
            actor=user,
        )
        messages.success(request, _("Asked. No answer means no."))
        return redirect("org_permissions")
    waits = queries.sent_requests(viewer_of(request)).filter(
        consultant_id=card.consultant_id, standing="waiting"
    )
    context = {"card": card, "code": code, "form": form, "is_waiting": waits.exists()}
    return render(request, "consultants/consents/ask.html", context)


@allow(MEMBER, methods=("GET",))
def org_consents(request: HttpRequest) -> HttpResponse:
    """List what is to be deleted, what is shared, and what was asked."""
    user, viewer = current_user(request), viewer_of(request)
    organization_id = acting_organization(request).pk
    mark_seen(user, "org_permissions")
    live = list(queries.live(queries.received_consents(viewer))[:A_PAGE])
    page = Paginator(queries.sent_requests(viewer), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "takedowns": queries.named(
            list(queries.open_takedowns(viewer)), organization_id=organization_id
        ),
        "shared": queries.shared_now(live, organization_id=organization_id),
        "asked": queries.with_cards(list(page.object_list), organization_id=organization_id),
        "page_obj": page,
        "may_ask": can_ask(user, organization_id),
    }
    return render(request, "consultants/consents/org_permissions.html", context)


@allow(MEMBER, methods=("POST",))
def request_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a request back."""
    user, viewer = current_user(request), viewer_of(request)
    found = get_or_404(queries.sent_requests(viewer), code=code)
    requests.take_back(found.code, organization=found.organization, actor=user)
    messages.success(request, _("Taken back."))
    return redirect("org_permissions")


@allow(MEMBER)
def use(request: HttpRequest, code: str) -> HttpResponse:
    """Show what may be used and how often, and write down that it was."""
    user, viewer = current_user(request), viewer_of(request)
    rows = queries.live(queries.received_consents(viewer)).filter(uses__gt=0)
    found: Consent = get_or_404(rows, code=code)
    form = UseForm(posted(request), initial={"used_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        record_use(found, **form.cleaned_data, actor=user)
        messages.success(request, _("Written down. The person can read it."))
        return redirect("permission_use", code)
    context = {
        "permission": found,
        "used": found.times_used.order_by("-used_on", "-pk"),
        "person": queries.with_cards([found], organization_id=acting_organization(request).pk)[0],
        "form": form,
        "may_ask": can_ask(user, found.organization_id),
    }
    return render(request, "consultants/consents/use.html", context)


@allow(MEMBER)
def takedown(request: HttpRequest, code: str) -> HttpResponse:
    """Say what was done about what was kept."""
    user, viewer = current_user(request), viewer_of(request)
    rows = list(queries.takedowns_of(viewer).filter(consent__code=code))
    number = _number_of(request, rows)
    found = rows[number - 1]
    form = TakedownForm(posted(request))
    may_ask = can_ask(user, found.consent.organization_id)
    if request.method == "POST" and found.answered_at is not None:
        messages.info(request, _("Your team has answered already. The first answer stands."))
    elif request.method == "POST" and form.is_valid():
        answer_takedown(found, **form.cleaned_data, actor=user)
        messages.success(request, _("Thank you. The person can read your answer."))
        return redirect("org_permissions")
    ((_row, card),) = queries.named([found], organization_id=found.consent.organization_id)
    context = {
        "takedown": found, "number": number, "card": card, "form": form, "may_ask": may_ask,
    }  # fmt: skip
    return render(request, "consultants/consents/takedown.html", context)


def _number_of(request: HttpRequest, rows: list[Takedown]) -> int:
    """Return which of a permission's takedowns the page is about: an answer is for the one that was read."""
    if request.method == "POST":
        sent_number = request.POST.get("number", "")  # the page sends it hidden
        numbers = {str(n): n for n in range(1, len(rows) + 1)}
        if sent_number not in numbers:
            raise Http404
        return numbers[sent_number]
    if not rows:
        raise Http404
    open_ones = (n for n, row in enumerate(rows, start=1) if row.answered_at is None)
    return next(open_ones, len(rows))

"""Paying in, a consultant's money, and the way to the provider's own pages."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from consultants.models import Consultant
from core import outbox
from core.views import ANYONE, CONSULTANT, MEMBER, allow, get_or_404
from engagements import permissions
from engagements.models import Engagement
from engagements.pages import find_engagement
from notices.services import mark_seen
from organizations.requests import person
from payments import queries
from payments.models import Funding, PayoutMethod
from payments.paid import paid_by_kind
from payments.services import funding, payout_methods
from payments.states import FundingState

PAGE = 20


@allow(MEMBER)
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """Show each stage with its cost; lead to the provider's page for one of them."""
    engagement = find_engagement(request, code)
    if request.method == "POST":
        milestone = get_or_404(engagement.milestones.all(), number=stage_number(request))
        return HttpResponseRedirect(funding.start(milestone, actor=person(request)))
    if "came" in request.GET:
        look_again(engagement)
    stages = queries.stages_to_pay(engagement)
    context = {
        "engagement": engagement,
        "stages": stages,
        "may_pay": permissions.can_pay(person(request), engagement),
        "is_waiting": any(one.state in WAITING for one in stages),
        "came_back": "came" in request.GET,
    }
    return render(request, "payments/pay.html", context)


WAITING = (FundingState.AWAITING_FUNDS, FundingState.PROCESSING)


def stage_number(request: HttpRequest) -> int:
    """Return the stage that a button named; anything else is a missing page."""
    text = request.POST.get("stage", "")
    if not text.isdecimal() or len(text) > 4:  # noqa: PLR2004
        raise Http404
    return int(text)


@transaction.atomic
def look_again(engagement: Engagement) -> None:
    """Ask the provider now, for somebody who has just paid; its own message may be slower."""
    for row in Funding.objects.filter(engagement=engagement, state__in=WAITING):
        key = f"funding:{row.pk}:back:{row.attempt}:{row.state}"
        outbox.enqueue("payments.look_at_funding", key=key, funding=row.pk)


@allow(ANYONE, methods=("GET",))
def what_projects_paid(request: HttpRequest) -> HttpResponse:
    """Show what kinds of work paid, where it can't tell on anybody."""
    return render(request, "payments/paid.html", {"kinds": paid_by_kind()})


@allow(CONSULTANT, methods=("GET",))
def money(request: HttpRequest) -> HttpResponse:
    """List a consultant's pay: coming, waiting, sent, arrived."""
    user = person(request)
    mark_seen(user, reverse("money"))
    method = queries.method_of(user.pk)
    if "came" in request.GET and method is not None and not method.can_receive:
        look_at_setup(method)
    page = Paginator(queries.pay_of(user.pk), PAGE).get_page(request.GET.get("page"))
    context = {
        "method": method,
        "totals": queries.totals_of(user.pk),
        "pay": [queries.in_words(one) for one in page],
        "page_obj": page,
        "came_back": "came" in request.GET,
    }
    return render(request, "payments/money.html", context)


@transaction.atomic
def look_at_setup(method: PayoutMethod) -> None:
    """Ask the provider whether the set-up is finished."""
    outbox.enqueue("payments.look_at_payee", method=method.pk)


@allow(CONSULTANT, methods=("POST",))
def set_up_pay(request: HttpRequest) -> HttpResponse:
    """Lead to the provider's own set-up page."""
    consultant = Consultant.objects.get(user_id=person(request).pk)
    return HttpResponseRedirect(payout_methods.start_setup(consultant, actor=person(request)))

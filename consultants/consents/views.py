"""The consultant's side: what was asked, what is on, what has ended."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.sessions import again_url
from consultants import consent_words
from consultants.access_log.queries import seen_under
from consultants.blocks.services import blocked_by
from consultants.consents import queries, requests, services
from consultants.consents.forms import KeepForm, ScopeForm, own_choices
from consultants.models import Consent, ConsentRequest, ConsentStep
from consultants.profile.queries import own_profile
from core.kept_input import keep_typed, posted_or_kept, typed_pairs
from core.viewer import Viewer
from core.views import CONSULTANT, allow, get_or_404, name_part_of
from notices.services import mark_seen
from organizations.models import Organization
from organizations.requests import current_user, viewer_of

A_PAGE = 20


def sign_in_first(request: HttpRequest) -> HttpResponse | None:
    """Ask for the password before more can be seen, unless it was just given; nothing typed is lost."""
    if did_recently_reauthenticate(request):
        return None
    keep_typed(request)
    return redirect(again_url(request, back=request.path))


@allow(CONSULTANT, methods=("GET",))
def consents(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, what is on, and what has ended."""
    user, viewer = current_user(request), viewer_of(request)
    mark_seen(request.user, "permissions")
    rows = queries.own_consents(viewer)
    context = {
        "is_paused": queries.consultant_for(viewer).paused_at is not None,
        "blocked": blocked_by(user.pk),
        "waiting": queries.waiting_requests(viewer)[:A_PAGE],
        "live": queries.live(rows),
        "page_obj": Paginator(queries.ended(rows), A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "consultants/consents/permissions.html", context)


@allow(CONSULTANT, methods=("GET",))
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """Show one request whole, then its three answers."""
    user, viewer = current_user(request), viewer_of(request)
    found = find_request(viewer, code)
    mark_seen(request.user, "asked", code)
    if not found.is_waiting:
        return render(request, "consultants/consents/asked_before.html", {"asked": found})
    context = {
        "asked": found,
        "own": queries.asked_items(own_profile(user.pk), found),
        "is_blocked": queries.is_blocked(viewer, found.organization_id),
    }
    return render(request, "consultants/consents/asked.html", context)


@allow(CONSULTANT)
def asked_allow(request: HttpRequest, code: str) -> HttpResponse:
    """Allow all of it, after the password was given again."""
    user, viewer = current_user(request), viewer_of(request)
    found = find_request(viewer, code)
    everything: dict[str, Any] = {
        "items": frozenset(found.item_names),
        "uses": frozenset(found.use_list),
        "until": found.until,
    }
    if request.method == "GET":
        if not found.is_waiting:
            return redirect("asked", code)
        context = {
            "asked": found,
            "rows": consent_words.rows_of_consent(_yes_to(found, **everything)),
        }
        return render(request, "consultants/consents/allow.html", context)
    if first := sign_in_first(request):
        return first
    given = requests.allow(found, **everything, actor=user)
    messages.success(request, _("Allowed. You can stop it at any time."))
    return redirect("permission", given.code)


def _yes_to(found: ConsentRequest, **kept: Any) -> Consent:
    """Return what a yes to these parts of a request would make, not stored."""
    scope = requests.scope_of(found, **kept)
    return services.proposed(found.consultant, organization=found.organization, scope=scope)


@allow(CONSULTANT)
def asked_part(request: HttpRequest, code: str) -> HttpResponse:
    """Allow less: fewer things, a shorter time."""
    user, viewer = current_user(request), viewer_of(request)
    found = find_request(viewer, code)
    if request.method == "GET" and not found.is_waiting:
        return redirect("asked", code)
    latest = timezone.localtime(found.until).date()
    form = KeepForm(found, posted_or_kept(request), latest=latest, initial={"until": latest})
    if is_answered(request) and form.is_valid():
        proposed = _yes_to(found, **form.kept())
        if first := sign_in_first(request) or read_first(request, proposed, _("Allow part")):
            return first
        given = requests.allow(found, **form.kept(), actor=user)
        messages.success(request, _("Allowed in part. You can stop it at any time."))
        return redirect("permission", given.code)
    return render(request, "consultants/consents/part.html", {"asked": found, "form": form})


@allow(CONSULTANT, methods=("POST",))
def asked_no(request: HttpRequest, code: str) -> HttpResponse:
    """Do not allow it; nothing else changes."""
    user, viewer = current_user(request), viewer_of(request)
    requests.do_not_allow(find_request(viewer, code), actor=user)
    messages.success(request, _("Not allowed. Nothing else changes, and nobody asks why."))
    return redirect("permissions")


@allow(CONSULTANT, methods=("GET",))
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """Show one permission: what it covers, what came of it, how to stop it."""
    viewer = viewer_of(request)
    found = find_consent(viewer, code)
    mark_seen(request.user, "permission", code)
    context = {
        "permission": found,
        "is_blocked": queries.is_blocked(viewer, found.organization_id),
        "used": found.times_used.order_by("-used_on", "-pk"),
        "seen": seen_under(found),
        "takedowns": found.takedowns.order_by("pk"),
    }
    return render(request, "consultants/consents/permission.html", context)


@allow(CONSULTANT)
def consent_change(request: HttpRequest, code: str) -> HttpResponse:
    """Keep less of a permission, or let it end at another time."""
    user, viewer = current_user(request), viewer_of(request)
    found = find_consent(viewer, code)
    if request.method == "GET" and not found.is_on:
        return redirect("permission", code)
    kept = {
        "items": found.item_names,
        "uses": [str(use.value) for use in found.use_list],
        "until": timezone.localtime(found.valid_until).date(),
    }
    form = KeepForm(found, posted_or_kept(request), initial=kept)
    if is_answered(request) and form.is_valid():
        way = services.keep_only(found, **form.kept())
        if way == ConsentStep.EXTENDED and (
            first := sign_in_first(request) or read_first(request, found, _("Save"))
        ):
            return first
        services.narrow(found, **form.kept(), actor=user)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("permission", code)
    return render(request, "consultants/consents/change.html", {"permission": found, "form": form})


@allow(CONSULTANT, methods=("POST",))
def consent_stop(request: HttpRequest, code: str) -> HttpResponse:
    """Stop it now."""
    user, viewer = current_user(request), viewer_of(request)
    found = find_consent(viewer, code)
    services.stop(found, actor=user)
    messages.success(request, _("Stopped. It holds from now on."))
    return redirect("permission", code)


@allow(CONSULTANT, methods=("GET",))
def give(request: HttpRequest) -> HttpResponse:
    """Find the organization to give something to."""
    words = name_part_of(request)
    rows = Organization.objects.checked().named(words)
    found = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultants/consents/give.html", {"words": words, "page_obj": found})


@allow(CONSULTANT)
def give_to(request: HttpRequest, code: str) -> HttpResponse:
    """Give one organization something without being asked."""
    user, viewer = current_user(request), viewer_of(request)
    organization = get_or_404(Organization.objects.checked(), code=code)
    own = queries.items_to_give(own_profile(user.pk))
    form = ScopeForm(own_choices(own), posted_or_kept(request))
    if is_answered(request) and form.is_valid():
        consultant, scope = queries.consultant_for(viewer), form.scope()
        proposed = services.proposed(consultant, organization=organization, scope=scope)
        if first := sign_in_first(request) or read_first(request, proposed, _("Give")):
            return first
        given = services.give(consultant, organization=organization, scope=scope, actor=user)
        messages.success(request, _("Given. You can stop it at any time."))
        return redirect("permission", given.code)
    context = {
        "organization": organization,
        "form": form,
        "nothing_to_give": not own,
        "is_blocked": queries.is_blocked(viewer, organization.pk),
    }
    return render(request, "consultants/consents/give_to.html", context)


def is_answered(request: HttpRequest) -> bool:
    """Whether a form came, and not to be changed once more."""
    return request.method == "POST" and "again" not in request.POST


def read_first(request: HttpRequest, proposed: Consent, yes: str) -> HttpResponse | None:
    """Show what would be given, in the words that the ledger keeps, until the person has read it."""
    if "sure" in request.POST:
        return None
    context = {
        "rows": consent_words.rows_of_consent(proposed),
        "typed": typed_pairs(request),
        "yes": yes,
        "is_blocked": queries.is_blocked(viewer_of(request), proposed.organization_id),
    }
    return render(request, "consultants/consents/read.html", context)


def find_request(viewer: Viewer, code: str) -> ConsentRequest:
    """Return one of the consultant's own requests; others' are missing pages."""
    return get_or_404(queries.own_requests(viewer), code=code)


def find_consent(viewer: Viewer, code: str) -> Consent:
    """Return one of the consultant's own permissions; others' are missing pages."""
    rows = queries.own_consents(viewer).select_related("request")
    return get_or_404(rows, code=code)

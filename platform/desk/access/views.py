"""Private items on the desk: asked for with a reason, agreed to by somebody else, looked at for an hour."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consultants import access_cases
from consultants.items import ITEMS
from consultants.models import AccessCase
from consultants.visibility import ProfileCard
from core.views import ADMINISTRATOR, allow, get_or_404, posted
from desk.access.forms import AccessForm
from organizations.requests import current_user

A_PAGE = 20


@allow(ADMINISTRATOR)
def access(request: HttpRequest) -> HttpResponse:
    """List the cases, and ask for a look."""
    form = AccessForm(posted(request))
    if form.is_valid() and (case := form.ask(actor=current_user(request))):
        messages.success(request, _("Asked. Another administrator must agree first."))
        return redirect("desk_access_one", case.code)
    rows = AccessCase.objects.order_by("-pk")
    context = {"form": form, "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "desk/access/access.html", context)


@allow(ADMINISTRATOR, methods=("GET",))
def access_one(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was asked and why; never an item."""
    return render(request, "desk/access/access_one.html", page_of(request, find_case(code)))


@allow(ADMINISTRATOR, methods=("POST",))
def access_approve(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to somebody else's case."""
    case = access_cases.approve(find_case(code), actor=current_user(request))
    messages.success(request, _("Agreed. It ends by itself after an hour."))
    return redirect("desk_access_one", case.code)


@allow(ADMINISTRATOR, methods=("POST",))
def access_look(request: HttpRequest, code: str) -> HttpResponse:
    """Show the items, once for each press; the person reads of each."""
    case = find_case(code)
    card = access_cases.look(case, actor=current_user(request))
    return render(request, "desk/access/access_one.html", page_of(request, case, card))


def find_case(code: str) -> AccessCase:
    """Return a case by its code, whoever asked for it; a missing page otherwise."""
    return get_or_404(AccessCase.objects.all(), code=code)


def page_of(
    request: HttpRequest, case: AccessCase, card: ProfileCard | None = None
) -> dict[str, object]:
    """Return what the page of one case needs; values only after a look."""
    named = [item for item in ITEMS if item.name in case.item_names and item.name != "photo"]
    return {
        "access": case,
        "is_mine": case.asked_by_id == current_user(request).pk,
        "shown": [(item, card.items.get(item.name)) for item in named] if card else [],
    }

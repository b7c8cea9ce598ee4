"""The board for everybody; kept searches, kept projects and usual terms for their owner alone."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Kind
from core.views import ANYONE, CONSULTANT, allow, get_or_404
from engagements.board import queries, search, services
from engagements.board.forms import BoardForm, UsualTermsForm
from engagements.board.usual import differences
from engagements.models import Posting, SavedSearch
from engagements.postings import queries as postings
from notices.services import mark_seen
from organizations.requests import current_user, viewer_of


@allow(ANYONE, methods=("GET",))
def board(request: HttpRequest) -> HttpResponse:
    """List open paid work that answers the questions asked. Nobody can see who looked."""
    form = BoardForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= found(request, form)
    return render(request, "engagements/board/board.html", context)


def found(request: HttpRequest, form: BoardForm) -> dict[str, Any]:
    """Return what the board shows for questions that can be answered."""
    viewer = viewer_of(request)
    page = search.page_of(form.cleaned_data, after=request.GET.get("after", ""))
    reader = viewer.user_id if viewer.kind == Kind.CONSULTANT else None
    usual = queries.usual_terms(reader) if reader else None
    return {
        "page": page,
        "cards": [(card, differences(usual, card)) for card in page.rows],
        "is_first": page.count is not None,
        "said": queries.in_words(form),
        "query": form.query,
        "is_kept": bool(reader and form.query and queries.is_kept(reader, form.query)),
    }


@allow(CONSULTANT, methods=("GET",))
def saved(request: HttpRequest) -> HttpResponse:
    """List kept searches and kept projects."""
    user = current_user(request)
    mark_seen(user, services.SAVED_PAGE)
    page = Paginator(queries.bookmarks(user.pk), queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "searches": queries.kept_searches(user.pk),
        "page_obj": page,
        "open_now": queries.still_open(page),
    }
    return render(request, "engagements/board/saved.html", context)


@allow(CONSULTANT, methods=("POST",))
def search_keep(request: HttpRequest) -> HttpResponse:
    """Keep the search that was just made."""
    form = queries.form_of(request.POST.get("query", ""))
    services.keep_search(form.query if form.is_valid() else "", actor=current_user(request))
    messages.success(request, _("Kept. We tell you at most once a day when something new matches."))
    return redirect("saved_projects")


@allow(CONSULTANT, methods=("POST",))
def search_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a kept search."""
    row = get_or_404(SavedSearch.objects.filter(consultant__user=current_user(request)), code=code)
    services.delete_search(row, actor=current_user(request))
    messages.success(request, _("Deleted."))
    return redirect("saved_projects")


@allow(CONSULTANT, methods=("POST",))
def project_keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a project for later."""
    services.keep(_visible(request, code), actor=current_user(request))
    messages.success(request, _("Kept for you. Nobody else sees it."))
    return redirect("project", code)


@allow(CONSULTANT, methods=("POST",))
def project_forget(request: HttpRequest, code: str) -> HttpResponse:
    """Take a project off the list; it may have left the board meanwhile."""
    kept = get_or_404(queries.bookmarks(current_user(request).pk), posting__code=code)
    services.forget(kept.posting, actor=current_user(request))
    messages.success(request, _("Taken off your list."))
    return redirect("saved_projects")


@allow(CONSULTANT)
def usual_terms(request: HttpRequest) -> HttpResponse:
    """Ask for a consultant's own minimums."""
    is_sent = request.method == "POST"
    kept = queries.usual_terms(current_user(request).pk)
    form = UsualTermsForm(request.POST) if is_sent else UsualTermsForm.of(kept)
    if is_sent and form.is_valid():
        services.set_usual_terms(actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Saved. Projects now show where they differ."))
        return redirect("usual_terms")
    return render(request, "engagements/board/usual_terms.html", {"form": form})


def _visible(request: HttpRequest, code: str) -> Posting:
    return get_or_404(postings.visible_to(viewer_of(request)), code=code)

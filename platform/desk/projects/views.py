"""Projects that were sent in: an organization's first one, or one that keeps some wording."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import ADMINISTRATOR, allow, get_or_404
from desk.projects.forms import ReviewForm
from engagements.postings import language_findings, review, services, summary
from organizations.permissions import is_own
from organizations.requests import current_user


@allow(ADMINISTRATOR)
def look_at_project(request: HttpRequest, code: str) -> HttpResponse:
    """Show a project with the wording it keeps and why, and record the decision."""
    posting = get_or_404(review.waiting(), code=code)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        review.decide(posting, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Your decision is recorded."))
        return redirect("desk")
    page = {
        "form": form,
        "posting": posting,
        "topics": summary.topics(posting),
        "kept": language_findings.found_in(posting),
        "is_first": services.is_first(posting),
        "is_own": is_own(current_user(request), posting.organization),
        "earlier": list(posting.reviews.all()),
    }
    return render(request, "desk/projects/project.html", page)

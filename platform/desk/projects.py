"""Projects that were sent in: an organization's first one, or one that keeps some wording."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ADMINISTRATOR, allow, get_or_404
from engagements.models import PostingReview
from engagements.postings import facts, review, services, wording
from organizations.permissions import is_own
from organizations.requests import person

Decision = PostingReview.Decision


class ReviewForm(forms.Form):
    """Whether a project opens."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, when you send it back"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("The organization reads it. Say what to change."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Sending back needs a reason, opening has none."""
        given = super().clean() or {}
        is_returned = given.get("decision") == Decision.RETURNED
        if is_returned and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, so that they can change it."))
        return given


@allow(ADMINISTRATOR)
def look_at_project(request: HttpRequest, code: str) -> HttpResponse:
    """Show a project with the wording it keeps and why, and record the decision."""
    posting = get_or_404(review.waiting(), code=code)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        review.decide(posting, actor=person(request), **form.cleaned_data)
        messages.success(request, _("Your decision is recorded."))
        return redirect("desk")
    page = {
        "form": form,
        "posting": posting,
        "topics": facts.topics(posting),
        "kept": wording.found_in(posting),
        "is_first": services.is_first(posting),
        "is_own": is_own(person(request), posting.organization),
        "earlier": list(posting.reviews.all()),
    }
    return render(request, "desk/project.html", page)

"""A consultant says how an organization was to work with."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import CONSULTANT, allow
from engagements.feedback import queries, services
from engagements.feedback.forms import FeedbackForm
from engagements.models.feedback import QUESTIONS
from engagements.pages import find_engagement
from organizations.requests import current_user


@allow(CONSULTANT)
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """Ask about work that has ended; show the answers when they can't be changed any more."""
    engagement = find_engagement(request, code)
    if not queries.is_over(engagement):
        raise Http404
    found = queries.own_feedback(engagement)
    is_sent = request.method == "POST"
    form = FeedbackForm(request.POST) if is_sent else FeedbackForm.of(found)
    if is_sent and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in QUESTIONS}
        note = form.cleaned_data["note"]
        services.say_how_it_was(engagement, actor=current_user(request), answers=answers, note=note)
        messages.success(request, _("Thank you. You can change it for 14 days."))
        return redirect("work", engagement.code)
    context = {
        "engagement": engagement,
        "form": form,
        "said": queries.in_words(found) if found else [],
        "feedback": found,
        "can_change": queries.can_change(found),
    }
    return render(request, "engagements/feedback/feedback.html", context)

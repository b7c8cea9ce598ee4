"""Concerns at the desk: taken up on the record, then answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import ADMINISTRATOR, allow, get_or_404, posted
from organizations.concerns import queries as concern_queries
from organizations.concerns import services as concerns
from organizations.concerns.forms import AnswerForm
from organizations.requests import current_user
from organizations.states import ConcernState


@allow(ADMINISTRATOR)
def answer_concern(request: HttpRequest, code: str) -> HttpResponse:
    """Show a concern that was taken up, and answer it."""
    concern = get_or_404(concern_queries.at_desk(), code=code)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        concerns.answer(concern, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
        return redirect("desk")
    is_open = concern.state != ConcernState.SENT
    page = {
        "form": form,
        "concern": concern,
        "texts": concern_queries.texts_of(concern) if is_open else None,
    }
    return render(request, "desk/concerns/concern.html", page)


@allow(ADMINISTRATOR, methods=("POST",))
def take_up_concern(request: HttpRequest, code: str) -> HttpResponse:
    """Open a concern, on the record."""
    concern = get_or_404(concern_queries.at_desk(), code=code)
    concerns.take_up(concern, actor=current_user(request))
    return redirect("desk_concern", code)

"""The desk's pages for the questions of the rights self-assessment: draft, look, publish."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import ADMINISTRATOR, allow, get_or_404, posted
from desk.questions.forms import QuestionForm
from organizations.models import Question, QuestionSet, Step
from organizations.requests import current_user
from organizations.self_assessment import questions as services
from organizations.self_assessment.queries import WRITTEN_STEPS, current_questions

STEPS = (Step.SCAN, *WRITTEN_STEPS)
Grouped = list[tuple[Step, list[Question]]]


@allow(ADMINISTRATOR, methods=("GET",))
def show_questions(request: HttpRequest) -> HttpResponse:
    """Show the version in use, the draft if there is one, and the earlier versions."""
    current, draft = current_questions(), services.draft_now()
    earlier = QuestionSet.objects.exclude(published_at=None).order_by("-number")[:20]
    context = {
        "current": current,
        "draft": draft,
        "steps": by_step(draft or current),
        "earlier": earlier,
    }
    return render(request, "desk/questions/questions.html", context)


@allow(ADMINISTRATOR, methods=("POST",))
def start_draft(request: HttpRequest) -> HttpResponse:
    """Begin the next version."""
    services.start_draft(actor=current_user(request))
    return redirect("desk_questions")


@allow(ADMINISTRATOR)
def add_question(request: HttpRequest, step: int) -> HttpResponse:
    """Add a question to a step of the draft."""
    draft = draft_or_404()
    if step not in STEPS:
        raise Http404
    form = QuestionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.add_question(draft, actor=current_user(request), step=step, **form.cleaned_data)
        return redirect("desk_questions")
    context = {"form": form, "step": Step(step), "question": None}
    return render(request, "desk/questions/question.html", context)


@allow(ADMINISTRATOR)
def change_question(request: HttpRequest, code: str) -> HttpResponse:
    """Change the words of a question of the draft."""
    question = question_or_404(code)
    now = {name: getattr(question, name) for name in QuestionForm.base_fields}
    form = QuestionForm(posted(request), initial=now)
    if request.method == "POST" and form.is_valid():
        services.change_question(question, actor=current_user(request), **form.cleaned_data)
        return redirect("desk_questions")
    context = {"form": form, "step": Step(question.step), "question": question}
    return render(request, "desk/questions/question.html", context)


@allow(ADMINISTRATOR, methods=("POST",))
def move_up(request: HttpRequest, code: str) -> HttpResponse:
    """Move a question up."""
    services.move_up(question_or_404(code), actor=current_user(request))
    return redirect("desk_questions")


@allow(ADMINISTRATOR, methods=("POST",))
def remove_question(request: HttpRequest, code: str) -> HttpResponse:
    """Take a question out of the draft."""
    services.remove_question(question_or_404(code), actor=current_user(request))
    messages.success(request, _("Taken out of the draft. Earlier versions keep it."))
    return redirect("desk_questions")


@allow(ADMINISTRATOR, methods=("GET",))
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version in both languages, as organizations will read it."""
    shown = get_or_404(QuestionSet.objects.all(), number=number)
    context = {"shown": shown, "steps": by_step(shown)}
    return render(request, "desk/questions/preview.html", context)


@allow(ADMINISTRATOR, methods=("POST",))
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft."""
    services.publish(draft_or_404(), actor=current_user(request))
    messages.success(request, _("Published. New self-assessments use it."))
    return redirect("desk_questions")


def by_step(shown: QuestionSet | None) -> Grouped:
    """Group the questions of a version."""
    rows = list(shown.questions.all()) if shown else []
    return [(step, [row for row in rows if row.step == step]) for step in STEPS]


def draft_or_404() -> QuestionSet:
    """Return the version that is being written; a missing page while there is none."""
    draft = services.draft_now()
    if draft is None:
        raise Http404
    return draft


def question_or_404(code: str) -> Question:
    """Return a question of the draft; published ones can't be changed."""
    rows = Question.objects.filter(question_set=draft_or_404())
    return get_or_404(rows.select_related("question_set"), code=code)

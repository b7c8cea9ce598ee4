"""Writing a project: one thing a page, the look at its wording, the last look, publishing, copies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, allow, posted
from engagements import permissions
from engagements.models import Posting
from engagements.postings import language_findings, queries, services, steps
from engagements.postings.columns.column import Step
from engagements.postings.forms import KeepForm, UseForm
from engagements.postings.pages import find_to_write
from engagements.postings.step_form import FirstStepForm, StepForm
from engagements.states import PostingState
from organizations.lessons.gate import after_lessons
from organizations.requests import acting_organization, current_user


@allow(MEMBER)
@after_lessons
def new(request: HttpRequest) -> HttpResponse:
    """Begin a project with its first page, or from an earlier one."""
    organization = acting_organization(request)
    if not permissions.can_post(current_user(request), organization):
        raise Http404
    first = steps.STEPS[0]
    form = FirstStepForm(first, posted(request), posting=Posting(organization=organization))
    if request.method == "POST" and form.is_valid():
        posting = services.begin(
            organization,
            code=form.cleaned_data["code"],
            answers=form.answers(),
            actor=current_user(request),
        )
        return _go_on(posting, first)
    page = {
        "form": form,
        "step": first,
        "number": 1,
        "count": len(steps.STEPS),
        "to_copy": queries.to_copy(organization.pk),
    }
    return render(request, "engagements/postings/org_project_step.html", page)


@allow(MEMBER)
@after_lessons
def step(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask one page's questions; what was answered is kept and can be changed until it is published."""
    posting = find_to_write(request, code)
    if slug not in steps.BY_SLUG:
        raise Http404
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    form = StepForm(steps.BY_SLUG[slug], posted(request), posting=posting)
    if request.method == "POST" and form.is_valid():
        if not form.is_stale:
            read = form.cleaned_data["read"]
            posting = services.answer_step(
                posting, slug=slug, answers=form.answers(), read=read, actor=current_user(request)
            )
            return _go_on(posting, form.step)
        form.ask_again()
    page = {
        "form": form,
        "posting": posting,
        "step": form.step,
        "number": steps.STEPS.index(form.step) + 1,
        "count": len(steps.STEPS),
    }
    return render(request, "engagements/postings/org_project_step.html", page)


def _go_on(posting: Posting, answered: Step) -> HttpResponse:
    """Go to the wording of this page if there is some, else to the next page, else to the last look."""
    if any(one.step is answered for one in language_findings.unanswered(posting)):
        return redirect("org_project_words", posting.code)
    following = steps.after(answered, posting)
    if following is None:
        return redirect("org_project", posting.code)
    return redirect("org_project_step", posting.code, following.slug)


@allow(MEMBER)
@after_lessons
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next wording to look at; keep it with an explanation."""
    posting = find_to_write(request, code)
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    form = KeepForm(posted(request))
    if request.method == "POST" and form.is_valid():
        language_findings.keep_wording(posting, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Kept. The desk reads your explanation."))
        return redirect("org_project_words", code)
    left = language_findings.unanswered(posting)
    if not left:
        return _go_on(posting, steps.STEPS[0])
    if request.method != "POST":
        form = KeepForm.about(left[0])
    page = {"posting": posting, "one": left[0], "count": len(left), "form": form}
    return render(request, "engagements/postings/org_project_words.html", page)


@allow(MEMBER, methods=("POST",))
@after_lessons
def use_words(request: HttpRequest, code: str) -> HttpResponse:
    """Put the other wording in the place of the one that was found."""
    posting = find_to_write(request, code)
    form = UseForm(request.POST)
    if not form.is_valid():
        raise Http404  # the page sends hidden fields only: anything else was made by hand
    posting = language_findings.use_better(
        posting, actor=current_user(request), **form.cleaned_data
    )
    field, start = form.cleaned_data["field"], form.cleaned_data["start"]
    said = language_findings.around(getattr(posting, field), start)
    messages.success(
        request, _("Now it says: “%(text)s”. You can still change it.") % {"text": said}
    )
    return redirect("org_project_words", code)

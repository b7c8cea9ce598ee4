"""Writing a project: one thing a page, the look at its wording, the last look, publishing, copies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, allow, sent
from engagements import permissions
from engagements.models import Posting
from engagements.postings import queries, services, steps, wording
from engagements.postings.forms import FORMS, KeepForm, NewWorkForm, TemplateForm, UseForm
from engagements.postings.views import find_own
from engagements.states import PostingState
from organizations.lessons.gate import after_lessons
from organizations.requests import acting_organization, person


@allow(MEMBER)
@after_lessons
def new(request: HttpRequest) -> HttpResponse:
    """Begin a project with its first page, or from an earlier one."""
    organization = acting_organization(request)
    if not permissions.can_post(person(request), organization):
        raise Http404
    form = NewWorkForm(sent(request), posting=Posting(organization=organization))
    if request.method == "POST" and form.is_valid():
        posting = services.begin(
            organization,
            code=form.cleaned_data["code"],
            answers=form.answers(),
            actor=person(request),
        )
        return _go_on(posting, steps.STEPS[0])
    page = {
        "form": form,
        "step": steps.STEPS[0],
        "number": 1,
        "count": len(steps.STEPS),
        "to_copy": queries.to_copy(organization.pk),
    }
    return render(request, "engagements/postings/org_project_step.html", page)


@allow(MEMBER)
@after_lessons
def step(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask one page's questions; what was answered is kept and can be changed until it is published."""
    posting = _find_to_write(request, code)
    if slug not in FORMS:
        raise Http404
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    form = FORMS[slug](sent(request), posting=posting)
    if request.method == "POST" and form.is_valid():
        if not form.is_stale:
            read = form.cleaned_data["read"]
            posting = services.answer_step(
                posting, slug=slug, answers=form.answers(), read=read, actor=person(request)
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


def _go_on(posting: Posting, answered: steps.Step) -> HttpResponse:
    """Go to the wording of this page if there is some, else to the next page, else to the last look."""
    if any(one.step is answered for one in wording.unanswered(posting)):
        return redirect("org_project_words", posting.code)
    following = steps.after(answered, posting)
    if following is None:
        return redirect("org_project", posting.code)
    return redirect("org_project_step", posting.code, following.slug)


@allow(MEMBER)
@after_lessons
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next wording to look at; keep it with an explanation."""
    posting = _find_to_write(request, code)
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    form = KeepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        wording.keep_wording(posting, actor=person(request), **form.cleaned_data)
        messages.success(request, _("Kept. The desk reads your explanation."))
        return redirect("org_project_words", code)
    left = wording.unanswered(posting)
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
    posting = _find_to_write(request, code)
    form = UseForm(request.POST)
    if not form.is_valid():
        raise Http404  # the page sends hidden fields only: anything else was made by hand
    posting = wording.use_better(posting, actor=person(request), **form.cleaned_data)
    field, start = form.cleaned_data["field"], form.cleaned_data["start"]
    said = wording.around(getattr(posting, field), start)
    messages.success(
        request, _("Now it says: “%(text)s”. You can still change it.") % {"text": said}
    )
    return redirect("org_project_words", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a draft, or send it to the desk first."""
    posting = services.publish(find_own(request, code), actor=person(request))
    if posting.state == PostingState.IN_REVIEW:
        messages.success(request, _("Sent. An administrator looks at it first."))
    else:
        messages.success(request, _("Published. Consultants can see it now."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Change a project once more before the desk has looked."""
    services.take_back(find_own(request, code), actor=person(request))
    messages.success(request, _("It is a draft again."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Throw a draft or a template away; a published project is closed instead."""
    posting = find_own(request, code)
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    services.withdraw(posting, actor=person(request))
    messages.success(request, _("The draft is gone."))
    return redirect("org_projects")


@allow(MEMBER, methods=("POST",))
@after_lessons
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new draft with the answers of an earlier project or a template."""
    posting = services.copy_posting(find_own(request, code), actor=person(request))
    messages.success(request, _("Copied. Only the days are new."))
    return redirect("org_project_step", posting.code, "result")


@allow(MEMBER)
@after_lessons
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the answers of a project as a template."""
    posting = _find_to_write(request, code)
    form = TemplateForm(sent(request), initial={"name": posting.title[:60]})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        services.copy_posting(posting, actor=person(request), template_name=name)
        messages.success(request, _("Kept as a template. You find it when you write a project."))
        return redirect("org_projects")
    page = {"form": form, "posting": posting}
    return render(request, "engagements/postings/org_project_template.html", page)


def _find_to_write(request: HttpRequest, code: str) -> Posting:
    """Return one of the organization's projects, for those who write them; others find nothing."""
    posting = find_own(request, code)
    if not permissions.can_arrange(person(request), posting):
        raise Http404
    return posting

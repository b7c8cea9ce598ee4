"""Pages of the rights self-assessment: one step a page, left and taken up again at any time."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.views import MEMBER, allow, get_or_404, posted
from notices.services import mark_seen
from organizations.models import Evidence, Organization, PlannedAction, SelfAssessment, Step
from organizations.permissions import can_read_self_assessment, can_self_assess
from organizations.requests import acting_organization, current_user
from organizations.self_assessment import evidence, queries, services
from organizations.self_assessment.forms import ActionForm, EvidenceForm, FinishForm, StepForm
from security.files import CONTENT_TYPES


@allow(MEMBER, methods=("GET",))
def show_self_assessment(request: HttpRequest) -> HttpResponse:
    """Show where the self-assessment stands, and what was said before."""
    organization = reading_organization(request)
    mark_seen(request.user, services.PAGE)
    now = queries.open_self_assessment(organization)
    context = {
        "organization": organization,
        "self_check": now,
        "progress": queries.progress_of(now) if now else None,
        "said": queries.said_by(organization),
        "finished": list(queries.finished_self_assessments(organization)[:20]),
        "may_answer": can_self_assess(current_user(request), organization),
        "has_questions": queries.current_questions() is not None,
    }
    return render(request, "organizations/self_assessment/self_assessment.html", context)


@allow(MEMBER, methods=("POST",))
def start(request: HttpRequest) -> HttpResponse:
    """Begin."""
    services.start(reading_organization(request), actor=current_user(request))
    return redirect("self_check_step", Step.SCAN)


@allow(MEMBER)
def show_step(request: HttpRequest, step: int) -> HttpResponse:
    """Show one step and keep what is typed."""
    self_assessment = answering(request)
    if step == Step.PLAN:
        context = {"self_check": self_assessment, "actions": list(self_assessment.actions.all())}
        return render(request, "organizations/self_assessment/plan.html", context | around(step))
    asked = queries.asked_in(self_assessment, step)
    if not asked:
        raise Http404
    form = StepForm(asked, posted(request), version=queries.version_of(self_assessment, step))
    if request.method == "POST" and form.is_valid():
        services.save_step(
            self_assessment,
            step=step,
            answers=form.answers(),
            seen=form.cleaned_data["seen"],
            actor=current_user(request),
        )
        return redirect(after_step(self_assessment, step))
    files = self_assessment.evidence.filter(step=step).order_by("pk")
    context = {"form": form, "self_check": self_assessment, "files": files, "asked": asked}
    if form.has_error("__all__", "saved_elsewhere"):
        context["elsewhere"] = [one for one in asked if one.answer]
    return render(request, "organizations/self_assessment/step.html", context | around(step))


def after_step(self_assessment: SelfAssessment, step: int) -> str:
    """Return where saving a step leads: to the next one that exists, or to the overview."""
    progress = queries.progress_of(self_assessment)
    steps = [int(seen.step) for seen in progress.steps]
    following = next((number for number in steps if number > step), None)
    return (
        reverse("self_check") if following is None else reverse("self_check_step", args=[following])
    )


def around(step: int) -> dict[str, object]:
    """Return what every page of a step says about where it is."""
    return {"step": Step(step), "total": int(Step.PLAN), "takes_files": 0 < step < Step.PLAN}


@allow(MEMBER)
def add_file(request: HttpRequest, step: int) -> HttpResponse:
    """Add a file that shows what was answered."""
    self_assessment = answering(request)
    if not 0 < step < Step.PLAN:
        raise Http404
    files = request.FILES if request.method == "POST" else None
    form = EvidenceForm(posted(request), files)
    if request.method == "POST" and form.is_valid():
        evidence.add_evidence(
            self_assessment, actor=current_user(request), step=step, **form.cleaned_data
        )
        messages.success(request, _("The file is kept. Only your team can open it."))
        return redirect("self_check_step", step)
    return render(request, "organizations/self_assessment/file.html", {"form": form} | around(step))


@allow(MEMBER, methods=("GET",))
def send_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send a file to the team only, under a neutral name and its found type."""
    found = find_evidence(request, code)
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"file-{found.step}.{found.file_type}",
        content_type=CONTENT_TYPES[found.file_type],
        headers={"X-Content-Type-Options": "nosniff"},
    )


@allow(MEMBER, methods=("POST",))
def remove_file(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file out."""
    found = find_evidence(request, code)
    evidence.remove_evidence(found, actor=current_user(request))
    messages.success(request, _("The file is gone."))
    return redirect("self_check_step", found.step)


@allow(MEMBER)
def add_action(request: HttpRequest) -> HttpResponse:
    """Plan a change."""
    self_assessment = answering(request)
    form = ActionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.add_action(self_assessment, actor=current_user(request), **form.cleaned_data)
        return redirect("self_check_step", Step.PLAN)
    return render(request, "organizations/self_assessment/action.html", {"form": form})


@allow(MEMBER, methods=("POST",))
def remove_action(request: HttpRequest, code: str) -> HttpResponse:
    """Take a planned change out."""
    services.remove_action(find_action(request, code), actor=current_user(request))
    return redirect("self_check_step", Step.PLAN)


@allow(MEMBER, methods=("POST",))
def mark_done(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a planned change is made, or take that back."""
    is_done = request.POST.get("done") == "yes"
    services.mark_done(find_action(request, code), actor=current_user(request), is_done=is_done)
    messages.success(request, _("Changed on your page."))
    return redirect("self_check")


@allow(MEMBER)
def finish(request: HttpRequest) -> HttpResponse:
    """Check the answers, say something in public, and finish."""
    self_assessment = answering(request)
    progress = queries.progress_of(self_assessment)
    if progress.left:
        return redirect("self_check")
    form = FinishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.finish(self_assessment, actor=current_user(request), **form.cleaned_data)
        messages.success(request, _("Finished. Your summary and your actions are on your page."))
        return redirect("self_check")
    context = {"form": form, "progress": progress}
    return render(request, "organizations/self_assessment/finish.html", context)


@allow(MEMBER, methods=("GET",))
def show_all(request: HttpRequest, code: str) -> HttpResponse:
    """Show all of one year on one page, made to be printed."""
    organization = reading_organization(request)
    self_assessment = get_or_404(
        organization.self_assessments.select_related("question_set"), code=code
    )
    context = {
        "organization": organization,
        "self_check": self_assessment,
        "progress": queries.progress_of(self_assessment),
    }
    return render(request, "organizations/self_assessment/all.html", context)


def reading_organization(request: HttpRequest) -> Organization:
    """Return the organization whose self-assessment this person may read."""
    organization = acting_organization(request)
    if not can_read_self_assessment(current_user(request), organization):
        raise Http404
    return organization


def answering(request: HttpRequest) -> SelfAssessment:
    """Return the open self-assessment of somebody who may answer it."""
    organization = reading_organization(request)
    if not can_self_assess(current_user(request), organization):
        raise Http404
    self_assessment = queries.open_self_assessment(organization)
    if self_assessment is None:
        raise Refused(
            _(
                "No self-assessment is open: it was finished, maybe in another window. Begin the next one to change an answer."
            )
        )
    return self_assessment


def find_evidence(request: HttpRequest, code: str) -> Evidence:
    """Return a file of one's own organization."""
    rows = Evidence.objects.filter(self_assessment__organization=reading_organization(request))
    return get_or_404(rows.select_related("self_assessment"), code=code)


def find_action(request: HttpRequest, code: str) -> PlannedAction:
    """Return an action of one's own organization."""
    rows = PlannedAction.objects.filter(self_assessment__organization=reading_organization(request))
    return get_or_404(rows.select_related("self_assessment__organization"), code=code)

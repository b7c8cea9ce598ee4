"""What is done with a whole posting: published, taken back, closed, copied, booked again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import MEMBER, allow, posted
from engagements.pages import find_engagement
from engagements.postings import rebooking, services
from engagements.postings.forms import TemplateForm
from engagements.postings.pages import find_own, find_to_write
from engagements.states import PostingState
from organizations.lessons.gate import after_lessons
from organizations.requests import current_user


@allow(MEMBER, methods=("POST",))
@after_lessons
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Take a project off the board."""
    services.close(find_own(request, code), actor=current_user(request))
    messages.success(request, _("Closed. Work that was begun goes on."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a draft, or send it to the desk first."""
    posting = services.publish(find_own(request, code), actor=current_user(request))
    if posting.state == PostingState.IN_REVIEW:
        messages.success(request, _("Sent. An administrator looks at it first."))
    else:
        messages.success(request, _("Published. Consultants can see it now."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Change a project once more before the desk has looked."""
    services.take_back(find_own(request, code), actor=current_user(request))
    messages.success(request, _("It is a draft again."))
    return redirect("org_project", code)


@allow(MEMBER, methods=("POST",))
@after_lessons
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Throw a draft or a template away; a published project is closed instead."""
    posting = find_own(request, code)
    if posting.state != PostingState.DRAFT:
        return redirect("org_project", code)
    services.withdraw(posting, actor=current_user(request))
    messages.success(request, _("The draft is gone."))
    return redirect("org_projects")


@allow(MEMBER, methods=("POST",))
@after_lessons
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new draft with the answers of an earlier project or a template."""
    posting = services.copy_posting(find_own(request, code), actor=current_user(request))
    messages.success(request, _("Copied. Only the days are new."))
    return redirect("org_project_step", posting.code, "result")


@allow(MEMBER)
@after_lessons
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the answers of a project as a template."""
    posting = find_to_write(request, code)
    form = TemplateForm(posted(request), initial={"name": posting.title[:60]})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        services.copy_posting(posting, actor=current_user(request), template_name=name)
        messages.success(request, _("Kept as a template. You find it when you write a project."))
        return redirect("org_projects")
    page = {"form": form, "posting": posting}
    return render(request, "engagements/postings/org_project_template.html", page)


@allow(MEMBER, methods=("POST",))
@after_lessons
def book_again(request: HttpRequest, code: str) -> HttpResponse:
    """Copy the terms of earlier work into a draft to check, publish and invite to."""
    draft = rebooking.book_again(find_engagement(request, code), actor=current_user(request))
    messages.success(request, _("Copied. Check the draft, then publish it and invite."))
    return redirect("org_project", draft.code)

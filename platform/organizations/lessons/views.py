"""Pages of the ten lessons."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from core.views import MEMBER, allow
from organizations.lessons.gate import KEPT
from organizations.lessons.services import lessons_read_by, mark_read
from organizations.lessons.texts import LESSONS, SLUGS, lesson_called
from organizations.requests import current_user


@allow(MEMBER, methods=("GET",))
def show_lessons(request: HttpRequest) -> HttpResponse:
    """List the lessons; when all are read, lead back to where the person was."""
    read = lessons_read_by(current_user(request))
    left = [lesson for lesson in LESSONS if lesson.slug not in read]
    kept = request.session.get(KEPT) if not left else None
    context = {
        "lessons": [(lesson, read.get(lesson.slug)) for lesson in LESSONS],
        "next_lesson": left[0] if left else None,
        "left": len(left),
        "kept": kept,
    }
    return render(request, "organizations/lessons/lessons.html", context)


@allow(MEMBER)
def show_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one lesson; "I have read it" leads to the next that is left."""
    lesson = lesson_called(slug)
    if lesson is None:
        raise Http404
    if request.method == "POST":
        mark_read(lesson, actor=current_user(request))
        return redirect(next_address(current_user(request)))
    read = lessons_read_by(current_user(request)).get(slug)
    number = SLUGS.index(slug) + 1
    context = {"lesson": lesson, "read": read, "number": number, "total": len(SLUGS)}
    return render(request, "organizations/lessons/lesson.html", context)


def next_address(user: User) -> str:
    """Return the first lesson that is left, or the list."""
    read = lessons_read_by(user)
    left = next((slug for slug in SLUGS if slug not in read), None)
    return reverse("lesson", args=[left]) if left else reverse("lessons")

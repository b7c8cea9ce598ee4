"""Reading the lessons: who read what, and when."""

from django.db import transaction

from accounts.models import User
from core.permissions import require
from organizations.lessons.texts import LESSONS, SLUGS, Lesson
from organizations.models import LessonRead


@transaction.atomic
def mark_read(lesson: Lesson, *, actor: User) -> None:
    """Keep that a person read a lesson, with its version and the time; once is enough."""
    require(actor.is_member)
    LessonRead.objects.get_or_create(
        user=actor, lesson=lesson.slug, defaults={"version": lesson.version}
    )


def read_all(*, actor: User) -> None:
    """Mark every lesson as read."""
    for lesson in LESSONS:
        mark_read(lesson, actor=actor)


def lessons_read_by(user: User) -> dict[str, LessonRead]:
    """Return what a person has read, by lesson."""
    rows = LessonRead.objects.filter(user_id=user.pk, lesson__in=SLUGS)
    return {row.lesson: row for row in rows}


def has_read_lessons(user: User) -> bool:
    """Whether a person has read all the lessons there are."""
    return LessonRead.objects.filter(user_id=user.pk, lesson__in=SLUGS).count() == len(SLUGS)

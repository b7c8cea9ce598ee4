"""The questions of the self-assessment: drafted, looked at and published by administrators."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from organizations.models import Question, QuestionSet, Step
from organizations.permissions import can_write_questions
from organizations.self_assessment.queries import WRITTEN_STEPS, current_questions

FIRST = Path(__file__).with_name("first_questions.json")
MOST_A_STEP = 12
COPIED = ("key", "step", "position", "text_en", "text_es", "hint_en", "hint_es")


def draft_now() -> QuestionSet | None:
    """Return the version that is being written."""
    return QuestionSet.objects.filter(published_at=None).first()


@transaction.atomic
def start_draft(*, actor: User) -> QuestionSet:
    """Begin the next version as a copy of the one in use; while there is a draft, it is that one."""
    require(can_write_questions(actor))
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if found := draft_now():
        return found
    last = QuestionSet.objects.aggregate(number=Max("number"))["number"] or 0
    draft = QuestionSet.objects.create(number=last + 1, drafted_by=actor)
    if current := current_questions():
        _copy(current, draft)
    events.record(draft, "drafted", by=Actor.ADMINISTRATOR, actor=actor)
    return draft


@transaction.atomic
def add_question(draft: QuestionSet, *, actor: User, step: int, **words: str) -> Question:
    """Put a new question at the end of a step of the draft."""
    draft = _lock_draft(draft, actor=actor)
    last = draft.questions.filter(step=step).aggregate(at=Max("position"))["at"] or 0
    if draft.questions.filter(step=step).count() >= MOST_A_STEP:
        raise Refused(_("This step has many questions already. Take one out first."))
    return Question.objects.create(question_set=draft, step=step, position=last + 1, **words)


@transaction.atomic
def change_question(question: Question, *, actor: User, **words: str) -> Question:
    """Change the words of a question of the draft; it stays the same question for earlier answers."""
    _lock_draft(question.question_set, actor=actor)
    for name, value in words.items():
        setattr(question, name, value)
    question.save(update_fields=list(words))
    return question


@transaction.atomic
def move_up(question: Question, *, actor: User) -> None:
    """Swap a question of the draft with the one before it in its step."""
    draft = _lock_draft(question.question_set, actor=actor)
    rows = list(draft.questions.filter(step=question.step))
    place = next((n for n, row in enumerate(rows) if row.pk == question.pk), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows, start=1):
        Question.objects.filter(pk=row.pk).update(position=position)


@transaction.atomic
def remove_question(question: Question, *, actor: User) -> None:
    """Take a question out of the draft; earlier versions keep it."""
    _lock_draft(question.question_set, actor=actor)
    Question.objects.filter(pk=question.pk).delete()


@transaction.atomic
def publish(draft: QuestionSet, *, actor: User) -> QuestionSet:
    """Ask a version from now on; what is being answered stays with its own version."""
    draft = _lock_draft(draft, actor=actor)
    steps = set(draft.questions.values_list("step", flat=True))
    if not steps >= {int(Step.SCAN), *map(int, WRITTEN_STEPS)}:
        raise Refused(_("Each step needs at least one question."))
    draft.published_at, draft.published_by = clock.now(), actor
    draft.save(update_fields=["published_at", "published_by"])
    events.record(draft, "published", by=Actor.ADMINISTRATOR, actor=actor)
    return draft


@transaction.atomic
def load_first_questions() -> bool:
    """Publish the first version from the file that comes with the code, unless there is one."""
    if QuestionSet.objects.exists():
        return False
    first = QuestionSet.objects.create(number=1)
    rows: list[dict[str, Any]] = json.loads(FIRST.read_text(encoding="utf-8"))
    Question.objects.bulk_create(
        Question(question_set=first, position=place, **row)
        for place, row in enumerate(rows, start=1)
    )
    first.published_at = clock.now()
    first.save(update_fields=["published_at"])
    return True


def _copy(source: QuestionSet, target: QuestionSet) -> None:
    Question.objects.bulk_create(
        Question(question_set=target, **{name: getattr(row, name) for name in COPIED})
        for row in source.questions.all()
    )


def _lock_draft(draft: QuestionSet, *, actor: User) -> QuestionSet:
    require(can_write_questions(actor))
    draft = QuestionSet.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if not draft.is_draft:
        raise Refused(_("This version is published. Start a new one to change it."))
    return draft

"""The questions of the self-assessment: written by administrators, in both languages, by versions."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from organizations.models import Question, QuestionSet, SelfAssessment, SelfAssessmentAnswer, Step
from organizations.self_assessment import queries
from tests.factories import (
    acting,
    make_checked_member,
    make_member,
    signed_in,
)
from tests.organizations.self_assessment.answering import ROOT, begin
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_the_first_questions_stand_in_both_languages() -> None:
    first = QuestionSet.objects.get()
    assert not first.is_draft
    steps = set(first.questions.values_list("step", flat=True))
    assert steps == {Step.SCAN, *queries.WRITTEN_STEPS}
    user = make_checked_member()
    begin(user)
    User.objects.filter(pk=user.pk).update(language="es")
    page = signed_in(User.objects.get(pk=user.pk)).get(f"{ROOT}0/").content.decode()
    assert "¿Podría dar a conocer algo privado?" in page


def test_the_database_keeps_published_questions_and_one_draft() -> None:
    changes: tuple[Callable[[], Any], ...] = (
        lambda: Question.objects.update(text_en="Other?"),
        lambda: Question.objects.all().delete(),
        lambda: Question.objects.create(
            question_set=QuestionSet.objects.get(), step=1, position=9, text_en="a", text_es="b"
        ),
        lambda: QuestionSet.objects.update(published_at=None),
    )
    for change in changes:
        with refused("published questions stay as they are"):
            change()
    QuestionSet.objects.create(number=7)
    with refused("question_set_one_draft"):
        QuestionSet.objects.create(number=8)


def test_an_answer_to_a_question_of_another_version_is_refused_by_the_database() -> None:
    user = make_checked_member()
    self_assessment = begin(user)
    draft = QuestionSet.objects.create(number=2)
    other = Question.objects.create(
        question_set=draft, step=1, position=1, text_en="a", text_es="b"
    )
    with acting(user), refused("the question is of another version"):
        SelfAssessmentAnswer.objects.create(
            self_assessment=self_assessment, question=other, saved_by=user
        )
    with acting(user), refused("only published questions are asked"):
        SelfAssessment.objects.create(
            organization=make_member().membership.organization, question_set=draft
        )

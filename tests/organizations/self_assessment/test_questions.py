"""The questions of the self-assessment: written by administrators, in both languages, by versions."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from organizations.models import Question, QuestionSet, SelfAssessment, SelfAssessmentAnswer, Step
from organizations.self_assessment import queries
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)
from tests.organizations.self_assessment.answering import ROOT, begin, seen_by
from tests.organizations.team.test_team import signed_in
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


WORDS = {
    "text_en": "A new question?",
    "text_es": "¿Una pregunta nueva?",
    "hint_en": "",
    "hint_es": "",
}


def test_an_administrator_writes_looks_and_publishes_without_code() -> None:
    user = make_checked_member()
    old = begin(user)
    client = signed_in(make_administrator())
    assert "Begin a new version" in client.get("/desk/questions/").content.decode()
    for _twice in range(2):
        client.post("/desk/questions/draft/")
    draft = QuestionSet.objects.get(published_at=None)
    assert client.post("/desk/questions/step/1/add/", WORDS)["Location"] == "/desk/questions/"
    new = draft.questions.get(text_en="A new question?")
    client.post(f"/desk/questions/{new.code}/up/")
    assert [q.pk for q in draft.questions.filter(step=1)].index(new.pk) == 2
    changed = draft.questions.filter(step=2).first()
    assert changed is not None
    client.post(f"/desk/questions/{changed.code}/", WORDS | {"text_en": "Other words?"})
    gone = draft.questions.filter(step=2).last()
    assert gone is not None
    client.post(f"/desk/questions/{gone.code}/out/")
    preview = client.get("/desk/questions/version/2/").content.decode()
    assert "A new question?" in preview
    assert "¿Una pregunta nueva?" in preview
    assert "A new question?" not in signed_in(user).get(f"{ROOT}1/").content.decode()
    client.post("/desk/questions/publish/")
    assert client.post("/desk/questions/publish/").status_code == 404
    assert "A new question?" not in signed_in(user).get(f"{ROOT}1/").content.decode()
    other = make_checked_member()
    begin(other)
    assert "A new question?" in signed_in(other).get(f"{ROOT}1/").content.decode()
    assert seen_by(user, lambda: SelfAssessment.objects.get(pk=old.pk)).question_set.number == 1


@pytest.mark.parametrize("field", ["text_en", "text_es"])
def test_a_question_needs_both_languages(field: str) -> None:
    client = signed_in(make_administrator())
    client.post("/desk/questions/draft/")
    response = client.post("/desk/questions/step/1/add/", WORDS | {field: " "})
    assert field in response.context["form"].errors
    assert not Question.objects.filter(text_en="A new question?").exists()


def test_a_version_with_an_empty_step_is_not_published() -> None:
    client = signed_in(make_administrator())
    client.post("/desk/questions/draft/")
    draft = QuestionSet.objects.get(published_at=None)
    draft.questions.filter(step=4).delete()
    response = client.post("/desk/questions/publish/")
    assert response.status_code == 409
    assert QuestionSet.objects.filter(published_at=None).exists()


def test_only_administrators_write_questions() -> None:
    for user in (make_checked_member(), make_consultant().user):
        assert signed_in(user).get("/desk/questions/").status_code == 404
        assert signed_in(user).post("/desk/questions/draft/").status_code == 404
    assert QuestionSet.objects.count() == 1


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

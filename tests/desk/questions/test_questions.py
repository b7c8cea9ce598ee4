"""Administrators write the questions of the self-assessment without code."""

import pytest

from organizations.models import Question, QuestionSet, SelfAssessment
from tests.factories import (
    make_administrator,
    make_checked_member,
    make_consultant,
    signed_in,
)
from tests.organizations.self_assessment.answering import ROOT, begin, seen_by

pytestmark = pytest.mark.django_db
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

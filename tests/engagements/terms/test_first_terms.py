"""The first version of the terms promises what the project promised, all of it paid."""

from typing import Any

import pytest

from engagements.models import Engagement
from engagements.terms.first_terms import first_terms
from engagements.terms.terms import Terms
from tests.engagements.work import make_posting
from tests.factories import make_checked_member

pytestmark = pytest.mark.django_db


def terms_of(**fields: Any) -> Terms:
    posting = make_posting(make_checked_member(), **fields)
    return first_terms(Engagement(posting=posting))


def amounts(terms: Terms) -> list[tuple[str, int]]:
    return [(stage.title, stage.amount) for stage in terms.stages]


def test_a_short_first_talk_is_no_stage() -> None:
    assert amounts(terms_of()) == [("Review of a training", 180_000)]


def test_a_long_first_talk_and_a_sample_are_paid_stages_before_the_work() -> None:
    terms = terms_of(
        first_talk_minutes=60, first_talk_amount=9_000, sample_asked=True, sample_amount=12_000
    )
    assert amounts(terms) == [
        ("First talk", 9_000),
        ("Test or sample of work", 12_000),
        ("Review of a training", 180_000),
    ]
    assert terms.stages[0].deliverable == "A talk of 60 minutes"
    assert terms.stages[0].due_on < terms.stages[-1].due_on


def test_stages_are_named_in_the_language_of_the_work() -> None:
    terms = terms_of(language="es", first_talk_minutes=60, first_talk_amount=9_000)
    assert terms.stages[0].title != "First talk"


def test_who_reports_and_what_is_recorded_go_on_into_the_terms() -> None:
    terms = terms_of(
        mandated_reporting="The social worker reports danger to children.",
        reports_to="The child protection office.",
        recording_uses=["video"],
        recording="Shown once to the team.",
    )
    assert "The social worker reports danger to children." in terms.mandated_reporting
    assert "The child protection office." in terms.mandated_reporting
    assert terms.recording.endswith(": Shown once to the team.")
    assert terms_of().mandated_reporting == terms_of().recording == ""

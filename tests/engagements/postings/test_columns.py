"""A column of a posting is described once, and everything else follows from that."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core import form_fields as ask
from engagements.models import Posting
from engagements.postings import steps
from engagements.postings.columns.column import Column, limit_of
from security import registry
from security.checks import columns_of, problems_of
from security.registry import Reach, said_about

# nobody answers these: what they are is said in `engagements/columns.py` alone
UNASKED = {
    "id", "code", "organization", "created_by", "state", "created_at", "sent_at", "opened_at", "answered",
    "template_name", "pay_floor", "currency", "again",
}  # fmt: skip
NAMES = {"funder", "time_zone"}  # text whose wording is nobody's choice


class Reader:
    """A posting that remembers which of its columns were read."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(re.sub(r"^get_(\w+)_display$", r"\1", name))
        return getattr(self._posting, name)


def answered_in_full() -> Posting:
    return Posting(
        hours=20,
        fee_amount=180_000,
        fee_up_to=190_000,
        comparison_amount=200_000,
        unequal_fees_reason="Because",
        first_talk_amount=9_000,
        sample_asked=True,
        sample_amount=12_000,
        personal_experience="optional",
        topics_to_skip="Family",
        in_the_room=["police"],
        mandated_reporting="The nurse",
        reports_to="The county",
        recording_uses=["audio"],
        recording="For our staff",
        ways_to_join=["video"],
        support=["captions"],
        support_note="A quiet room",
    )


def test_every_column_is_described_once_or_is_asked_of_nobody() -> None:
    described = [name for step in steps.STEPS for name in step.columns]
    assert sorted([*described, *UNASKED]) == sorted(columns_of(Posting))


@pytest.mark.parametrize("step", steps.STEPS, ids=steps.ALL_STEPS)
def test_every_answer_is_put_into_words(step: Any) -> None:
    reader = Reader(answered_in_full())
    assert step.says(reader)
    assert set(step.columns) - reader.read <= {"title"}  # it stands above the page


def test_free_text_is_looked_at_and_as_long_as_its_column() -> None:
    free = {
        field.name
        for field in Posting._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    assert set(steps.TEXTS) == free - NAMES - UNASKED
    for name in [*steps.TEXTS, "funder"]:
        field = steps.COLUMNS[name].field
        assert isinstance(field, forms.CharField)
        assert field.max_length == limit_of(name), name


def test_how_far_a_column_may_go_follows_from_its_description() -> None:
    said = said_about("engagements.Posting")
    assert said is not None
    for name, column in steps.COLUMNS.items():
        assert said.reach[name] is column.reach
    assert said.reach["invite_only"] is Reach.INTERNAL


def test_a_column_of_the_model_that_nobody_described_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = said_about("engagements.Posting")
    assert said is not None
    rest = {name: reach for name, reach in said.reach.items() if name != "region"}
    monkeypatch.setitem(registry._said, said.model, replace(said, reach=rest))
    [problem] = problems_of(Posting)
    assert "region" in str(problem.msg)
    assert "engagements/columns.py" in str(problem.msg)


def test_a_description_of_no_column_stops_the_start() -> None:
    with pytest.raises(FieldDoesNotExist):
        Column("colour", ask.line("Colour", 10))


def test_details_stand_on_the_page_of_their_question() -> None:
    for step in steps.STEPS:
        for question in step.questions:
            assert set(question.details) <= set(step.columns)

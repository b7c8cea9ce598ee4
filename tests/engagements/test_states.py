"""The tables of moves are the whole truth: every other move is refused."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.management import call_command

from core.errors import WrongState
from core.states import Actor, Moves, may_move, move
from engagements import states
from engagements.management.commands import render_states

MACHINES: tuple[tuple[type[Any], Moves], ...] = (
    (states.PostingState, states.POSTING_MOVES),
    (states.InterestState, states.INTEREST_MOVES),
    (states.InvitationState, states.INVITATION_MOVES),
    (states.EngagementState, states.ENGAGEMENT_MOVES),
    (states.OfferState, states.OFFER_MOVES),
    (states.ContractState, states.CONTRACT_MOVES),
    (states.MilestoneState, states.MILESTONE_MOVES),
)

# written from the design, not from the tables
ALLOWED = {
    ("draft", "open", "organization"),
    ("draft", "withdrawn", "organization"),
    ("draft", "in_review", "organization"),
    ("in_review", "open", "administrator"),
    ("in_review", "draft", "administrator"),
    ("in_review", "draft", "organization"),
    ("in_review", "withdrawn", "organization"),
    ("open", "closed", "organization"),
    ("open", "withdrawn", "organization"),
    ("sent", "withdrawn", "consultant"),
    ("sent", "answered", "organization"),
    ("sent", "accepted", "consultant"),
    ("sent", "declined", "consultant"),
    ("sent", "withdrawn", "organization"),
    ("sent", "expired", "timer"),
    ("declined", "withdrawn", "organization"),
    ("talking", "working", "consultant"),
    ("talking", "working", "organization"),
    ("talking", "ended", "consultant"),
    ("talking", "ended", "organization"),
    ("working", "done", "organization"),
    ("working", "done", "timer"),
    ("open", "accepted", "consultant"),
    ("open", "accepted", "organization"),
    ("open", "declined", "consultant"),
    ("open", "declined", "organization"),
    ("open", "replaced", "consultant"),
    ("open", "replaced", "organization"),
    ("open", "expired", "timer"),
    ("waiting", "active", "consultant"),
    ("waiting", "active", "organization"),
    ("waiting", "declined", "consultant"),
    ("waiting", "declined", "organization"),
    ("active", "completed", "organization"),
    ("active", "completed", "timer"),
    ("planned", "ready", "provider"),
    ("ready", "handed_in", "consultant"),
    ("handed_in", "approved", "organization"),
    ("handed_in", "approved", "timer"),
}


@dataclass
class Row:
    """Something with a state; a refused move must not save it."""

    state: str
    saved: list[str] = field(default_factory=list)

    def save(self, **_fields: Any) -> None:
        self.saved.append(self.state)


def every_move() -> Iterator[tuple[Moves, str, str, Actor]]:
    for names, moves in MACHINES:
        for before in names:
            for after in names:
                for by in Actor:
                    yield moves, before, after, by


def test_the_tables_allow_exactly_what_the_design_says() -> None:
    found = {
        (str(before), str(after), str(by))
        for moves, before, after, by in every_move()
        if may_move(Row(before), after, moves=moves, by=by)
    }
    assert found == ALLOWED


def test_every_move_that_is_not_in_a_table_is_refused_and_not_saved() -> None:
    refused = 0
    for moves, before, after, by in every_move():
        row = Row(before)
        if not may_move(row, after, moves=moves, by=by):
            with pytest.raises(WrongState):
                move(row, after, moves=moves, by=by)
            assert (row.state, row.saved) == (before, [])
            refused += 1
    assert refused > 500


def test_an_administrator_only_looks_at_projects_and_moves_no_work() -> None:
    by_the_desk = {one[:2] for one in ALLOWED if one[2] == Actor.ADMINISTRATOR}
    assert by_the_desk == {("in_review", "open"), ("in_review", "draft")}


def test_the_page_of_the_lifecycle_is_current() -> None:
    call_command("render_states", "--check")


def test_an_old_page_fails_the_check(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_states.Command, "path", lambda _self: tmp_path / "lifecycle.md")
    with pytest.raises(SystemExit):
        call_command("render_states", "--check", stderr=io.StringIO())
    call_command("render_states")
    call_command("render_states", "--check")

"""A row moves only as its table says, by the side the table names, in one step, and leaves an event."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext, isolate_apps

from core.checks import WITHOUT_MOVES, every_state_has_its_table, wrong_states
from core.errors import WrongState
from core.events import events_of
from core.management.commands import render_states
from core.models import Event
from core.states import Actor, Moves, Moving, may_move, move, only
from engagements.models import Interest, Posting
from organizations.models import TeamInvitation
from organizations.team import invitations
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member
from tests.refusals import denied, refused

ALL_MOVING = [model for model in apps.get_models() if issubclass(model, Moving)]


def every_move() -> Iterator[tuple[Any, str, Actor]]:
    """Yield a row of each model in each of its states, with every state and side it might move to."""
    for model in ALL_MOVING:
        states = [value for value, _label in model._meta.get_field("state").flatchoices]  # type: ignore[union-attr]
        for before in states:
            for after in states:
                for by in Actor:
                    yield model(state=before), after, by


def test_every_move_that_is_not_in_a_table_is_refused_before_the_database_is_asked() -> None:
    stopped = 0
    for row, after, by in every_move():
        before = row.state
        if not may_move(row, after, by=by):
            with pytest.raises(WrongState):  # a query would fail: this test has no database
                move(row, after, by=by)
            assert row.state == before
            stopped += 1
    assert stopped > 1000


def test_the_other_side_can_not_make_the_move() -> None:
    row = Interest(state="sent")
    assert may_move(row, "answered", by=Actor.ORGANIZATION)
    assert not may_move(row, "answered", by=Actor.CONSULTANT)
    with pytest.raises(WrongState):
        move(row, "answered", by=Actor.CONSULTANT)


@pytest.fixture
def draft(db: None) -> Posting:
    return make_posting(make_checked_member(), state="draft")


def stored(row: Any, *names: str) -> list[Any]:
    return list(type(row).objects.values_list(*names).get(pk=row.pk))


def test_a_move_is_one_statement_and_one_event(draft: Posting) -> None:
    with CaptureQueriesContext(connection) as queries:
        move(draft, "in_review", by=Actor.ORGANIZATION, sent_at=Now(), pay_floor=1)
    update, event = (one["sql"] for one in queries.captured_queries)
    assert update.startswith('UPDATE "engagements_posting"')
    assert "\"state\" = 'draft'" in update
    assert event.startswith('INSERT INTO "core_event"')
    assert stored(draft, "state", "pay_floor") == ["in_review", 1]


def test_a_move_is_recorded(draft: Posting) -> None:
    move(draft, "withdrawn", by=Actor.ORGANIZATION, actor=draft.created_by)
    event = events_of(draft).latest("id")
    assert (event.name, event.before, event.after) == ("moved", "draft", "withdrawn")
    assert (event.by, event.actor_id) == ("organization", draft.created_by_id)


def test_the_row_is_as_the_database_has_it(draft: Posting) -> None:
    """Also where a column was given as an expression, or in another type than the column's."""
    Posting.objects.filter(pk=draft.pk).update(hours=41)  # not what was read
    columns: dict[str, Any] = {
        "sent_at": Now(),
        "pay_floor": F("hours") + 1,
        "fee_amount": "190000",
    }
    with CaptureQueriesContext(connection) as queries:
        move(draft, "in_review", by=Actor.ORGANIZATION, **columns)
        read = [draft.state, draft.sent_at, draft.pay_floor, draft.fee_amount]
    assert len(queries) == 2
    assert read == stored(draft, "state", "sent_at", "pay_floor", "fee_amount")
    assert read[2:] == [42, 190_000]
    assert draft.hours == 20  # the others stay as they were read


def test_a_row_that_was_moved_meanwhile_is_not_moved_again(draft: Posting) -> None:
    stale = Posting.objects.get(pk=draft.pk)
    move(draft, "withdrawn", by=Actor.ORGANIZATION)
    before = Event.objects.count()
    with pytest.raises(WrongState):
        move(stale, "in_review", by=Actor.ORGANIZATION, sent_at=Now(), pay_floor=1)
    assert (stale.state, stale.pay_floor) == ("draft", draft.pay_floor)
    assert stored(draft, "state", "pay_floor") == ["withdrawn", draft.pay_floor]
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_a_row_that_the_viewer_may_not_see_is_not_moved() -> None:
    owner, stranger = make_checked_member(), make_checked_member()
    with acting(owner):
        invitation = invitations.invite(
            owner.membership.organization,
            actor=owner,
            email=f"new@{owner.membership.organization.domain}",
            role="viewer",
        )
    with acting(stranger), pytest.raises(WrongState):
        move(invitation, "withdrawn", by=Actor.ORGANIZATION, actor=stranger)
    assert invitation.state == "sent"
    assert not events_of(invitation).filter(name="moved").exists()
    with acting(owner):
        assert TeamInvitation.objects.get().state == "sent"
        move(invitation, "withdrawn", by=Actor.ORGANIZATION, actor=owner)
        assert TeamInvitation.objects.get().state == "withdrawn"


@pytest.mark.django_db
def test_the_history_can_not_be_changed_or_deleted() -> None:
    event = Event.objects.create(subject="a", subject_id=1, name="made", by="timer")
    for attempt in (
        lambda: Event.objects.filter(pk=event.pk).update(name="other"),
        lambda: Event.objects.filter(pk=event.pk).delete(),
    ):
        with refused(denied("core_event")):
            attempt()
    assert Event.objects.get(pk=event.pk).name == "made"


class TestTables:
    def test_every_model_with_a_state_has_its_table(self) -> None:
        assert every_state_has_its_table() == []
        with_state = {
            model._meta.label_lower
            for model in apps.get_models()
            if any(field.name == "state" for field in model._meta.fields)
        }
        assert with_state == WITHOUT_MOVES | {model._meta.label_lower for model in ALL_MOVING}

    @isolate_apps("core")
    def test_what_is_wrong_is_said(self) -> None:
        class Ground(Moving):
            state = models.CharField(choices=[("open", "Open"), ("closed", "Closed")])

            class Meta:
                abstract = True
                app_label = "core"

        class Loose(models.Model):  # noqa: DJ008 - never printed
            state = models.CharField(choices=[("open", "Open")])

            class Meta:
                app_label = "core"

        class Bare(Ground):
            class Meta(Ground.Meta):
                pass

        class Astray(Ground):
            MOVES: Moves = {"open": {"lost": only(Actor.TIMER)}}

            class Meta(Ground.Meta):
                pass

        class Sound(Ground):
            MOVES: Moves = {"open": {"closed": only(Actor.TIMER)}}

            class Meta(Ground.Meta):
                pass

        found = [(one.msg.split()[0], one.id) for one in wrong_states([Loose, Bare, Astray, Sound])]
        assert found == [
            ("core.Loose", "core.E002"),
            ("core.Bare", "core.E002"),
            ("core.Astray", "core.E003"),
            ("core.Astray", "core.E004"),
        ]


def moves_by_hand(source: str) -> list[int]:
    """Return the lines that set a state past `move`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "state"
            and isinstance(node.ctx, ast.Store)
        )
        or (isinstance(node, ast.Call) and _writes_state(node))
    ]


def _writes_state(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name == "update":
        return any(keyword.arg == "state" for keyword in call.keywords)
    fields = [one.value for one in call.keywords if one.arg in ("update_fields", "fields")]
    written = {
        one.value for field in fields for one in ast.walk(field) if isinstance(one, ast.Constant)
    }
    return name in ("save", "bulk_update") and "state" in written


def test_no_state_is_set_by_hand() -> None:
    found = {
        f"{path.relative_to(settings.ROOT)}:{line}"
        for folder in ("consultants", "engagements", "payments", "platform")
        for path in Path(settings.ROOT, folder).rglob("*.py")
        if path.name != "outbox.py"  # tasks are leased: see `core.models.Task`
        for line in moves_by_hand(path.read_text())
    }
    assert found == set()


def test_what_is_set_by_hand_is_found() -> None:
    source = """
row.state = "open"
before, row.state = row.state, "open"
rows.update(state="open")
row.save(update_fields=["at", "state"])
read = row.state
rows.filter(state="open").update(at=1)
row.save(update_fields=["at"])
"""
    assert sorted(moves_by_hand(source)) == [2, 3, 4, 5]


class TestLifecycle:
    def test_the_page_is_current(self) -> None:
        call_command("render_states", "--check")

    def test_the_page_has_every_machine(self) -> None:
        page = render_states.lifecycle()
        assert page.count("\n## ") == len(ALL_MOVING) == 15
        for title in (
            "payments: funding",
            "organizations: self assessment",
            "organizations: team invitation",
        ):
            assert f"\n## {title}\n" in page

    def test_an_old_page_fails_the_check(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(render_states.Command, "path", lambda _self: tmp_path / "lifecycle.md")
        with pytest.raises(SystemExit):
            call_command("render_states", "--check", stderr=io.StringIO())
        call_command("render_states")
        call_command("render_states", "--check")

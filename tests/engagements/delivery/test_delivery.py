"""Stages from planned to approved."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.errors import NotAllowed, WrongState
from engagements.delivery import services
from engagements.delivery.queries import hand_in_of
from engagements.models import HandIn, Milestone
from engagements.negotiation.services import stop_talking
from engagements.overview import queries
from engagements.overview.next_steps import step_of
from engagements.parties import parties_of
from engagements.signals import work_approved
from security.files import LARGEST_LIST, type_of
from security.uploads import kept
from tests.clock import moved_clock
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.factories import acting, make_checked_member, make_consultant, make_member, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> Any:
    """Collect the signals that payments hears."""
    heard: list[Milestone] = []

    def hear(milestone: Milestone, **_more: Any) -> None:
        heard.append(milestone)

    work_approved.connect(hear)
    yield heard
    work_approved.disconnect(hear)


def test_money_in_makes_a_stage_ready_and_a_repeat_changes_nothing() -> None:
    work = Work()
    work.start()
    assert work.fund().state == "ready"
    with acting(work.member):
        assert services.mark_funded(work.stage()).state == "ready"


def test_handing_in_starts_the_review_clock() -> None:
    work = Work()
    work.start()
    work.fund()
    stage = work.hand_in()

    assert stage.state == "handed_in"
    assert stage.handed_in_at is not None
    assert stage.review_ends_at == stage.handed_in_at + timedelta(days=7)


def test_handing_in_twice_is_handing_in_once() -> None:
    work = Work()
    work.start()
    work.fund()
    work.hand_in()
    work.hand_in()
    with pytest.raises(WrongState):
        work.hand_in(note="Something else")
    assert HandIn.objects.count() == 1


def test_nothing_is_handed_in_before_the_money_is_in() -> None:
    work = Work()
    work.start()
    with pytest.raises(WrongState):
        work.hand_in()
    with pytest.raises(WrongState):
        work.approve()
    assert not HandIn.objects.exists()


def test_a_file_is_kept_under_a_random_name_with_the_type_of_its_content() -> None:
    work = Work()
    work.start()
    work.fund()
    work.hand_in(file=kept(SimpleUploadedFile("my own name.exe", b"%PDF-1.7 text %%EOF")))

    handed = hand_in_of(work.stage())
    assert handed is not None
    assert handed.file_type == "pdf"
    assert "name" not in handed.file.name
    assert len(Path(handed.file.name).name) >= 22


def test_approving_makes_the_pay_due_once(approved: list[Milestone]) -> None:
    work = Work()
    work.start(stages=2)
    work.fund()
    work.hand_in()
    work.approve()
    work.approve()

    assert [row.number for row in approved] == [1]
    assert (work.fresh().state, work.tie()) == ("working", 2)


def test_the_last_approval_ends_the_work_and_its_tie() -> None:
    work = Work()
    contract = work.start()
    work.fund()
    work.hand_in()
    work.approve()

    with as_owner():
        contract.refresh_from_db(fields=["state"])
    assert (contract.state, work.fresh().state, work.tie()) == ("completed", "done", None)


def test_the_end_of_one_job_leaves_the_tie_of_another() -> None:
    first = Work()
    second = Work(consultant=first.consultant, member=first.member)
    third = Work(consultant=first.consultant, member=first.member)
    first.start()
    second.start()
    for work, left in ((first, 2), (second, 3)):
        work.fund()
        work.hand_in()
        work.approve()
        assert work.tie() == left
    with acting(third.person):
        stop_talking(third.fresh(), actor=third.person)
    assert third.tie() is None


def test_silence_approves_when_the_review_days_are_over(approved: list[Milestone]) -> None:
    work, in_time = Work(), Work()
    for one in (work, in_time):
        one.start()
        one.fund()
    work.hand_in()
    with moved_clock(minutes=1):
        in_time.hand_in()
    with moved_clock(days=work.stage().review_days, seconds=30), acting_timer():
        assert (services.approve_overdue(), services.approve_overdue()) == (1, 0)

    assert (work.stage().state, in_time.stage().state) == ("approved", "handed_in")
    assert len(approved) == 1
    assert work.fresh().state == "done"


def test_one_stage_that_fails_does_not_keep_the_others_pay() -> None:
    works = [Work(), Work()]
    for work in works:
        work.start()
        work.fund()
        work.hand_in()

    def fail(milestone: Milestone, **_more: Any) -> None:
        if milestone.engagement_id == works[0].engagement.pk:
            raise RuntimeError

    work_approved.connect(fail)
    try:
        with moved_clock(days=8), acting_timer(), pytest.raises(RuntimeError):
            services.approve_overdue()
    finally:
        work_approved.disconnect(fail)
    assert [work.stage().state for work in works] == ["handed_in", "approved"]


def acting_timer() -> Any:
    from core.viewer import acting_as

    return acting_as("job:engagements.approve_overdue")


def test_only_the_consultant_hands_in_and_only_the_organization_approves() -> None:
    work = Work()
    work.start()
    work.fund()
    for stranger in (work.member, make_checked_member(), make_consultant().user):
        with acting(stranger), pytest.raises(NotAllowed):
            services.hand_in(work.stage(), note="x", actor=stranger)
    work.hand_in()
    looker = make_member(work.engagement.organization, role="viewer")
    for stranger in (work.person, looker, make_checked_member(), make_consultant().user):
        with acting(stranger), pytest.raises(NotAllowed):
            services.approve_work(work.stage(), actor=stranger)
    assert work.stage().state == "handed_in"


def test_the_list_and_the_sentence_agree_on_whose_turn_it_is() -> None:
    work = Work()

    def sign(who: User) -> None:
        with acting(who):
            contract = work.engagement.contracts.get()
        work.sign(contract, who)

    points = [
        lambda: None,
        lambda: work.offer(by=work.person),
        work.offer,
        lambda: work.accept(work.engagement.offers.get(number=2)),
        lambda: sign(work.person),
        lambda: sign(work.member),
        work.fund,
        work.hand_in,
        work.approve,
    ]
    turns = []
    for step in points:
        step()
        turns.append((turn(work, work.person), turn(work, work.member)))

    your, wait, over = queries.YOUR_TURN, queries.WAITING, queries.OVER
    assert turns == [
        (your, your),
        (wait, your),
        (your, wait),
        (your, your),
        (wait, your),
        (wait, your),
        (your, wait),
        (wait, your),
        (over, over),
    ]


def turn(work: Work, who: Any) -> int:
    """Return the rank in the list, after checking that the sentence says the same."""
    viewer = viewer_of(who)
    side = queries.side_of_viewer(viewer)
    with acting(who):
        row = queries.rows_of(queries.work_of(viewer), side=side)[0]
        engagement = work.fresh()
        queries.fetch_whole(engagement)  # as the page of the work says it
        assert row.step == step_of(engagement, side=side, parties=parties_of(engagement))
        waiting = queries.ranked_for(viewer).filter(rank=queries.YOUR_TURN)
        assert waiting.exists() == (row.rank == queries.YOUR_TURN)
    assert row.step.text
    if row.step.who:
        assert row.step.is_turn_of(side) == (row.rank == queries.YOUR_TURN)
    else:
        assert row.rank == queries.OVER
    return int(row.rank)


def a_docx(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.4\n%%EOF", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        ("Años — plain text\n".encode(), "txt"),
        (a_docx("[Content_Types].xml", "word/document.xml"), "docx"),
        (a_docx("[Content_Types].xml", "xl/workbook.xml"), None),
        (a_docx("[Content_Types].xml", "word/document.xml", *map(str, range(LARGEST_LIST))), None),
        (b"PK\x03\x04 and nothing else", None),
        (b"MZ\x00\x00", None),
        (b"\xc3\x28", None),
        (b"", None),
    ],
)
def test_the_type_is_found_in_the_content(content: bytes, found: str | None) -> None:
    assert type_of(SimpleUploadedFile("any.pdf", content)) == found

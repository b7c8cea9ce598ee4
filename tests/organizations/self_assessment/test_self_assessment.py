"""The rights self-assessment: saved as one goes, finished once a year, said in the organization's words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.errors import NotAllowed, Refused, WrongState
from core.viewer import acting_as
from organizations.models import (
    Evidence,
    PlannedAction,
    Role,
    SelfAssessment,
    SelfAssessmentAnswer,
    Step,
)
from organizations.self_assessment import queries, services
from tests.clock import moved_clock
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.organizations.self_assessment.answering import (
    PDF,
    ROOT,
    answer_all,
    begin,
    fill,
    finished,
    form_of,
    seen_by,
)
from tests.pages import nothing_here
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_no_to_all_of_the_quick_scan_ends_it_there() -> None:
    user = make_checked_member()
    client = signed_in(user)
    assert client.post(f"{ROOT}start/")["Location"] == f"{ROOT}0/"
    sent = form_of(client, f"{ROOT}0/")
    sent |= {name: "no" for name in sent if name.startswith("q")}
    assert client.post(f"{ROOT}0/", sent)["Location"] == ROOT
    assert "The seven steps are not needed this year" in client.get(ROOT).content.decode()
    assert client.post(f"{ROOT}finish/", {"summary": "Nothing to say."}).status_code == 302
    assert "Nothing to say." in client.get(ROOT).content.decode()


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_yes_or_a_doubt_opens_all_seven_steps(answer: str) -> None:
    user = make_checked_member()
    client = signed_in(user)
    client.post(f"{ROOT}start/")
    assert "(optional)" not in client.get(f"{ROOT}0/").content.decode()  # each is needed in the end
    sent = form_of(client, f"{ROOT}0/")
    names = [name for name in sent if name.startswith("q")]
    sent |= dict.fromkeys(names, "no") | {names[-1]: answer}
    assert client.post(f"{ROOT}0/", sent)["Location"] == f"{ROOT}1/"
    page = client.get(ROOT).content.decode()
    for step in Step:
        assert str(step.label) in page
    assert client.get(f"{ROOT}finish/")["Location"] == ROOT
    assert client.post(f"{ROOT}finish/", {"summary": "x"})["Location"] == ROOT


def test_answers_stay_when_one_leaves_and_comes_back() -> None:
    user = make_checked_member()
    client = signed_in(user)
    client.post(f"{ROOT}start/")
    fill(begin(user), Step.SCAN, "yes", user)
    sent = form_of(client, f"{ROOT}1/")
    first = next(name for name in sent if name.startswith("q"))
    assert client.post(f"{ROOT}1/", sent | {first: "Two people"})["Location"] == f"{ROOT}2/"
    later = signed_in(user)
    assert "Two people" in later.get(f"{ROOT}1/").content.decode()
    assert "2 answers left" in later.get(ROOT).content.decode()


def test_the_later_of_two_windows_is_told_and_loses_nothing() -> None:
    user = make_checked_member()
    client = signed_in(user)
    client.post(f"{ROOT}start/")
    fill(begin(user), Step.SCAN, "yes", user)
    one = form_of(client, f"{ROOT}1/")
    two = dict(one)
    name = next(name for name in one if name.startswith("q"))
    client.post(f"{ROOT}1/", one | {name: "From the first window"})
    response = client.post(f"{ROOT}1/", two | {name: "From the second window"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "saved in another window after you opened it" in page
    assert "From the second window" in page
    assert "From the first window" in page
    assert _answers(user) == {"From the first window"}
    again = {n: response.context["form"][n].value() or "" for n in response.context["form"].fields}
    assert client.post(f"{ROOT}1/", again)["Location"] == f"{ROOT}2/"
    assert _answers(user) == {"From the second window"}


def _answers(user: User) -> set[str]:
    with acting(user):
        rows = SelfAssessmentAnswer.objects.filter(question__step=1).exclude(text="")
        return set(rows.values_list("text", flat=True))


def test_a_race_between_two_windows_is_refused_by_the_service() -> None:
    user = make_checked_member()
    self_assessment = begin(user)
    fill(self_assessment, 1, "first", user)
    with acting(user), pytest.raises(WrongState):
        services.save_step(self_assessment, step=1, answers={}, seen="", actor=user)
    assert _answers(user) == {"first"}


@pytest.mark.parametrize("value", ["maybe", "yes\x00", "y" * 4000])
def test_a_forged_answer_is_told_at_its_field(value: str) -> None:
    user = make_checked_member()
    client = signed_in(user)
    client.post(f"{ROOT}start/")
    sent = form_of(client, f"{ROOT}0/")
    name = next(name for name in sent if name.startswith("q"))
    response = client.post(f"{ROOT}0/", sent | {name: value})
    assert name in response.context["form"].errors
    assert seen_by(user, SelfAssessmentAnswer.objects.count) == 0
    written = form_of(client, f"{ROOT}1/")
    name = next(name for name in written if name.startswith("q"))
    response = client.post(f"{ROOT}1/", written | {name: "x" * 3001})
    assert name in response.context["form"].errors


@pytest.mark.parametrize("step", ["8", "99999999999999999999", "7/file", "0/file"])
def test_steps_that_do_not_exist_are_missing(step: str) -> None:
    user = make_checked_member()
    begin(user)
    assert nothing_here(signed_in(user).get(f"{ROOT}{step}/"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("due_on", "2020-01-01"),
        ("due_on", "2999-01-01"),
        ("due_on", "31/31/2027"),
        ("due_on", ""),
        ("what", ""),
        ("owner", "x" * 81),
    ],
)
def test_a_plan_has_a_day_to_come_and_somebody_who_answers(field: str, value: str) -> None:
    user = make_checked_member()
    begin(user)
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    sent = {"what": "Change the form", "owner": "Director", "due_on": day, field: value}
    response = signed_in(user).post(f"{ROOT}actions/add/", sent)
    assert field in response.context["form"].errors
    assert not seen_by(user, PlannedAction.objects.exists)


def test_the_service_plans_nothing_for_a_day_that_is_past() -> None:
    user = make_checked_member()
    self_assessment = begin(user)
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting(user), pytest.raises(Refused):
        services.add_action(self_assessment, actor=user, what="x", owner="y", due_on=yesterday)


def test_the_public_page_shows_summary_and_actions_as_said_and_nothing_else() -> None:
    user = make_checked_member()
    path = f"/o/{user.membership.organization.code}/"
    assert "have not finished a rights self-assessment" in Client().get(path).content.decode()
    finished(user)
    checked, said = Client().get(path).content.decode().split("They say")
    assert "We pay late. We will change that." in said
    assert "Pay within 7 days" in said
    assert "Head of finance" in said
    assert "What we do in step" not in checked + said
    assert "score" not in said


def test_a_finished_one_keeps_its_words_but_actions_get_done() -> None:
    user = make_checked_member()
    self_assessment = finished(user)
    client = signed_in(user)
    for late in (client.get(f"{ROOT}1/"), client.post(f"{ROOT}1/", {})):
        assert late.status_code == 409
        assert "finished, maybe in another window" in late.content.decode()
    action = seen_by(user, PlannedAction.objects.get)
    assert client.post(f"{ROOT}actions/{action.code}/out/").status_code == 409
    assert client.post(f"{ROOT}actions/{action.code}/done/", {"done": "yes"}).status_code == 302
    page = Client().get(f"/o/{user.membership.organization.code}/").content.decode()
    assert "Done, they say" in page
    client.post(f"{ROOT}actions/{action.code}/done/", {"done": "no"})
    assert seen_by(user, PlannedAction.objects.get).done_on is None
    with acting(user):
        itself, its_parts = (
            f"self-check {self_assessment.pk} is finished",
            "this self-check is finished",
        )
        changes: tuple[tuple[Callable[[], Any], str], ...] = (
            (lambda: SelfAssessment.objects.update(summary="Other"), itself),
            (lambda: SelfAssessment.objects.update(state="open"), itself),
            (lambda: SelfAssessmentAnswer.objects.update(text="Other"), its_parts),
            (lambda: PlannedAction.objects.update(what="Other"), its_parts),
            (lambda: PlannedAction.objects.all().delete(), its_parts),
        )
        for change, by in changes:
            with refused(by):
                change()
    assert self_assessment.summary in page


def test_finishing_needs_a_summary_and_every_answer() -> None:
    user = make_checked_member()
    self_assessment = answer_all(user)
    client = signed_in(user)
    assert "summary" in client.post(f"{ROOT}finish/", {"summary": " "}).context["form"].errors
    fill(self_assessment, 3, "", user)
    assert client.post(f"{ROOT}finish/", {"summary": "x"})["Location"] == ROOT
    with acting(user), pytest.raises(Refused):
        services.finish(self_assessment, actor=user, summary="x")


def test_the_next_year_begins_with_the_earlier_answers_and_the_newest_questions() -> None:
    user = make_checked_member()
    finished(user)
    client = signed_in(user)
    client.post(f"{ROOT}start/")
    client.post(f"{ROOT}start/")
    assert seen_by(user, lambda: SelfAssessment.objects.filter(state="open").count()) == 1
    assert "What we do in step 2" in client.get(f"{ROOT}2/").content.decode()


def test_a_team_is_reminded_once_before_the_year_is_over() -> None:
    user = make_checked_member()
    viewer = make_member(user.membership.organization, role=Role.VIEWER)
    finished(user)
    assert _remind() == 0
    with moved_clock(days=340):
        assert _remind() == 1
        assert _remind() == 0
    assert user.notices.filter(page="self_check", seen_at=None).count() == 1
    assert not viewer.notices.filter(page="self_check").exists()
    assert "organizations.remind_of_self_assessments" in outbox.sweeps()


def _remind() -> int:
    with acting_as("job:organizations.remind_of_self_assessments"), transaction.atomic():
        return services.remind()


def test_a_year_later_the_public_page_says_that_it_is_old() -> None:
    user = make_checked_member()
    with moved_clock(days=-400):
        finished(user)
    page = Client().get(f"/o/{user.membership.organization.code}/").content.decode()
    assert "It is older than a year." in page
    assert "The year is over" in signed_in(user).get(ROOT).content.decode()


# ------------------------------------------------------------------ who


def test_viewers_read_and_do_not_answer() -> None:
    user = make_checked_member()
    self_assessment = begin(user)
    viewer = make_member(user.membership.organization, role=Role.VIEWER)
    client = signed_in(viewer)
    assert client.get(ROOT).status_code == 200
    assert client.get(f"{ROOT}all/{self_assessment.code}/").status_code == 200
    for path in ("0/", "2/file/", "actions/add/", "finish/"):
        assert client.get(f"{ROOT}{path}").status_code == 404
    assert client.post(f"{ROOT}start/").status_code == 404
    with acting(viewer), pytest.raises(NotAllowed):
        services.save_step(self_assessment, step=1, answers={}, seen="", actor=viewer)


def test_others_find_nothing_in_pages_and_in_the_database() -> None:
    user = make_checked_member()
    self_assessment = answer_all(user)
    stranger = make_checked_member()
    path = f"{ROOT}all/{self_assessment.code}/"
    assert signed_in(user).get(path).status_code == 200
    for other in (stranger, make_consultant().user, make_administrator()):
        assert signed_in(other).get(path).status_code == 404
        with acting(other):
            for model in (SelfAssessment, SelfAssessmentAnswer, Evidence, PlannedAction):
                assert not model.objects.exists()  # type: ignore[attr-defined]


def test_everything_stands_on_one_page_for_paper() -> None:
    user = make_checked_member()
    self_assessment = finished(user)
    page = signed_in(user).get(f"{ROOT}all/{self_assessment.code}/").content.decode()
    for step in queries.WRITTEN_STEPS:
        assert f"What we do in step {step}" in page
    assert "Pay within 7 days" in page


def test_pages_cost_the_same_with_one_action_and_with_three(
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    user = make_checked_member()
    self_assessment = answer_all(user)
    client = signed_in(user)
    paths = (ROOT, f"{ROOT}7/", f"{ROOT}all/{self_assessment.code}/", f"{ROOT}2/")
    client.get(ROOT)
    one = [count_queries(lambda p=path: client.get(p)) for path in paths]
    day = timezone.localdate() + timedelta(days=3)
    for number in range(2):
        with acting(user):
            services.add_action(
                self_assessment, actor=user, what=f"More {number}", owner="Director", due_on=day
            )
        file = SimpleUploadedFile("a.pdf", PDF)
        client.post(f"{ROOT}2/file/", {"label": "x", "file": file})
    client.get(f"{ROOT}2/")
    assert one == [count_queries(lambda p=path: client.get(p)) for path in paths]

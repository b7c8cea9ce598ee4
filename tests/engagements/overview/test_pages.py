"""The pages of the work, for its two sides and for nobody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consultants.items import Audience
from engagements.models import HandIn
from security.files import LARGEST_FILE
from tests.engagements.work import Work
from tests.engagements.work_pages import CONFLICT, FOUND, MISSING, OK, page
from tests.factories import (
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.pages import main_of, nothing_here

pytestmark = pytest.mark.django_db


class TestWho:
    @pytest.mark.parametrize(
        "rest",
        [
            "",
            "terms/",
            "terms/change/",
            "sign/",
            "contract/",
            "contract/file/",
            "stages/1/",
            "stop/",
        ],
    )
    def test_strangers_find_nothing(self, rest: str) -> None:
        work = Work()
        work.start()
        path = f"/jobs/{work.engagement.code}/{rest}"
        strangers = [make_checked_member(), make_consultant().user, make_administrator()]
        strangers.append(make_member(work.engagement.organization, limited=True, role="viewer"))
        for stranger in strangers:
            assert nothing_here(signed_in(stranger).get(path))
        assert Client().get(path)["Location"] == f"/in/?next={path}"

    @pytest.mark.parametrize(
        "rest", ["terms/accept/", "terms/decline/", "sign/decline/", "stages/1/approve/"]
    )
    def test_strangers_do_nothing(self, rest: str) -> None:
        work = Work()
        work.start()
        path = f"/jobs/{work.engagement.code}/{rest}"
        before = work.fresh().state, work.stage().state
        for stranger in (make_checked_member(), make_consultant().user):
            assert nothing_here(signed_in(stranger).post(path))
        assert (work.fresh().state, work.stage().state) == before

    def test_odd_addresses_are_missing(self) -> None:
        work = Work()
        work.start()
        client = signed_in(work.person)
        for rest in (
            "stages/9/",
            "stages/99999999999999999999/",
            "stages/1/file/",
            "terms/?version=x",
            "terms/?version=7",
        ):
            assert nothing_here(client.get(f"/jobs/{work.engagement.code}/{rest}"))

    def test_a_looker_on_sees_but_does_not_act(self) -> None:
        work = Work()
        work.offer(by=work.person)
        client = signed_in(make_member(work.engagement.organization, role="viewer"))
        page(client, work, "terms/")
        assert nothing_here(client.get(f"/jobs/{work.engagement.code}/terms/change/"))


class TestStages:
    def hand_in(self, work: Work, **data: Any) -> Any:
        usual = {"note": "Here it is."}
        return signed_in(work.person).post(f"/jobs/{work.engagement.code}/stages/1/", usual | data)

    def test_nobody_starts_before_the_money_is_in(self, work: Work) -> None:
        client = signed_in(work.person)
        assert "Do not start yet" in page(client, work, "stages/1/")
        assert "Do not start yet. The money is not in." in page(client, work)
        assert self.hand_in(work).status_code == CONFLICT

    def test_handing_in_and_approving_each_work_twice(self, work: Work) -> None:
        work.fund()
        for _twice in range(2):
            assert self.hand_in(work).url == f"/jobs/{work.engagement.code}/stages/1/"
        assert HandIn.objects.count() == 1
        assert "If they do not answer by" in page(signed_in(work.person), work, "stages/1/")
        organization = signed_in(work.member)
        assert "Approve this stage" in page(organization, work, "stages/1/")
        for _twice in range(2):
            assert (
                organization.post(f"/jobs/{work.engagement.code}/stages/1/approve/").status_code
                == FOUND
            )
        assert "Approve this stage" not in page(organization, work, "stages/1/")
        assert "The work is done" in page(organization, work)

    def test_a_file_goes_to_the_two_sides_under_a_neutral_name(self, work: Work) -> None:
        work.fund()
        self.hand_in(work, file=SimpleUploadedFile("secret name.txt", b"Some words"))
        path = f"/jobs/{work.engagement.code}/stages/1/file/"
        for who in (work.person, work.member):
            answer = signed_in(who).get(path)
            assert b"".join(answer.streaming_content) == b"Some words"
            assert answer["Content-Disposition"] == 'attachment; filename="stage-1.txt"'
            assert answer["X-Content-Type-Options"] == "nosniff"
        assert signed_in(make_checked_member()).get(path).status_code == MISSING

    @pytest.mark.parametrize(
        "data",
        [
            {"note": ""},
            {"note": "x" * 3001},
            {"file": SimpleUploadedFile("a.pdf", b"")},
            {"file": SimpleUploadedFile("a.pdf", b"MZ\x00\x01")},
            {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * LARGEST_FILE + b"%%EOF")},
        ],
    )
    def test_bad_input_is_said_at_its_field_and_nothing_is_stored(
        self, work: Work, data: dict[str, Any]
    ) -> None:
        work.fund()
        answer = self.hand_in(work, **data)
        assert answer.status_code == OK
        assert "<title>Error:" in answer.content.decode()
        assert not HandIn.objects.exists()

    def test_the_organization_hands_nothing_in(self, work: Work) -> None:
        work.fund()
        answer = signed_in(work.member).post(
            f"/jobs/{work.engagement.code}/stages/1/", {"note": "x"}
        )
        assert answer.status_code == OK
        assert not HandIn.objects.exists()

    def test_the_consultant_does_not_approve(self, work: Work) -> None:
        work.fund()
        work.hand_in()
        answer = signed_in(work.person).post(f"/jobs/{work.engagement.code}/stages/1/approve/")
        assert nothing_here(answer)
        assert work.stage().state == "handed_in"

    def test_approving_before_it_is_handed_in_is_a_plain_page(self, work: Work) -> None:
        answer = signed_in(work.member).post(f"/jobs/{work.engagement.code}/stages/1/approve/")
        assert answer.status_code == CONFLICT
        assert "may be done already" in main_of(answer)
        assert work.stage().state == "planned"


def test_a_member_without_the_power_is_told_that_somebody_else_has_it() -> None:
    work = Work()
    looker = make_member(work.engagement.organization, role="viewer")
    finance = make_member(work.engagement.organization, role="finance")
    assert "Somebody else in your team" in page(signed_in(looker), work)
    assert "Somebody else in your team" in page(signed_in(finance), work)
    work.start()
    assert "Pay in" in page(signed_in(finance), work)
    assert "Somebody else in your team" in page(signed_in(looker), work)


class TestList:
    def test_it_is_sorted_by_who_acts_next(self) -> None:
        member = make_checked_member()
        waiting, yours = Work(member=member), Work(member=member)
        waiting.offer()
        text = signed_in(member).get("/jobs/").content.decode()
        assert text.index("Your turn") < text.index(yours.engagement.code)
        assert text.index(yours.engagement.code) < text.index("Waiting for the other side")
        assert text.index("Waiting for the other side") < text.index(waiting.engagement.code)

    def test_it_says_when_there_is_no_work(self) -> None:
        for who in (make_consultant().user, make_checked_member()):
            assert "No work yet." in signed_in(who).get("/jobs/").content.decode()

    def test_a_working_name_that_is_hidden_stays_hidden(self) -> None:
        work = Work(consultant=make_consultant("Ana Luz", audience=Audience.ONLY_ME))
        work.start()
        client = signed_in(work.member)
        for rest in ("", "terms/", "stages/1/"):
            assert "Ana Luz" not in page(client, work, rest)
        assert "Ana Luz" not in client.get("/jobs/").content.decode()

    @pytest.mark.parametrize("who", ["person", "member"])
    def test_its_queries_do_not_grow_with_the_list(
        self, who: str, count_queries: Callable[[Callable[[], Any]], int]
    ) -> None:
        consultant, member = make_consultant("Ana", audience=Audience.ANYONE), make_checked_member()
        self.several(consultant, member)
        client = signed_in(getattr(Work(consultant=consultant, member=member), who))
        client.get("/jobs/")
        few = count_queries(lambda: client.get("/jobs/"))
        self.several(consultant, member)
        assert count_queries(lambda: client.get("/jobs/")) == few

    def several(self, consultant: Any, member: User) -> None:
        for step in ("offer", "agree", "start"):
            getattr(Work(consultant=consultant, member=member), step)()

    def test_an_odd_page_number_shows_a_page(self) -> None:
        work = Work()
        for odd in ("0", "x", "999"):
            shown = signed_in(work.person).get(f"/jobs/?page={odd}").content.decode()
            assert work.engagement.code in shown


def test_titles_say_nothing_about_the_work() -> None:
    work = Work()
    work.start()
    client = signed_in(work.person)
    for rest in ("", "terms/", "contract/", "stages/1/"):
        title = re.search(r"<title>(.*?)</title>", page(client, work, rest))
        assert title is not None
        assert title[1].strip() in {"Work", "Terms", "Contract", "Stage"}


def test_the_workspace_says_who_acts_next_by_when_and_what_happens_otherwise() -> None:
    work = Work()
    work.offer()
    text = page(signed_in(work.member), work)
    assert "Waiting for Ana Luz to answer version 1 of the terms." in text
    assert "Nothing else happens." in text
    assert "Your turn" in page(signed_in(work.person), work)
    assert str(timezone.localdate().year) in text

"""Feedback on organizations: once the work has ended, in steps of five people, never with a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.errors import NotAllowed
from core.models import Event
from engagements.feedback import queries, services
from engagements.models import Engagement, Feedback
from notices.models import Notice
from tests.conftest import as_owner
from tests.engagements.work import Work, make_posting
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    signed_in,
)
from tests.refusals import hidden, refused

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, CONFLICT = 200, 302, 404, 409
LAST_YEAR = timezone.now() - timedelta(days=365)
YES = {"paid_on_time": "yes", "terms_kept": "yes", "topics_respected": "skipped", "equal_footing": "partly", "would_again": "yes"}  # fmt: skip


@pytest.fixture
def work() -> Work:
    """Work that both signed and that has ended."""
    work = Work()
    work.start()
    Engagement.objects.filter(pk=work.engagement.pk).update(state="done")
    return work


def path(work: Work) -> str:
    return f"/jobs/{work.engagement.code}/feedback/"


class TestSayingIt:
    def test_it_is_asked_after_the_work_and_can_be_changed(self, work: Work) -> None:
        client = signed_in(work.person)
        assert path(work) in client.get(f"/jobs/{work.engagement.code}/").content.decode()
        for note in ("First words", "Second words"):
            assert client.post(path(work), YES | {"note": note}).status_code == FOUND
        with acting(work.person):
            said = Feedback.objects.get()
        assert (said.note, said.would_again) == ("Second words", "yes")
        assert "Second words" in client.get(path(work)).content.decode()

    def test_after_14_days_it_is_fixed(self, work: Work) -> None:
        client = signed_in(work.person)
        client.post(path(work), YES | {"note": "Fixed words"})
        with aged():
            Feedback.objects.update(created_at=timezone.now() - timedelta(days=15))
        page = client.get(path(work)).content.decode()
        assert "can't be changed any more" in page
        assert "<textarea" not in page
        assert client.post(path(work), YES | {"note": "New"}).status_code == CONFLICT
        with acting(work.person), refused(f"feedback on engagement {work.engagement.pk} is fixed"):
            Feedback.objects.update(note="New")

    @pytest.mark.parametrize(
        "typed", [{"paid_on_time": "5 stars"}, {"would_again": ""}, {"note": "x" * 2001}]
    )
    def test_odd_answers_are_told_and_store_nothing(self, work: Work, typed: Any) -> None:
        page = signed_in(work.person).post(path(work), YES | typed).content.decode()
        assert "<title>Error:" in page
        with acting(work.person):
            assert not Feedback.objects.exists()

    def test_nothing_is_asked_while_it_runs_or_when_nothing_was_signed(self) -> None:
        work = Work()
        client = signed_in(work.person)
        assert client.get(path(work)).status_code == MISSING
        Engagement.objects.update(state="ended")  # a talk without a contract
        assert client.post(path(work), YES).status_code == MISSING
        with acting(work.person), refused("feedback is about work of one's own that has ended"):
            Feedback.objects.create(engagement=work.engagement, organization_id=work.engagement.organization_id, consultant=work.consultant)  # fmt: skip

    def test_nobody_else_says_it(self, work: Work) -> None:
        stranger = make_consultant("Other").user
        for user in (work.member, stranger, make_checked_member()):
            assert signed_in(user).post(path(work), YES).status_code == MISSING
        assert Client().post(path(work), YES).status_code == FOUND
        with acting(stranger), pytest.raises(NotAllowed):
            services.say_how_it_was(work.fresh(), actor=stranger, answers=YES)
        with acting(work.member), refused(hidden("engagements_feedback")):
            Feedback.objects.create(engagement=work.engagement, organization_id=work.engagement.organization_id, consultant=work.consultant)  # fmt: skip

    def test_the_organization_learns_nothing_of_it(self, work: Work) -> None:
        sender = signed_in(work.member)
        before = sender.get(f"/jobs/{work.engagement.code}/").content
        notices, events = Notice.objects.count(), Event.objects.count()
        signed_in(work.person).post(path(work), YES | {"note": "Quiet words"})
        assert (Notice.objects.count(), Event.objects.count()) == (notices, events)
        after = sender.get(f"/jobs/{work.engagement.code}/").content
        assert len(before) == len(after)
        with acting(work.member):
            assert not Feedback.objects.exists()
            assert queries.notes_about(work.engagement.organization_id) == []


class TestWords:
    def test_administrators_read_the_words_without_a_name(self, work: Work) -> None:
        signed_in(work.person).post(path(work), YES | {"note": "Quiet words"})
        organization_id = work.engagement.organization_id
        desk = make_administrator()
        with acting(desk):
            assert queries.notes_about(organization_id) == [
                (timezone.now().date().replace(day=1), "Quiet words")
            ]
            assert not Feedback.objects.exists()
        for user in (work.member, make_consultant("Other").user, work.person):
            with acting(user):
                assert queries.notes_about(organization_id) == []
        page = signed_in(desk).get(f"/desk/orgs/{work.engagement.organization.code}/")
        assert "Quiet words" in page.content.decode()
        assert "Ana Luz" not in page.content.decode()


@contextmanager
def aged() -> Iterator[None]:
    """Write feedback as time would have made it, past the trigger that sets and keeps the date."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come can't change
        cursor.execute("ALTER TABLE engagements_feedback DISABLE TRIGGER is_sound")
        yield
        cursor.execute("ALTER TABLE engagements_feedback ENABLE TRIGGER is_sound")


def say(member: User, *answers: str, at: Any = LAST_YEAR, person: Any = None) -> None:
    """Let one new consultant an answer say whether they would work with the organization again."""
    organization = member.membership.organization
    for said in answers:
        consultant = person or make_consultant()
        engagement = Engagement.objects.create(
            posting=make_posting(member),
            organization=organization,
            consultant=consultant,
            state="done",
        )
        with aged():
            Feedback.objects.create(
                engagement=engagement,
                organization=organization,
                consultant=consultant,
                would_again=said,
                created_at=at,
            )


def shown(member: User) -> Any:
    found = queries.public_feedback(member.membership.organization_id)
    return found and (found.people, [str(share) for _question, share in found.answers])


class TestInPublic:
    @pytest.mark.parametrize(
        ("answers", "share"),
        [
            (["yes"] * 5, "Nearly all"),
            (["yes"] * 4 + ["no"], "Nearly all"),
            (["yes"] * 3 + ["no"] * 2, "Most"),
            (["yes"] * 2 + ["partly"] * 3, "About half"),
            (["yes"] + ["no"] * 4, "Few or none"),
            (["no"] * 5, "Few or none"),
        ],
    )
    def test_five_people_show_as_a_broad_share(
        self, member: User, answers: list[str], share: str
    ) -> None:
        say(member, *answers[:4])
        assert shown(member) is None
        say(member, answers[4])
        assert shown(member) == (5, [share])
        page = Client().get(f"/o/{member.membership.organization.code}/").content.decode()
        assert "Consultants say" in page
        assert share in page

    def test_four_people_or_five_answers_of_one_person_show_nothing(self, member: User) -> None:
        person = make_consultant()
        say(member, *["no"] * 4)
        say(member, *["no"] * 1, at=timezone.now())  # this month's answers wait
        for _again in range(3):
            say(member, "no", person=None, at=timezone.now() - timedelta(days=1))
        assert shown(member) is None
        other = make_checked_member()
        for _again in range(5):
            say(other, "no", person=person)
        assert shown(other) is None
        page = Client().get(f"/o/{other.membership.organization.code}/").content.decode()
        assert "Not enough yet." in page

    def test_the_sixth_person_changes_nothing_until_there_are_ten(self, member: User) -> None:
        say(member, *["yes"] * 5)
        say(member, *["no"] * 4, at=LAST_YEAR + timedelta(days=1))
        assert shown(member) == (5, ["Nearly all"])
        say(member, "no", at=LAST_YEAR + timedelta(days=1))
        assert shown(member) == (10, ["About half"])

    def test_who_skips_a_question_is_not_counted_for_it(self, member: User) -> None:
        say(member, *["yes"] * 4, "skipped")
        assert shown(member) is None

    def test_another_organizations_answers_do_not_count(self, member: User) -> None:
        say(make_checked_member(), *["yes"] * 5)
        assert shown(member) is None

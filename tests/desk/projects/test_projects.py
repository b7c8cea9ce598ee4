"""The desk looks at projects that were sent in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.errors import NotAllowed, Refused, WrongState
from engagements.models import Posting, PostingReview
from engagements.postings import language_findings, review
from notices.models import Notice
from tests.conftest import as_owner
from tests.engagements.work import make_posting
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    signed_in,
)

pytestmark = pytest.mark.django_db
FOUND, MISSING, CONFLICT = 302, 404, 409


def waiting(member: User, **fields: Any) -> Posting:
    return make_posting(member, state="in_review", **fields)


def test_the_queue_shows_it_and_the_desk_opens_it(desk: Client) -> None:
    member = make_checked_member()
    posting = waiting(member)
    assert posting.title in desk.get("/desk/").content.decode()
    path = f"/desk/projects/{posting.code}/"
    assert "Their first project" in desk.get(path).content.decode()
    desk.post(path, {"decision": "opened", "reason": ""})
    posting.refresh_from_db()
    assert posting.state == "open"
    assert posting.title in Client().get("/projects/").content.decode()
    assert Notice.objects.filter(user=member, page="org_project", code=posting.code).exists()
    assert desk.post(path, {"decision": "opened"}).status_code == MISSING


def test_it_goes_back_with_a_reason_that_the_writers_read(desk: Client) -> None:
    member = make_checked_member()
    posting = waiting(member)
    path = f"/desk/projects/{posting.code}/"
    page = desk.post(path, {"decision": "returned", "reason": " "}).content.decode()
    assert "Say why, so that they can change it." in page
    desk.post(path, {"decision": "returned", "reason": "Name the hours of travel."})
    posting.refresh_from_db()
    assert posting.state == "draft"
    page = signed_in(member).get(f"/org/projects/{posting.code}/").content.decode()
    assert "Name the hours of travel." in page


def test_kept_wording_is_read_with_its_explanation(desk: Client) -> None:
    member = make_checked_member()
    posting = make_posting(member, state="draft", summary="We rescue people.")
    one = language_findings.unanswered(posting)[0]
    with acting(member):
        language_findings.keep_wording(
            posting,
            field=one.field,
            start=one.finding.start,
            words=one.finding.words,
            explanation="A quote.",
            actor=member,
        )
    signed_in(member).post(f"/org/projects/{posting.code}/publish/")
    page = desk.get(f"/desk/projects/{posting.code}/").content.decode()
    for said in ("“rescue”", "A quote.", "It makes one side the rescuer."):
        assert said in page


def test_nobody_decides_about_their_own_organization() -> None:
    member = make_checked_member()
    posting = waiting(member)
    administrator = make_administrator()
    with as_owner():
        User.objects.filter(pk=administrator.pk).update(
            email=f"a@{member.membership.organization.domain}"
        )
    administrator.refresh_from_db()
    with acting(administrator), pytest.raises(Refused, match="Somebody else must decide"):
        review.decide(posting, decision="opened", reason="", actor=administrator)
    page = signed_in(administrator).get(f"/desk/projects/{posting.code}/").content.decode()
    assert "Record the decision" not in page
    assert not PostingReview.objects.exists()


def test_a_floor_that_rose_while_it_waited_keeps_it_closed(settings: Any) -> None:
    posting = waiting(make_checked_member())
    settings.PAY_FLOOR_HOURLY = 9_001
    administrator = make_administrator()
    with acting(administrator), pytest.raises(Refused, match="The lowest pay here"):
        review.decide(posting, decision="opened", reason="", actor=administrator)
    posting.refresh_from_db()
    assert posting.state == "in_review"
    assert not PostingReview.objects.exists()


def test_what_was_not_sent_in_is_not_opened() -> None:
    posting = make_posting(make_checked_member(), state="draft")
    administrator = make_administrator()
    with acting(administrator), pytest.raises(WrongState):
        review.decide(posting, decision="opened", reason="", actor=administrator)


def test_members_and_consultants_decide_nothing() -> None:
    member = make_checked_member()
    posting = waiting(member)
    for person in (member, make_consultant().user):
        assert signed_in(person).get(f"/desk/projects/{posting.code}/").status_code == MISSING
        with acting(person), pytest.raises(NotAllowed):
            review.decide(posting, decision="opened", reason="", actor=person)

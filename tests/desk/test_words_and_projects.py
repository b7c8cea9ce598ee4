"""The desk keeps the list of wording without code, and looks at projects that were sent in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.errors import NotAllowed, Refused, WrongState
from engagements.language_check import services
from engagements.language_check.queries import wording_in
from engagements.models import Posting, PostingReview, WordEntry
from engagements.postings import language_findings, review
from notices.models import Notice
from tests.conftest import as_owner
from tests.engagements.postings.wizard import signed_in
from tests.engagements.work import make_posting
from tests.factories import acting, make_administrator, make_checked_member, make_consultant

pytestmark = pytest.mark.django_db
FOUND, MISSING, CONFLICT = 302, 404, 409
NEW = {
    "language": "en",
    "kind": "pity",
    "pattern": "sad  little/poor soul*",
    "fine_in": "\nsad little song\n\n",
    "why": "It pities.",
    "better": "person",
}


@pytest.fixture
def desk() -> Client:
    return signed_in(make_administrator())


class TestWords:
    def test_an_entry_that_is_added_finds_at_once(self, desk: Client) -> None:
        desk.post("/desk/words/new/", NEW)
        entry = WordEntry.objects.get(pattern="sad little/poor soul*")
        assert entry.fine_in == "sad little song"
        assert [one.better for one in wording_in("Those sad poor souls.")] == ["person"]

    def test_an_entry_is_changed_retired_and_brought_back(self, desk: Client) -> None:
        desk.post("/desk/words/new/", NEW)
        path = f"/desk/words/{WordEntry.objects.latest('pk').pk}/"
        assert 'value="sad little/poor soul*"' in desk.get(path).content.decode()
        desk.post(path, NEW | {"better": "colleague"})
        assert [one.better for one in wording_in("A sad little soul.")] == ["colleague"]
        desk.post(f"{path}retire/")
        assert wording_in("A sad little soul.") == []
        assert "sad little/poor soul*" in desk.get("/desk/words/?retired=1").content.decode()
        desk.post(f"{path}retire/", {"bring_back": "1"})
        assert len(wording_in("A sad little soul.")) == 1

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"pattern": ""}, "Fill in: What is looked for"),
            ({"pattern": "(a+)+"}, "Use letters"),
            ({"pattern": "... soul"}, "Begin and end with a word."),
            ({"pattern": "w" * 201}, "at most 200 characters"),
            ({"pattern": "rescue"}, "This stands in the list already"),
            ({"fine_in": "fine\n..."}, "Begin and end with a word."),
            ({"fine_in": "fine\n" * 31}, "Use at most 30 lines."),
            ({"better": ""}, "Fill in: What to write instead"),
            ({"why": "x" * 301}, "at most 300 characters"),
            ({"language": "fr"}, "not one of the available choices"),
        ],
    )
    def test_a_bad_entry_is_told_at_the_field_and_not_stored(
        self, desk: Client, changed: dict[str, str], message: str
    ) -> None:
        before = WordEntry.objects.count()
        page = desk.post("/desk/words/new/", NEW | changed).content.decode()
        assert message in page
        assert "It pities." in page or "why" in changed
        assert WordEntry.objects.count() == before

    def test_a_sentence_is_tried(self, desk: Client) -> None:
        page = desk.get("/desk/words/?sentence=Be+the+voice+of+the+voiceless").content.decode()
        assert "“Be the voice of”" in page
        assert "Nothing found in it." in desk.get("/desk/words/?sentence=A+form").content.decode()

    def test_the_list_pages_and_asks_the_same_of_few_and_many(
        self, desk: Client, count_queries: Any
    ) -> None:
        desk.get("/desk/words/")
        many = count_queries(lambda: desk.get("/desk/words/"))
        assert "Next page" in desk.get("/desk/words/").content.decode()
        with as_owner():
            WordEntry.objects.exclude(pattern="rescue").delete()
        assert count_queries(lambda: desk.get("/desk/words/")) == many

    def test_nobody_else_keeps_the_list(self) -> None:
        member, consultant = make_checked_member(), make_consultant().user
        number = WordEntry.objects.first().pk  # type: ignore[union-attr]
        for person in (member, consultant):
            client = signed_in(person)
            for path in ("", "new/", f"{number}/"):
                assert client.get(f"/desk/words/{path}").status_code == MISSING
            assert client.post(f"/desk/words/{number}/retire/").status_code == MISSING
            with pytest.raises(NotAllowed):
                services.add_entry(actor=person, **NEW)
        assert Client().get("/desk/words/").status_code == FOUND

    @pytest.mark.parametrize("path", ["999999/", "9" * 19 + "/", "x/", "-1/"])
    def test_odd_addresses_are_missing_pages(self, desk: Client, path: str) -> None:
        assert desk.get(f"/desk/words/{path}").status_code == MISSING


class TestProjects:
    def waiting(self, member: User, **fields: Any) -> Posting:
        return make_posting(member, state="in_review", **fields)

    def test_the_queue_shows_it_and_the_desk_opens_it(self, desk: Client) -> None:
        member = make_checked_member()
        posting = self.waiting(member)
        assert posting.title in desk.get("/desk/").content.decode()
        path = f"/desk/projects/{posting.code}/"
        assert "Their first project" in desk.get(path).content.decode()
        desk.post(path, {"decision": "opened", "reason": ""})
        posting.refresh_from_db()
        assert posting.state == "open"
        assert posting.title in Client().get("/projects/").content.decode()
        assert Notice.objects.filter(user=member, page="org_project", code=posting.code).exists()
        assert desk.post(path, {"decision": "opened"}).status_code == MISSING

    def test_it_goes_back_with_a_reason_that_the_writers_read(self, desk: Client) -> None:
        member = make_checked_member()
        posting = self.waiting(member)
        path = f"/desk/projects/{posting.code}/"
        page = desk.post(path, {"decision": "returned", "reason": " "}).content.decode()
        assert "Say why, so that they can change it." in page
        desk.post(path, {"decision": "returned", "reason": "Name the hours of travel."})
        posting.refresh_from_db()
        assert posting.state == "draft"
        page = signed_in(member).get(f"/org/projects/{posting.code}/").content.decode()
        assert "Name the hours of travel." in page

    def test_kept_wording_is_read_with_its_explanation(self, desk: Client) -> None:
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

    def test_nobody_decides_about_their_own_organization(self) -> None:
        member = make_checked_member()
        posting = self.waiting(member)
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

    def test_a_floor_that_rose_while_it_waited_keeps_it_closed(self, settings: Any) -> None:
        posting = self.waiting(make_checked_member())
        settings.PAY_FLOOR_HOURLY = 9_001
        administrator = make_administrator()
        with acting(administrator), pytest.raises(Refused, match="The lowest pay here"):
            review.decide(posting, decision="opened", reason="", actor=administrator)
        posting.refresh_from_db()
        assert posting.state == "in_review"
        assert not PostingReview.objects.exists()

    def test_what_was_not_sent_in_is_not_opened(self) -> None:
        posting = make_posting(make_checked_member(), state="draft")
        administrator = make_administrator()
        with acting(administrator), pytest.raises(WrongState):
            review.decide(posting, decision="opened", reason="", actor=administrator)

    def test_members_and_consultants_decide_nothing(self) -> None:
        member = make_checked_member()
        posting = self.waiting(member)
        for person in (member, make_consultant().user):
            assert signed_in(person).get(f"/desk/projects/{posting.code}/").status_code == MISSING
            with acting(person), pytest.raises(NotAllowed):
                review.decide(posting, decision="opened", reason="", actor=person)

    def test_the_queue_asks_the_same_of_one_and_of_three(
        self, desk: Client, count_queries: Any
    ) -> None:
        self.waiting(make_checked_member())
        desk.get("/desk/")
        one = count_queries(lambda: desk.get("/desk/"))
        for _more in range(2):
            self.waiting(make_checked_member())
        assert count_queries(lambda: desk.get("/desk/")) == one

"""Two presses, late presses and second tries: one row each, and no hint that was not meant."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consultants.items import Audience
from consultants.models import Consultant, MayInvite
from core.codes import new_code
from core.errors import NotAllowed, Refused
from engagements.invitations import services
from engagements.models import Engagement, Interest, Invitation, Posting
from engagements.negotiation.services import stop_talking
from engagements.postings import services as postings
from notices.models import Notice
from organizations.models import Organization
from tests.conftest import as_owner
from tests.engagements.invitations.test_invitations import without_tokens
from tests.engagements.postings.wizard import pages
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, signed_in
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, CONFLICT = 200, 302, 404, 409


def first_page(**changed: str) -> dict[str, Any]:
    return pages()["work"] | changed


def invitable() -> Consultant:
    consultant = make_consultant("Nila Sol", audience=Audience.CHECKED)
    Consultant.objects.filter(pk=consultant.pk).update(may_invite=MayInvite.CHECKED)
    return consultant


def interested(posting: Posting, consultant: Consultant) -> Interest:
    with acting(consultant.user):
        return services.show_interest(posting, actor=consultant.user, items=frozenset())


def invited(posting: Posting, consultant: Consultant, member: User) -> Invitation:
    with acting(member):
        return services.invite(posting, consultant=consultant, actor=member)


class TestDrafts:
    def test_sending_the_form_twice_is_one_draft_with_the_last_answers(self, member: User) -> None:
        client, code = signed_in(member), new_code()
        for title in ("First title", "Second title"):
            answer = client.post("/org/projects/new/", first_page(code=code, title=title))
            assert answer["Location"] == f"/org/projects/{code}/write/result/"
        assert list(Posting.objects.values_list("title", flat=True)) == ["Second title"]

    def test_the_form_carries_a_fresh_code(self, member: User) -> None:
        client = signed_in(member)
        pages = {client.get("/org/projects/new/").content for _again in range(2)}
        assert len(pages) == 2
        assert all(b'name="code"' in page for page in pages)

    def test_the_code_of_another_organizations_project_changes_nothing(self, member: User) -> None:
        other = make_posting(make_checked_member(), state="draft")
        answer = signed_in(member).post(
            "/org/projects/new/", first_page(code=other.code, title="Taken over")
        )
        assert answer.status_code == MISSING
        other.refresh_from_db()
        assert other.title == "Review of a training"

    @pytest.mark.parametrize("code", ["x", "x" * 23, "../" * 8, "é" * 22])
    def test_an_odd_code_is_told_and_stores_nothing(self, member: User, code: str) -> None:
        answer = signed_in(member).post("/org/projects/new/", first_page(code=code))
        assert (answer.status_code, Posting.objects.count()) == (OK, 0)

    def test_a_draft_is_thrown_away_and_leaves_the_list(self, member: User) -> None:
        posting = make_posting(member, state="draft")
        client = signed_in(member)
        assert client.post(f"/org/projects/{posting.code}/withdraw/").status_code == FOUND
        assert posting.title not in client.get("/org/projects/").content.decode()
        assert client.get(f"/org/projects/{posting.code}/").status_code == MISSING

    def test_an_open_project_is_not_thrown_away(self, member: User, posting: Posting) -> None:
        signed_in(member).post(f"/org/projects/{posting.code}/withdraw/")
        posting.refresh_from_db()
        assert posting.state == "open"

    def test_a_stranger_throws_nothing_away(self, posting: Posting) -> None:
        stranger = make_checked_member()
        with acting(stranger), pytest.raises(NotAllowed):
            postings.withdraw(posting, actor=stranger)

    def test_dates_that_passed_while_it_was_a_draft_stop_publishing(self, member: User) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        posting = make_posting(member, state="draft", starts_on=yesterday)
        answer = signed_in(member).post(f"/org/projects/{posting.code}/publish/")
        assert answer.status_code == CONFLICT
        assert "Choose a day from today on." in answer.content.decode()


class TestLatePresses:
    def test_answering_again_after_the_talk_ended_opens_nothing_new(
        self, member: User, posting: Posting
    ) -> None:
        interest = interested(posting, make_consultant("Nila Sol"))
        with acting(member):
            engagement = services.answer_interest(interest, actor=member)
            stop_talking(engagement, actor=member)
            assert services.answer_interest(interest, actor=member) == engagement
        assert Engagement.objects.get().state == "ended"

    def test_accepting_again_after_the_talk_ended_opens_nothing_new(
        self, member: User, posting: Posting
    ) -> None:
        consultant = invitable()
        invitation = invited(posting, consultant, member)
        with acting(consultant.user):
            engagement = services.accept_invitation(invitation, actor=consultant.user)
            stop_talking(engagement, actor=consultant.user)
            services.accept_invitation(invitation, actor=consultant.user)
        assert Engagement.objects.get().state == "ended"

    def test_an_organization_whose_check_lapsed_opens_no_room(
        self, member: User, posting: Posting
    ) -> None:
        interest = interested(posting, make_consultant("Nila Sol"))
        with as_owner():
            Organization.objects.update(checked_until=timezone.now())
        with acting(member), pytest.raises(Refused):
            services.answer_interest(interest, actor=member)
        assert not Engagement.objects.exists()

    def test_interest_after_the_talk_began_is_told_in_words(
        self, member: User, posting: Posting
    ) -> None:
        consultant = make_consultant("Nila Sol")
        interest = interested(posting, consultant)
        with acting(member):
            services.answer_interest(interest, actor=member)
        answer = signed_in(consultant.user).post(f"/projects/{posting.code}/interest/", {})
        assert answer.status_code == CONFLICT
        assert "in touch about this project already" in answer.content.decode()


class TestSecondTries:
    def test_inviting_again_after_a_no_looks_like_inviting_again_after_silence(
        self, member: User, posting: Posting
    ) -> None:
        consultant = invitable()
        first = invited(posting, consultant, member)
        with acting(consultant.user):
            services.decline_invitation(first, actor=consultant.user)
        assert invited(posting, consultant, member) == first
        assert Notice.objects.filter(user=consultant.user).count() == 1

    def test_taking_back_after_a_no_looks_like_taking_back_after_silence(
        self, member: User, posting: Posting
    ) -> None:
        pages = []
        for says_no in (True, False):
            consultant = invitable()
            invitation = invited(posting, consultant, member)
            if says_no:
                with acting(consultant.user):
                    services.decline_invitation(invitation, actor=consultant.user)
            client = signed_in(member)
            answer = client.post(f"/invitations/{invitation.code}/withdraw/", follow=True)
            pages.append(without_tokens(answer.content.decode()))
        assert pages[0] == pages[1]
        assert "Nila Sol" not in pages[0]

    def test_closing_takes_back_what_was_declined_like_what_waits(
        self, member: User, posting: Posting
    ) -> None:
        declined, waiting = (invited(posting, invitable(), member) for _each in range(2))
        with acting(declined.consultant.user):
            services.decline_invitation(declined, actor=declined.consultant.user)
        with acting(member):
            postings.close(posting, actor=member)
        assert set(Invitation.objects.values_list("state", flat=True)) == {"withdrawn"}
        page = signed_in(waiting.consultant.user).get(f"/invitations/{waiting.code}/")
        assert "This invitation is over" in page.content.decode()

    def test_after_its_time_a_person_can_be_invited_again(
        self, member: User, posting: Posting
    ) -> None:
        consultant = invitable()
        first = invited(posting, consultant, member)
        Invitation.objects.update(
            created_at=timezone.now() - timedelta(days=20), ends_at=timezone.now()
        )
        services.expire_invitations()
        assert invited(posting, consultant, member) != first

    def test_who_is_interested_is_answered_not_invited(
        self, member: User, posting: Posting
    ) -> None:
        consultant = invitable()
        interested(posting, consultant)
        with acting(member), pytest.raises(Refused, match="interested already"):
            services.invite(posting, consultant=consultant, actor=member)

    def test_who_is_invited_answers_the_invitation(self, member: User, posting: Posting) -> None:
        consultant = invitable()
        invitation = invited(posting, consultant, member)
        page = signed_in(consultant.user).get(f"/projects/{posting.code}/").content.decode()
        assert f"/invitations/{invitation.code}/" in page
        with acting(consultant.user), pytest.raises(Refused, match="Answer the invitation"):
            services.show_interest(posting, actor=consultant.user, items=frozenset())


def test_one_page_of_a_project_asks_the_same_of_one_and_of_three(
    member: User, posting: Posting, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client, path = signed_in(member), f"/org/projects/{posting.code}/"
    interested(posting, make_consultant("Nila Sol"))
    invited(posting, invitable(), member)
    client.get(path)
    one = count_queries(lambda: client.get(path))
    for _more in range(2):
        interested(posting, make_consultant("Nila Sol"))
        invited(posting, invitable(), member)
    assert count_queries(lambda: client.get(path)) == one


@pytest.mark.parametrize("path", ["/projects/%00/", "/projects/x/"])
def test_odd_addresses_are_missing_pages(path: str) -> None:
    assert nothing_here(Client().get(path))


def test_an_odd_page_number_shows_the_first_page(posting: Posting) -> None:
    assert posting.title in Client().get("/projects/?page=%00").content.decode()


@pytest.mark.parametrize(
    "path", ["/invitations/%00/", "/projects/%00/interest/", "/projects/x/interest/"]
)
def test_odd_addresses_of_joining_are_missing_pages(path: str) -> None:
    assert nothing_here(signed_in(make_consultant().user).get(path))


def test_a_hidden_project_is_the_same_page_as_a_missing_one() -> None:
    hidden = make_posting(make_checked_member(), state="draft")
    missing = new_code()
    one, other = (Client().get(f"/projects/{code}/") for code in (hidden.code, missing))
    assert one.status_code == other.status_code == MISSING
    first, second = (
        without_tokens(answer.content.decode()).replace(code, "")
        for answer, code in ((one, hidden.code), (other, missing))
    )
    assert first == second

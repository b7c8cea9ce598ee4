"""What a consultant keeps beside the board is theirs alone, and tells at most once a day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from consultants.models import Consultant
from core.errors import NotAllowed, Refused
from core.models import Event
from core.viewer import acting_as
from engagements.board import queries, services
from engagements.models import Bookmark, Posting, SavedSearch, UsualTerms
from engagements.postings.services import close
from notices.models import Notice
from tests.conftest import as_owner
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, signed_in
from tests.pages import nothing_here
from tests.refusals import hidden, refused

pytestmark = pytest.mark.django_db
OK, FOUND, MISSING, CONFLICT = 200, 302, 404, 409
SAVED = "/projects/saved/"


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Nila Sol")


def keep(client: Client, query: str) -> Any:
    return client.post("/projects/saved/search/", {"query": query}, follow=True)


def tell() -> int:
    with acting_as("job:engagements.tell_new_matches"):
        return services.tell_new_matches()


class TestKeptSearches:
    def test_a_search_is_kept_in_words_and_can_be_made_again(self, consultant: Consultant) -> None:
        client = signed_in(consultant.user)
        page = keep(client, "pay=60&kind=training&kind=speaking&after=1.x&evil=1").content.decode()
        assert "Speaking, Training" in page
        assert "$60" in page
        with acting(consultant.user):
            kept = SavedSearch.objects.get()
        assert kept.query == "kind=speaking&kind=training&pay=60"
        assert "You keep this search" in client.get(f"/projects/?{kept.query}").content.decode()

    def test_the_same_search_twice_is_once(self, consultant: Consultant) -> None:
        client = signed_in(consultant.user)
        for query in ("kind=training&kind=speaking", "kind=speaking&kind=training&page=2"):
            keep(client, query)
        with acting(consultant.user):
            assert SavedSearch.objects.count() == 1

    @pytest.mark.parametrize("query", ["", "evil=1", "pay=lots", "kind=nothing", "x" * 5000])
    def test_what_asks_nothing_is_not_kept(self, consultant: Consultant, query: str) -> None:
        answer = keep(signed_in(consultant.user), query)
        assert answer.status_code == CONFLICT
        with acting(consultant.user):
            assert not SavedSearch.objects.exists()

    def test_twenty_are_kept_and_the_next_is_told(self, consultant: Consultant) -> None:
        with acting(consultant.user):
            for number in range(20):
                services.keep_search(f"words=w{number}", actor=consultant.user)
            with pytest.raises(Refused):
                services.keep_search("words=more", actor=consultant.user)

    def test_something_new_tells_once_a_day_and_says_nothing(
        self, member: User, consultant: Consultant
    ) -> None:
        make_posting(member, language="es", opened_at=timezone.now() - timedelta(hours=1))
        with acting(consultant.user):
            services.keep_search("language=es", actor=consultant.user)
            services.keep_search("kind=policy_review", actor=consultant.user)
        assert tell() == 0  # nothing is new since it was kept
        make_posting(member, language="es")
        make_posting(member, language="es")
        assert (tell(), tell()) == (2, 0)
        notice = Notice.objects.get(user=consultant.user)
        assert notice.path == SAVED
        signed_in(consultant.user).get(SAVED)
        make_posting(member, language="es")
        assert tell() == 0  # within the day
        with as_owner():
            SavedSearch.objects.update(told_at=timezone.now() - timedelta(days=2))
            Notice.objects.update(created_at=timezone.now() - timedelta(days=2))
        assert (tell(), tell()) == (2, 0)
        assert Notice.objects.filter(user=consultant.user, seen_at=None).count() == 1

    @pytest.mark.parametrize("other", [{"language": "en"}, {"language": "es", "invite_only": True}])
    def test_what_does_not_match_tells_nothing(
        self, member: User, consultant: Consultant, other: dict[str, Any]
    ) -> None:
        with acting(consultant.user):
            services.keep_search("language=es", actor=consultant.user)
        make_posting(member, **other)
        assert tell() == 0
        assert not Notice.objects.filter(user=consultant.user).exists()

    def test_a_deleted_search_tells_nothing(self, member: User, consultant: Consultant) -> None:
        client = signed_in(consultant.user)
        keep(client, "language=es")
        with acting(consultant.user):
            code = SavedSearch.objects.get().code
        assert client.post(f"/projects/saved/{code}/delete/").status_code == FOUND
        assert client.post(f"/projects/saved/{code}/delete/").status_code == MISSING
        make_posting(member, language="es")
        assert tell() == 0


class TestKeptProjects:
    def test_a_kept_project_is_listed_and_told_when_it_closes(
        self, member: User, consultant: Consultant
    ) -> None:
        posting = make_posting(member)
        client = signed_in(consultant.user)
        for _again in range(2):
            assert client.post(f"/projects/{posting.code}/keep/").status_code == FOUND
        assert f'href="/projects/{posting.code}/"' in client.get(SAVED).content.decode()
        with acting(member):
            close(posting, actor=member)
        page = client.get(SAVED).content.decode()
        assert "Not open any more" in page
        assert f'href="/projects/{posting.code}/"' not in page
        assert client.post(f"/projects/{posting.code}/forget/").status_code == FOUND
        assert "No projects yet." in client.get(SAVED).content.decode()

    @pytest.mark.parametrize(
        "hidden", [{"state": "draft", "opened_at": None}, {"invite_only": True}]
    )
    def test_a_project_one_may_not_see_is_not_kept(
        self, member: User, consultant: Consultant, hidden: dict[str, Any]
    ) -> None:
        posting = make_posting(member, **hidden)
        client = signed_in(consultant.user)
        assert nothing_here(client.post(f"/projects/{posting.code}/keep/"))
        assert nothing_here(client.post(f"/projects/{posting.code}/forget/"))
        with acting(consultant.user):
            assert not Bookmark.objects.exists()

    def test_the_list_asks_as_often_for_three_as_for_one(
        self, member: User, consultant: Consultant, count_queries: Callable[..., int]
    ) -> None:
        client = signed_in(consultant.user)
        postings = [make_posting(member) for _each in range(3)]
        client.post(f"/projects/{postings[0].code}/keep/")
        keep(client, "words=a")
        one = count_queries(lambda: client.get(SAVED))
        for posting in postings[1:]:
            client.post(f"/projects/{posting.code}/keep/")
        keep(client, "words=b")
        assert count_queries(lambda: client.get(SAVED)) == one

    def test_long_lists_page(self, member: User, consultant: Consultant) -> None:
        with acting(consultant.user):
            for number in range(21):
                services.keep(make_posting(member, title=f"Kept {number}."), actor=consultant.user)
        client = signed_in(consultant.user)
        assert "Kept 0." not in client.get(SAVED).content.decode()
        assert "Kept 0." in client.get(f"{SAVED}?page=2").content.decode()


class TestUsualTerms:
    def test_differences_are_shown_to_their_owner_alone(
        self, member: User, consultant: Consultant
    ) -> None:
        posting = make_posting(member, in_the_room=["police"])
        client = signed_in(consultant.user)
        client.post(
            "/projects/usual-terms/",
            {"hourly_amount": "100", "not_in_the_room": ["police", "press"]},
        )
        for path in ("/projects/", f"/projects/{posting.code}/"):
            page = client.get(path).content.decode()
            assert "Differs from your usual terms" in page
            assert "$90 for an hour, your usual is $100" in page
            assert "In the room: Police" in page
            for other in (Client(), signed_in(member), signed_in(make_consultant("Other").user)):
                assert "Differs from" not in other.get(path).content.decode()

    def test_the_form_shows_what_is_kept_and_can_be_emptied(self, consultant: Consultant) -> None:
        client = signed_in(consultant.user)
        client.post("/projects/usual-terms/", {"hourly_amount": "75", "no_recording": "on"})
        page = client.get("/projects/usual-terms/").content.decode()
        assert 'value="75"' in page
        client.post("/projects/usual-terms/", {})
        with acting(consultant.user):
            kept = UsualTerms.objects.get()
        assert (kept.hourly_amount, kept.no_recording) == (None, False)

    @pytest.mark.parametrize(
        "typed",
        [
            {"hourly_amount": "lots"},
            {"pay_days": "31"},
            {"pay_days": "-1"},
            {"cancel_full_hours": "99999"},
            {"personal_experience": "central"},
            {"not_in_the_room": ["nobody"]},
            {"ways_to_join": ["telepathy"]},
        ],
    )
    def test_odd_answers_are_told_and_store_nothing(
        self, consultant: Consultant, typed: dict[str, Any]
    ) -> None:
        page = signed_in(consultant.user).post("/projects/usual-terms/", typed)
        assert "<title>Error:" in page.content.decode()
        with acting(consultant.user):
            assert not UsualTerms.objects.exists()


class TestNobodyElse:
    """The wall: no page, no query of another viewer, no history tells what somebody keeps."""

    @pytest.fixture
    def kept(self, member: User, consultant: Consultant) -> Posting:
        posting = make_posting(member)
        with acting(consultant.user):
            services.keep_search("language=es", actor=consultant.user)
            services.keep(posting, actor=consultant.user)
            services.set_usual_terms(actor=consultant.user, hourly_amount=9_000)
        return posting

    @pytest.mark.parametrize("model", [SavedSearch, Bookmark, UsualTerms])
    def test_other_viewers_find_no_row(self, kept: Posting, member: User, model: Any) -> None:
        for viewer in (member, make_consultant("Other").user):
            with acting(viewer):
                assert not model.objects.exists()
        for identity in ("anyone", "", "job:notices.mail"):
            with acting_as(identity):
                assert not model.objects.exists()

    def test_the_clock_reads_searches_and_nothing_more(self, kept: Posting) -> None:
        with acting_as("job:engagements.tell_new_matches"):
            assert SavedSearch.objects.count() == 1
            assert not Bookmark.objects.exists()
            assert not UsualTerms.objects.exists()

    def test_nobody_keeps_something_in_another_name(
        self, kept: Posting, consultant: Consultant
    ) -> None:
        other = make_consultant("Other")
        with acting(other.user), refused(hidden("engagements_bookmark")):
            Bookmark.objects.create(
                consultant=consultant, posting=make_posting(make_checked_member())
            )

    def test_no_history_is_written(self, kept: Posting, consultant: Consultant) -> None:
        written = Event.objects.filter(subject__in=["engagements.savedsearch", "engagements.bookmark", "engagements.usualterms"])  # fmt: skip
        assert not written.exists()

    def test_members_and_strangers_get_a_missing_page(self, kept: Posting, member: User) -> None:
        client = signed_in(member)
        for path in (SAVED, "/projects/usual-terms/"):
            assert client.get(path).status_code == MISSING
            assert Client().get(path).status_code == FOUND  # to sign in
        assert client.post(f"/projects/{kept.code}/keep/").status_code == MISSING
        with acting(member), pytest.raises(NotAllowed):
            services.keep(kept, actor=member)

    def test_anothers_search_is_a_missing_page(self, kept: Posting, consultant: Consultant) -> None:
        with acting(consultant.user):
            code = SavedSearch.objects.get().code
        other = signed_in(make_consultant("Other").user)
        assert other.post(f"/projects/saved/{code}/delete/").status_code == MISSING
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM engagements_savedsearch")
            assert cursor.fetchone() == (0,)


def test_a_search_for_pay_is_kept_as_every_language_reads_it() -> None:
    consultant = make_consultant()
    with translation.override("es"):
        form = queries.form_of("pay=1.250,50&language=en")
        assert form.is_valid()
    assert form.query == "language=en&pay=1250.50"
    for language in ("en", "es"):
        with translation.override(language):
            again = queries.form_of(form.query)
            assert again.is_valid(), language
            assert again.cleaned_data["pay"] == 125_050
    with acting(consultant.user):
        services.keep_search(form.query, actor=consultant.user)
        assert queries.is_kept(consultant.user.pk, form.query)

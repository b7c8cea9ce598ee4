"""Who looked: one row a day, written where cards are made; the quota; and the pages that show it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from consultants import visibility
from consultants.blocks.services import block
from consultants.items import Audience, names_in
from consultants.models import Consultant, Look
from consultants.people_codes import code_for
from core.viewer import acting_as
from tests.conftest import as_owner
from tests.factories import acting, make_checked_member, make_consultant, make_member, signed_in
from tests.pages import nothing_here
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Seen Person", audience=Audience.CHECKED, rate=9_000)


def open_page(member, consultant: Consultant, client: Client | None = None, more: str = ""):
    code = code_for(member.membership.organization_id, consultant.pk)
    return (client or signed_in(member)).get(f"/org/people/{code}/{more}")


def looks(consultant: Consultant) -> list[Look]:
    with acting(consultant.user):
        return list(Look.objects.order_by("organization_id"))


class TestWriting:
    def test_opening_a_page_notes_the_items_that_were_shown(self, consultant) -> None:
        member = make_checked_member()
        assert open_page(member, consultant).status_code == 200
        [look] = looks(consultant)
        assert look.organization_id == member.membership.organization_id
        assert names_in(look.items) == ("name", "rate")
        assert look.is_opened

    def test_a_list_notes_only_what_it_shows(self, consultant) -> None:
        member = make_checked_member()
        signed_in(member).get("/org/people/")
        [look] = looks(consultant)
        assert names_in(look.items) == ("name",)
        assert not look.is_opened

    def test_a_day_is_one_row_that_grows(self, consultant) -> None:
        member = make_checked_member()
        colleague = make_member(member.membership.organization)
        signed_in(member).get("/org/people/")
        open_page(colleague, consultant)
        [look] = looks(consultant)
        assert names_in(look.items) == ("name", "rate")
        assert look.is_opened

    def test_another_day_and_another_organization_have_their_own(self, consultant) -> None:
        first, second = make_checked_member(), make_checked_member()
        open_page(first, consultant)
        with as_owner():
            Look.objects.update(
                day=timezone.now().date() - timedelta(days=1),
                first_at=timezone.now() - timedelta(days=1),
            )
        open_page(first, consultant)
        open_page(second, consultant)
        assert len(looks(consultant)) == 3

    def test_the_owner_and_anyone_leave_no_trace(self) -> None:
        consultant = make_consultant("Open Person", audience=Audience.ANYONE, rate=9_000)
        signed_in(consultant.user).get("/profile/")
        signed_in(consultant.user).get(f"/c/{consultant.code}/")
        signed_in(make_checked_member()).get(f"/c/{consultant.code}/")
        Client().get(f"/c/{consultant.code}/")
        with acting_as("anyone"):
            assert visibility.card_for(consultant.pk) is not None
        assert looks(consultant) == []

    def test_what_was_not_shown_is_not_noted(self, consultant) -> None:
        hidden = make_consultant("Hidden Person")
        open_page(make_checked_member(), hidden)
        assert looks(hidden) == []

    def test_looks_are_one_statement_for_a_page(self, consultant, count_queries) -> None:
        member = make_checked_member()
        others = [make_consultant(f"P{n}", audience=Audience.CHECKED).pk for n in range(3)]
        with acting(member):
            one = count_queries(lambda: visibility.cards_for([consultant.pk]))
            three = count_queries(lambda: visibility.cards_for(others))
        assert one == three == 2


class TestReading:
    def test_only_the_consultant_reads_their_rows(self, consultant) -> None:
        member = make_checked_member()
        open_page(member, consultant)
        for stranger in (member, make_consultant().user):
            with acting(stranger):
                assert not Look.objects.exists()
        for identity in ("", "anyone", "job:payments.send", "case:1"):
            with acting_as(identity):
                assert not Look.objects.exists()

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM consultants_look",
            "UPDATE consultants_look SET items = 1",
            "INSERT INTO consultants_look (organization_id, consultant_id, day, items) VALUES (1, 1, now(), 1)",
        ],
    )
    def test_rows_are_written_by_their_function_only(self, consultant, sql: str) -> None:
        open_page(make_checked_member(), consultant)
        with acting(consultant.user), refused(denied("consultants_look")):
            connection.cursor().execute(sql)

    def test_nobody_notes_a_look_for_an_organization_that_is_not_theirs(self, consultant) -> None:
        member, stranger = make_checked_member(), make_member()
        with acting_as(f"user:{stranger.pk}+org:{member.membership.organization_id}"):
            connection.cursor().execute("SELECT log_looks(%s, %s, true)", [[consultant.pk], [1]])
        assert looks(consultant) == []


class TestPage:
    def test_nobody_has_looked(self, consultant) -> None:
        page = signed_in(consultant.user).get("/looked/").content.decode()
        assert "Nobody has looked." in page
        assert "We do not note who opens your page for anyone." in page

    def test_it_says_who_and_what_with_a_way_to_block(self, consultant) -> None:
        member = make_checked_member()
        open_page(member, consultant)
        page = signed_in(consultant.user).get("/looked/").content.decode()
        assert member.membership.organization.name in page
        assert "Working name, Rate for an hour" in page
        assert f"/sharing/block/{member.membership.organization.code}/" in page
        with acting(consultant.user):
            block(consultant, organization=member.membership.organization, actor=consultant.user)
        page = signed_in(consultant.user).get("/looked/").content.decode()
        assert "You block this organization" in page
        assert f"/sharing/block/{member.membership.organization.code}/" not in page

    def test_it_is_paged_and_asks_the_same_for_one_and_three(
        self, consultant, count_queries
    ) -> None:
        client = signed_in(consultant.user)
        open_page(make_checked_member(), consultant)
        client.get("/looked/")
        one = count_queries(lambda: client.get("/looked/"))
        for _ in range(2):
            open_page(make_checked_member(), consultant)
        assert count_queries(lambda: client.get("/looked/")) == one
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO consultants_look (organization_id, consultant_id, day, items, is_opened, first_at, last_at)"
                " SELECT l.organization_id, l.consultant_id, l.day - n, 1, false, now() - n * interval '1 day',"
                " now() - n * interval '1 day' FROM consultants_look l, generate_series(1, 7) n"
            )
        assert "Page 1 of 2" in client.get("/looked/").content.decode()
        assert client.get("/looked/?page=x").status_code == 200
        assert client.get("/looked/?page=99").status_code == 200

    def test_it_is_for_consultants(self) -> None:
        assert nothing_here(signed_in(make_checked_member()).get("/looked/"))
        assert Client().get("/looked/")["Location"] == "/in/?next=/looked/"


class TestQuota:
    def test_so_many_people_a_day_and_no_more_for_everybody_there(self, settings) -> None:
        settings.PROFILE_VIEWS_A_DAY = 2
        member = make_checked_member()
        colleague = make_member(member.membership.organization)
        people = [make_consultant(f"P{n}", audience=Audience.CHECKED) for n in range(3)]
        hidden = make_consultant("Hidden")
        assert open_page(member, people[0]).status_code == 200
        assert open_page(member, people[0]).status_code == 200
        assert open_page(colleague, people[1]).status_code == 200
        pages = [open_page(one, who) for one in (member, colleague) for who in (people[2], hidden)]
        assert {page.status_code for page in pages} == {429}
        assert "Try again tomorrow" in pages[0].content.decode()
        assert open_page(member, people[2], more="photo/").status_code == 429
        assert open_page(member, people[0]).status_code == 200
        assert open_page(make_checked_member(), people[2]).status_code == 200

    def test_a_missing_code_over_the_quota_is_the_same_page(self, settings) -> None:
        settings.PROFILE_VIEWS_A_DAY = 1
        member = make_checked_member()
        open_page(member, make_consultant("P", audience=Audience.CHECKED))
        client = signed_in(member)
        another = code_for(member.membership.organization_id, make_consultant("Q").pk)
        for code in ("AAAAAAAAAAAAAAAAAAAAAA", another):
            over = client.get(f"/org/people/{code}/")
            assert over.status_code == 429
            assert "Try again tomorrow" in over.content.decode()
        with as_owner():
            Look.objects.update(day=timezone.now().date() - timedelta(days=1))
        assert nothing_here(client.get("/org/people/AAAAAAAAAAAAAAAAAAAAAA/"))

    def test_lists_do_not_use_it_up(self, consultant, settings) -> None:
        settings.PROFILE_VIEWS_A_DAY = 1
        make_consultant("Another", audience=Audience.CHECKED)
        member = make_checked_member()
        signed_in(member).get("/org/people/")
        assert "Seen Person" in open_page(member, consultant).content.decode()

    def test_hidden_missing_and_strangers_codes_ask_the_same_questions(
        self, consultant, count_queries
    ) -> None:
        member, other = make_checked_member(), make_checked_member()
        hidden = make_consultant("Hidden")
        organization_id = member.membership.organization_id
        codes = [
            code_for(organization_id, hidden.pk),
            code_for(organization_id, 10**12),
            code_for(other.membership.organization_id, consultant.pk),
            "x",
            "é" * 9,
        ]
        client = signed_in(member)
        client.get(f"/org/people/{codes[0]}/")
        answers = {client.get(f"/org/people/{code}/").status_code for code in codes}
        counts = {count_queries(lambda c=code: client.get(f"/org/people/{c}/")) for code in codes}
        assert answers == {404}
        assert len(counts) == 1

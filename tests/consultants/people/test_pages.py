"""The search of people as its page works: addresses, odd input, empty texts, pages."""

import re

import pytest
from django.test import Client

from consultants.items import Audience
from consultants.models import Profile
from tests.conftest import as_owner
from tests.consultants import worlds
from tests.factories import make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Client):
    """The signed-in member of a checked organization."""
    found = make_checked_member()
    client.force_login(found)
    return found


@pytest.fixture
def two_people() -> None:
    make_consultant(
        "Ana Example", audience=Audience.CHECKED, expertise=[2], languages=[1, 2], region=4, rate=9_000,
        availability=1, statement="I review training material",
    )  # fmt: skip
    make_consultant(
        "Bea Example", audience=Audience.CHECKED, expertise=[3], languages=[2], region=1, rate=4_000,
        availability=3, past_work="A talk about policy",
    )  # fmt: skip


def names_on(page: str) -> list[str]:
    return re.findall(r'class="task-title"[^>]*>([^<]+)<', page)


def look(client: Client, query: str) -> str:
    response = client.get(f"/org/people/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("member", "two_people")
class TestAsking:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?expertise=2", {"Ana Example"}),
            ("?language=2", {"Ana Example", "Bea Example"}),
            ("?language=1", {"Ana Example"}),
            ("?region=1", {"Bea Example"}),
            ("?rate=40", {"Bea Example"}),
            ("?rate=39.99", set()),
            ("?rate=$90", {"Ana Example", "Bea Example"}),
            ("?available=1", {"Ana Example"}),
            ("?available=3", {"Ana Example", "Bea Example"}),
            ("?words=training", {"Ana Example"}),
            ("?words=TALK,+policy!", {"Bea Example"}),
            ("?words=training+policy", set()),
            ("?words=train", set()),
            ("?language=2&region=4&rate=100&words=review", {"Ana Example"}),
            ("?unknown=1&expertise=&order_key=5", {"Ana Example", "Bea Example"}),
            ("?page=0", {"Ana Example", "Bea Example"}),
            ("?page=77", {"Ana Example", "Bea Example"}),
            ("?page=%C2%B2", {"Ana Example", "Bea Example"}),
        ],
    )
    def test_each_question_finds_those_who_fit(
        self, client: Client, query: str, expected: set[str]
    ) -> None:
        assert set(names_on(look(client, query))) == expected

    def test_by_rate_puts_the_lowest_first(self, client: Client) -> None:
        assert names_on(look(client, "?sort=rate")) == ["Bea Example", "Ana Example"]

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("?rate=cheap", "Enter the amount in numbers, like 250 or 1250"),
            ("?rate=-5", "Enter an amount above zero"),
            ("?rate=99999999", "Enter a smaller amount"),
            ("?words=%21%21", "Write a word to look for."),
            ("?words=a+b+c+d+e+f+g+h+i", "Write at most 8 words."),
            (f"?words={'x' * 101}", "at most 100 characters"),
            ("?expertise=77", "Choose from the list"),
            ("?expertise=name", "Choose from the list"),
            ("?language=2%27--", "Choose from the list"),
            ("?region=1&region=x", "Choose from the list"),
            ("?sort=name", "Choose from the list"),
            ("?available=4", "Choose from the list"),
        ],
    )
    def test_odd_input_is_said_at_its_field_and_finds_nobody(
        self, client: Client, query: str, message: str
    ) -> None:
        page = look(client, query)
        field, typed = re.match(r"\?(\w+)=(.*)", query).groups()  # type: ignore[union-attr]
        wrong = page.split('<div class="field field-wrong">')[1:]
        assert len(wrong) == 1
        assert f'for="find_{field}"' in wrong[0]
        assert message in wrong[0].split("</label>")[1].split("<select")[0].split("<input")[0]
        assert names_on(page) == []
        if field == "rate":
            assert f'value="{typed}"' in page

    def test_a_nul_in_an_address_is_no_error(self, client: Client) -> None:
        assert names_on(look(client, "?words=%00")) == []
        assert "Ana" in look(client, "?page=%00")

    def test_what_is_asked_is_said_and_can_be_cleared(self, client: Client) -> None:
        page = look(client, "?language=2&rate=95.50&words=review")
        assert "“review” · Spanish · at most $95.50" in page
        assert '<a class="button button-quiet" href="/org/people/"' in page

    def test_markup_is_shown_as_it_was_typed(self, client: Client) -> None:
        page = look(client, "?words=%3Cb%3Ereview%3C/b%3E")
        assert "<b>review" not in page
        assert "&lt;b&gt;review&lt;/b&gt;" in page

    def test_it_counts_in_words(self, client: Client) -> None:
        assert "2 people." in look(client, "")
        assert "1 person." in look(client, "?expertise=2")


class TestNothing:
    def test_nobody_fits(self, client: Client, member, two_people: None) -> None:
        assert "Nobody who shares with you fits all of it." in look(client, "?region=9")

    def test_nobody_shares_yet(self, client: Client, member) -> None:
        assert "Nobody shares with you yet." in look(client, "")

    def test_an_unchecked_organization_hears_why_it_sees_little(
        self, client: Client, two_people: None
    ) -> None:
        client.force_login(make_member())
        page = look(client, "")
        assert "Your organization is not checked." in page
        assert "Nobody shows anything to anyone yet." in page
        assert names_on(page) == []
        make_consultant("Open Example", audience=Audience.ANYONE)
        assert names_on(look(client, "")) == ["Open Example"]

    def test_hidden_items_say_nothing(self, client: Client, member) -> None:
        make_consultant("Shown Example", audience=Audience.CHECKED)
        hidden = make_consultant("Half Example", audience=Audience.CHECKED, rate=9_000)
        with as_owner():
            Profile.objects.filter(pk=hidden.pk).update(rate_audience=1)
        with_rate = look(client, "?rate=1000")
        assert names_on(with_rate) == []
        assert "Nobody who shares with you fits all of it." in with_rate
        assert names_on(look(client, "?sort=rate")) == []


def test_many_people_are_counted_in_words_and_paged(client: Client, member) -> None:
    worlds.make_crowd(205)
    first = look(client, "?sort=rate")
    assert "More than 200 people." in first
    assert "<p>Page 1</p>" in first
    assert '?sort=rate&amp;page=2"' in first
    assert len(names_on(look(client, "?sort=rate&page=11"))) == 5


def test_the_number_of_queries_does_not_grow(client: Client, member, count_queries) -> None:
    make_consultant("One Example", audience=Audience.CHECKED, email="a@mail.example")
    client.get("/org/people/")
    one = count_queries(lambda: client.get("/org/people/?language="))
    for number in range(2):
        make_consultant(f"More {number}", audience=Audience.CHECKED, email="b@mail.example")
    assert count_queries(lambda: client.get("/org/people/?language=")) == one

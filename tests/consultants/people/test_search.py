"""Search finds what the design lets somebody find: compared with an oracle on worlds made by chance."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultants.items import Audience
from consultants.visibility import SearchFilters, cards_for, search
from core.viewer import acting_as
from tests.conftest import as_owner
from tests.consultants import worlds
from tests.consultants.oracle import Asked, card, finds
from tests.factories import acting, make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db

PEOPLE = 7


@pytest.fixture
def stage() -> worlds.Stage:
    return worlds.make_stage(PEOPLE)


def filters_of(asked: Asked) -> SearchFilters:
    values = dict(asked.values)
    return SearchFilters(
        expertise=values.get("expertise"),
        language=values.get("languages"),
        region=values.get("region"),
        rate_at_most=values.get("rate"),
        available_by=values.get("availability"),
        words=asked.words,
        by_rate=asked.by_rate,
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drawn=st.lists(worlds.decisions, min_size=PEOPLE, max_size=PEOPLE),
    orders=st.permutations(range(PEOPLE)),
    asked=st.lists(worlds.questions, min_size=3, max_size=3),
    indexes=worlds.plans,
)
def test_search_finds_whom_the_oracle_finds(
    stage: worlds.Stage, drawn: list, orders: list[int], asked: list[Asked], indexes: str
) -> None:
    compare(stage, drawn, orders, asked, indexes)


def compare(
    stage: worlds.Stage, drawn: list, orders: list[int], asked: list[Asked], indexes: str
) -> None:
    """Look at one world as each member, and hold cards and searches against the oracle."""
    with worlds.staged(stage, drawn, orders) as everybody:
        worlds.run("SELECT set_config('enable_indexscan', %s, true)", indexes)
        for name, member in stage.members.items():
            looking = stage.looking(name)
            with acting(member):
                shown = cards_for([one.number for one in everybody])
                assert {n: dict(c.items) for n, c in shown.items()} == {
                    one.number: one_card
                    for one in everybody
                    if (one_card := card(looking, one)) is not None
                }, name
                for question in [Asked(), Asked(by_rate=True), *asked]:
                    found = search(filters_of(question))
                    expected = finds(looking, everybody, question)
                    assert list(found.ids) == expected, (name, question)
                    assert found.count == len(expected)


class TestWhoSearches:
    @pytest.fixture(autouse=True)
    def _somebody(self) -> None:
        make_consultant("Open Person", audience=Audience.ANYONE, rate=9_000)

    def test_members_of_unchecked_organizations_find_what_is_for_anyone(self) -> None:
        with acting(make_member()):
            assert search().count == 1
            assert search(SearchFilters(rate_at_most=9_000)).count == 1
            assert search(SearchFilters(rate_at_most=8_999)).count == 0

    def test_nobody_else_finds_anybody(self) -> None:
        with acting(make_consultant("Other Person").user):
            assert search().ids == ()
        for identity in ("", "anyone", "case:1", "job:payments.send"):
            with acting_as(identity):
                assert search().ids == (), identity


class TestCounting:
    """More than two hundred people, made in one statement: twenty a page, and a count that stops."""

    @pytest.fixture(autouse=True)
    def _many(self) -> None:
        worlds.make_crowd(225)

    @pytest.mark.parametrize("make", [make_checked_member, make_member])
    def test_every_page_is_reached_and_nobody_twice(self, make) -> None:
        with acting(make()):
            pages = [search(page=number) for number in range(1, 14)]
            by_rate = [search(SearchFilters(by_rate=True), page=number) for number in (1, 12)]
        ids = [one for page in pages for one in page.ids]
        assert [len(page.ids) for page in pages] == [20] * 11 + [5, 0]
        assert ids == sorted(set(ids), reverse=True)
        assert len(ids) == 225
        assert [page.count for page in pages] == [201] * 10 + [221, 225, 225]
        assert [page.is_bounded for page in pages] == [True] * 13
        assert [len(page.ids) for page in by_rate] == [20, 5]

    def test_a_count_within_the_bound_is_exact(self) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE consultants_profile SET name_audience = 0 WHERE consultant_id IN"
                " (SELECT consultant_id FROM consultants_profile LIMIT 25)"
            )
        with acting(make_checked_member()):
            found = search()
        assert (found.count, found.is_bounded) == (200, False)

    @pytest.mark.parametrize("by_rate", [False, True])
    @pytest.mark.parametrize("few", [True, False], ids=["every tenth hidden", "most hidden"])
    def test_people_found_by_a_consent_stand_in_their_place_on_every_page(
        self, few: bool, by_rate: bool
    ) -> None:
        filters = SearchFilters(by_rate=by_rate)
        member = make_checked_member()
        with acting(member):
            everybody = [one for n in range(1, 13) for one in search(filters, page=n).ids]
        hidden = everybody[::10] if few else everybody[10:]
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO consultants_consent (code, organization_id, consultant_id, items, purpose,"
                " valid_from, valid_until) SELECT md5(id::text)::varchar(22), %s, id, 65, 'work', now(),"
                " now() + interval '9 days' FROM unnest(%s::bigint[]) AS given (id)",
                [member.membership.organization_id, hidden],
            )
            cursor.execute(
                "UPDATE consultants_profile SET name_audience = 1, rate_audience = 1"
                " WHERE consultant_id = ANY (%s)",
                [hidden],
            )
        with acting(member):
            pages = [search(filters, page=n) for n in range(1, 13)]
        assert [one for page in pages for one in page.ids] == everybody
        assert [page.count for page in pages] == [201] * 10 + [221, 225]
        with acting(make_checked_member()):
            assert search(filters).count == min(201, 225 - len(hidden))

    def test_an_odd_page_is_the_nearest_one(self) -> None:
        with acting(make_checked_member()):
            assert search(page=-5).ids == search(page=1).ids
            assert search(page=2**31 - 1).ids == ()


class TestListed:
    """Whether somebody can be found follows their account, their pause and their name at once."""

    @pytest.mark.parametrize(
        "away",
        [
            "UPDATE consultants_consultant SET paused_at = now() WHERE id = %s",
            (
                "UPDATE accounts_user SET is_active = false WHERE id ="
                " (SELECT user_id FROM consultants_consultant WHERE id = %s)"
            ),
            "UPDATE consultants_profile SET name = '' WHERE consultant_id = %s",
        ],
    )
    def test_who_is_away_is_not_found_and_nothing_of_them_is_stored_for_anyone(
        self, away: str
    ) -> None:
        consultant = make_consultant(
            "Open Person", audience=Audience.ANYONE, rate=9_000, statement="some words"
        )
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(away, [consultant.pk])
            cursor.execute(
                "SELECT listed, pub_rate, pub_words FROM consultants_profile WHERE consultant_id = %s",
                [consultant.pk],
            )
            assert cursor.fetchone() == (False, None, None)
        for member in (make_checked_member(), make_member()):
            with acting(member):
                assert search().ids == ()
                assert search(SearchFilters(rate_at_most=9_000, words=("words",))).ids == ()


def test_a_word_is_a_parameter_and_no_language_of_its_own() -> None:
    consultant = make_consultant("Open Person", audience=Audience.ANYONE, statement="plain words")
    with acting(make_checked_member()):
        for odd in ("plain') OR true --", "' || '", "a & b | !c", "%s", "$1", ":*", "🌊", "\\"):
            assert search(SearchFilters(words=(odd,))).ids == (), odd
        assert search(SearchFilters(words=("plain",))).ids == (consultant.pk,)

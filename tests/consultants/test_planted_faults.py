"""The search's own tests are tried: with a fault planted in its rules, worlds made by chance find it."""

from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import consultants
from tests.conftest import as_owner
from tests.consultants import worlds
from tests.consultants.test_search import PEOPLE, compare

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RULES = (Path(consultants.__file__).parent / "sql" / "search.sql").read_text()
FAULTS = {
    "an item is matched by its audience only where the rule says nothing": (
        "AND may_see(p.%s_audience, $1, NULL, false))', format(asked, 'p.' || item), item)",
        "AND p.%s_audience IS NOT NULL)', format(asked, 'p.' || item), item)",
    ),
    "an item is matched whatever the standing": (
        "AND may_see(p.%2$s_audience, $1, s.tie, s.%2$s_until > now()))",
        ")",
    ),
    "ties are forgotten": ("$1, s.tie, s.%2$s_until", "$1, NULL, s.%2$s_until"),
    "permissions never end": ("s.%2$s_until > now()", "s.%2$s_until IS NOT NULL"),
    "the working name is no door": (
        "(CASE WHEN way <> 'public' THEN where_seen(way, 'name', '%s <> ''''') END)",
        "(NULL::text)",
    ),
    "who is away is found": (
        "CASE WHEN way = 'public' THEN 'p.listed AND may_see(p.name_audience, 5, NULL, false)' ELSE 'p.listed' END",
        "'true'",
    ),
    "blocks of organizations are forgotten": ("AND s.blocked\n", "AND false\n"),
    "blocks of persons are forgotten": ("WHERE p.user_id = the_user)", "WHERE false)"),
    "everybody else matches stored values": (
        "format(asked, 'p.pub_' || item)",
        "format(asked, CASE item WHEN 'words' THEN 'p.pub_' ELSE 'p.' END || item)",
    ),
    "sorting by rate asks nothing": (
        "(CASE WHEN asked.by_rate AND asked.rate IS NULL THEN where_seen(way, 'rate', '%s IS NOT NULL') END)",
        "(NULL::text)",
    ),
    "the lowest rate is not first": (
        "CASE WHEN asked.by_rate THEN 'min(rate), ' ELSE '' END || 'min(order_key) LIMIT $10) f'",
        "'min(order_key) LIMIT $10) f'",
    ),
    "the two parts overlap": ("GROUP BY consultant_id ORDER BY", "GROUP BY consultant_id, random() ORDER BY"),
}  # fmt: skip


def plant(old: str, new: str) -> None:
    """Load the rules of search with a fault in them, until the test's transaction is taken back."""
    assert RULES.count(old) == 1, old
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TYPE search_question CASCADE")
        cursor.execute("DROP FUNCTION where_seen, where_said, who_blocks")
        cursor.execute(RULES.replace(old, new))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str) -> None:
    stage = worlds.make_stage(PEOPLE)
    plant(*FAULTS[fault])

    @settings(
        max_examples=150, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        drawn=st.lists(worlds.decisions, min_size=PEOPLE, max_size=PEOPLE),
        orders=st.permutations(range(PEOPLE)),
        asked=st.lists(worlds.questions, min_size=3, max_size=3),
    )
    def look(drawn: list, orders: list[int], asked: list) -> None:
        compare(stage, drawn, orders, asked)

    with pytest.raises(AssertionError):
        look()

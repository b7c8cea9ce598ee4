"""The search's own tests are tried: with a fault planted in its rules, worlds made by chance find it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.freezing import again
from core.sql import present_files
from tests.conftest import as_owner
from tests.consultants import worlds
from tests.consultants.people.test_search import PEOPLE, compare

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RULES = {
    f"functions/{name}.sql"
    for name in (
        "is_open", "where_seen", "where_said", "conditions", "who_blocks", "search_part", "search_profiles",
    )
}  # fmt: skip
FAULTS = {
    "an item is matched whatever the standing": (
        "AND may_see(p.%2$s_audience, $1, s.tie, s.%2$s_until > clock_now()))",
        ")",
    ),
    "ties are forgotten": ("$1, s.tie, s.%2$s_until", "$1, NULL, s.%2$s_until"),
    "permissions never end": ("s.%2$s_until > clock_now()", "s.%2$s_until IS NOT NULL"),
    "the working name is no door": (
        "'p.listed AND ' || where_seen(way, 'name', '%s <> ''''') END",
        "'p.listed' END",
    ),
    "who is away is found by a permission": ("THEN 'p.listed AND ' || where_seen", "THEN where_seen"),
    "who is away is found where nothing is asked": ("THEN format('p.listed AND may_see", "THEN format('may_see"),
    "the working name is no door where nothing is asked": (
        "may_see(p.name_audience, %s, NULL, false)'",
        "(p.name_audience, %s) IS NOT NULL'",
    ),
    "blocks of organizations are forgotten": ("AND s.blocked\n", "AND false\n"),
    "blocks of persons are forgotten": ("WHERE p.user_id = the_user)", "WHERE false)"),
    "all values are matched, open or not": (
        "ELSE format(asked, 'p.' || way || '_' || item)",
        "ELSE format(asked, 'p.' || CASE item WHEN 'words' THEN way || '_' ELSE '' END || item)",
    ),
    "an unchecked organization is taken for a checked one": (
        "CASE looking.base WHEN 5 THEN 'pub' WHEN 4 THEN 'chk' END",
        "'chk'",
    ),
    "the working name is no door to what is stored": ("may_see(door, base, NULL, false)", "true"),
    "what is stored asks no audience": ("AND may_see(audience, base, NULL, false)", ""),
    "who is away is stored as open": ("RETURN listed AND", "RETURN"),
    "sorting by rate asks nothing": (
        "AND asked.rate IS NULL THEN where_seen(way, 'rate', '%s IS NOT NULL') END)",
        "AND asked.rate IS NULL THEN 'true' END)",
    ),
    "the lowest rate is not first": (
        "CASE WHEN asked.by_rate THEN 'min(rate), ' ELSE '' END || 'min(order_key) LIMIT $10) f'",
        "'min(order_key) LIMIT $10) f'",
    ),
    "the two parts overlap": ("GROUP BY consultant_id ORDER BY", "GROUP BY consultant_id, random() ORDER BY"),
}  # fmt: skip


def plant(old: str, new: str) -> None:
    """Load a rule of search with a fault in it, until the test's transaction is taken back."""
    files = [file for file in present_files("consultants") if file.name in RULES]
    assert len(files) == len(RULES)
    (ruled,) = [file for file in files if old in file.text]
    assert ruled.text.count(old) == 1, old
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(again(ruled).replace(old, new))


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
        indexes=worlds.plans,
    )
    def look(drawn: list, orders: list[int], asked: list, indexes: str) -> None:
        compare(stage, drawn, orders, asked, indexes)

    with pytest.raises(AssertionError):
        look()

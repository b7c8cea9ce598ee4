"""Where private values lie: sealed ones nowhere in clear, others only in columns that are classified so."""

import base64
import binascii
from collections.abc import Iterator

import pytest
from django.db import connection

from consultants.items import ITEMS
from core import outbox
from security.checks import columns_of, concrete_models
from security.registry import Reach, said_about
from tests.conftest import as_owner
from tests.leaks import world
from tests.leaks.walk import GET, Walk
from tests.leaks.world import CHOICES, Canary, World

pytestmark = pytest.mark.django_db
SEALED = {item.name for item in ITEMS if item.sealed}
MAY_HOLD = (Reach.SHARED, Reach.PARTIES)
NUMBERS = {"rate"}  # a number alone is found in any other


def every_column() -> Iterator[tuple[str, str]]:
    """Yield every column of every table, those without a model too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        )
        yield from cursor.fetchall()


def dump_of(table: str, column: str) -> str:
    """Return a column's values as one text; bytes and base64 are read through."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
        values = [value for (value,) in cursor.fetchall()]
    return "\n".join(text for value in values for text in readings_of(value))


def readings_of(value: object) -> Iterator[str]:
    """Yield what a value says as it stands, and what it hides as base64 (sessions, the cache)."""
    if isinstance(value, bytes | memoryview):
        yield bytes(value).decode(errors="replace")
        return
    yield str(value)
    if isinstance(value, str):
        for part in value.split(":"):
            try:
                yield base64.b64decode(part + "===", altchars=b"-_").decode(errors="replace")
            except (binascii.Error, ValueError):
                continue


def reach_of() -> dict[tuple[str, str], Reach]:
    """Return the reach of every classified column by table and column."""
    found = {}
    for model in concrete_models():
        said = said_about(model._meta.label)
        assert said is not None
        for name, field in columns_of(model).items():
            found[model._meta.db_table, field.column] = said.reach[name]
    return found


def stored(there: World) -> Iterator[tuple[Canary, str, str]]:
    """Yield every marker with each table and column that holds it."""
    for table, column in every_column():
        text = dump_of(table, column)
        for canary in there.canaries:
            if canary.item not in {*CHOICES, *NUMBERS} and canary.marker in text:
                yield canary, table, column


@pytest.fixture
def there() -> World:
    """The world after everybody looked around, so that sessions, logs of looks and notices are there."""
    made = world.build(("given", "levels"), roles=("picked", "invited", "interested", "working"))
    outbox.drain_once(limit=500)
    for state in made.states:
        Walk(made, (GET,), ("profile", "home")).as_owner_of(state)
    Walk(made, (GET,), ("people", "person")).as_role("picked")
    return made


def test_private_values_lie_only_where_they_may(there: World) -> None:
    reach, found = reach_of(), list(stored(there))
    in_clear = [one for one in found if one[0].item in SEALED]
    assert in_clear == []
    astray = [
        (canary.item, table, column)
        for canary, table, column in found
        if reach.get((table, column)) not in MAY_HOLD
    ]
    derived = {
        column for one in concrete_models() for column in said_about(one._meta.label).derived
    }  # type: ignore[union-attr]
    assert [one for one in astray if one[2] not in derived] == []
    # not blind: each kind of value that lies somewhere in clear was found there
    items = {item.name for item in ITEMS} - SEALED - set(CHOICES) - NUMBERS - {"photo"}
    assert items | {"user_name", "topics", "typed_name"} <= {canary.item for canary, *_ in found}


def test_a_sealed_value_in_clear_would_be_found(there: World) -> None:
    canary = next(one for one in there.canaries if one.item == "address")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consultants_profile SET address = %s WHERE consultant_id = %s",
            [canary.marker.encode(), there.people[canary.state].pk],
        )
    assert [(c.item, table) for c, table, _column in stored(there) if c.item in SEALED] == [
        ("address", "consultants_profile")
    ]

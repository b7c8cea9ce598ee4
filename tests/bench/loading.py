"""Fast loading: COPY, with keys and indexes laid aside and made again afterwards."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED

from tests.bench.database import ask, progress

SHOWN_EVERY = 20_000


Maker = Callable[[], Any]


def columns_of(model: type[models.Model], varying: Iterable[str]) -> tuple[list[str], list[Maker]]:
    """Return the varying columns and every other that needs a value, with what makes that value."""
    names: list[str] = list(varying)
    rest: list[Maker] = []
    for field in model._meta.local_concrete_fields:
        is_given = (
            field.column in names or field.primary_key or field.db_default is not NOT_PROVIDED
        )
        if not is_given and not (field.null and field.default is NOT_PROVIDED):
            names.append(field.column)
            rest.append(_maker_of(field))
    return names, rest


def _maker_of(field: Any) -> Maker:
    """Return what makes the field's default; a unique one is made anew for each row."""

    def make() -> Any:
        value = field.get_db_prep_save(field.get_default(), connection)
        return getattr(value, "obj", value)

    if field.unique:
        return make
    same = make()
    return lambda: same


def copy(
    model: type[models.Model],
    varying: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
    *,
    total: int,
) -> None:
    """Write rows of the varying columns; the others get their defaults."""
    names, rest = columns_of(model, varying)
    table, said = model._meta.db_table, model._meta.verbose_name_plural
    with connection.cursor() as cursor:
        sql = f"COPY {table} ({', '.join(names)}) FROM STDIN"
        with cursor.copy(sql) as writer:
            for number, row in enumerate(rows):
                writer.write_row([*row, *(make() for make in rest)])
                if number % SHOWN_EVERY == 0:
                    progress(str(said), number, total)


@contextmanager
def laid_aside(*tables: str) -> Iterator[None]:
    """Drop secondary indexes and foreign keys of these tables, turn triggers off, and undo it all."""
    undo: list[str] = []
    for table in tables:
        for name, definition in ask(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = %s::regclass",
            table,
        ):
            ask(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            undo.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for name, definition in ask(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint c WHERE c.conindid = indexrelid)",
            table,
        ):
            ask(f"DROP INDEX {name}")
            undo.append(definition)
        ask(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        undo.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    yield
    ask("SET maintenance_work_mem = '512MB'")
    for statement in reversed(undo):
        ask(statement)

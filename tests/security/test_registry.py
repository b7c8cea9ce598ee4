"""No column without a thought about how far it may go; the database has no column that nobody named."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, models

from security import registry
from security.checks import (
    columns_of,
    concrete_models,
    every_column_has_a_reach,
    home_of,
    problems_of,
    problems_of_what_was_said,
    unknown_models,
)
from security.management.commands import render_columns
from security.models import PersonKey
from security.registry import Columns, Reach, classify, said_about

# tables of libraries without models: keys and values of the cache, the list of migrations
WITHOUT_MODELS = {"cache", "django_migrations"}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Columns]]:
    """Give a test a registry of its own."""
    own = dict(registry._said)
    monkeypatch.setattr(registry, "_said", own)
    yield own


def messages() -> list[tuple[str | None, str]]:
    return [(error.id, error.msg) for error in every_column_has_a_reach()]


def test_every_column_of_every_model_is_classified() -> None:
    assert messages() == []


def test_the_check_runs_with_every_management_command() -> None:
    from django.core.checks.registry import registry as registered

    assert every_column_has_a_reach in registered.get_checks()


def test_a_model_nobody_classified_is_told_with_all_its_columns(said: dict[str, Columns]) -> None:
    del said["security.PersonKey"]
    [(code, message)] = messages()
    assert code == "security.E001"
    assert 'classify("security.PersonKey", …) to platform/security/columns.py' in message
    assert "user wrapped made_at" in message


def test_a_column_nobody_classified_is_told_with_the_place_to_add_it(
    said: dict[str, Columns],
) -> None:
    said["security.PersonKey"] = Columns(
        "security.PersonKey", {"user": Reach.INTERNAL, "wrapped": Reach.SEALED}
    )
    [(code, message)] = messages()
    assert code == "security.E001"
    assert message.startswith("security.PersonKey.made_at is not classified")
    assert "platform/security/columns.py" in message


def test_stale_and_double_names_are_told(said: dict[str, Columns]) -> None:
    del said["security.PersonKey"]
    classify("security.PersonKey", internal="user made_at gone user", sealed="wrapped")
    assert messages() == [
        (
            "security.E003",
            "security.PersonKey.user is classified twice in platform/security/columns.py.",
        ),
        (
            "security.E002",
            "security.PersonKey has no column gone: take it out of platform/security/columns.py.",
        ),
    ]


def test_a_model_that_is_not_there_is_told(said: dict[str, Columns]) -> None:
    classify("security.Gone", internal="id")
    [error] = unknown_models({model._meta.label for model in concrete_models()})
    assert (error.id, "security.Gone" in error.msg) == ("security.E002", True)
    assert len(messages()) == 1


def test_classifying_a_model_twice_is_refused(said: dict[str, Columns]) -> None:
    with pytest.raises(ValueError, match="twice"):
        classify("security.PersonKey", internal="user")


def test_a_sealed_column_that_could_hold_text_is_told() -> None:
    said = Columns("x.Y", {"secret": Reach.SEALED})
    [error] = problems_of_what_was_said(said, {"secret": models.TextField()}, "x")
    assert error.id == "security.E004"
    assert list(problems_of_what_was_said(said, {"secret": models.BinaryField()}, "x")) == []


def test_an_item_without_an_audience_is_told() -> None:
    said = Columns("x.Y", {"item": Reach.SHARED})
    [error] = problems_of_what_was_said(said, {"item": models.TextField()}, "x")
    assert (error.id, "item_audience" in error.msg) == ("security.E005", True)
    fields = {"item": models.TextField(), "item_audience": models.SmallIntegerField()}
    assert list(problems_of_what_was_said(said, fields, "x")) == []


def test_each_model_has_a_file_to_be_classified_in() -> None:
    homes = {home_of(model) for model in concrete_models()}
    assert {"platform/security/columns.py", "platform/accounts/columns.py"} <= homes
    assert "consultants/columns.py" in homes
    assert not [home for home in homes if "django" in home or "allauth" in home]
    assert list(problems_of(PersonKey)) == []


@pytest.mark.django_db
def test_the_database_has_no_column_that_nobody_named() -> None:
    named = {}
    for model in concrete_models():
        if not model._meta.managed:  # a view: it shows columns of tables, which are named
            continue
        said = said_about(model._meta.label)
        assert said is not None
        if not model._meta.managed:  # a view over columns that are named where they lie
            continue
        named[model._meta.db_table] = {
            *(field.column for field in columns_of(model).values()),
            *said.derived,
        }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, array_agg(c.column_name::text) FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1"
        )
        there = {table: set(columns) for table, columns in cursor.fetchall()}
    assert there.keys() - named.keys() <= WITHOUT_MODELS
    assert {
        table: there[table] - named[table] for table in named if there[table] - named[table]
    } == {}
    assert {
        table: named[table] - there[table] for table in named if named[table] - there[table]
    } == {}


def test_the_page_of_columns_is_current() -> None:
    call_command("render_columns", check=True)


def test_a_page_that_is_not_current_is_told(tmp_path, monkeypatch, capsys) -> None:
    where = tmp_path / "columns.md"
    monkeypatch.setattr(render_columns.Command, "path", lambda _self: where)
    with pytest.raises(SystemExit):
        call_command("render_columns", check=True)
    call_command("render_columns")
    call_command("render_columns", check=True)
    assert "| PersonKey | sealed | `wrapped` |" in where.read_text()
    where.write_text("old")
    with pytest.raises(SystemExit):
        call_command("render_columns", check=True)
    assert "make docs" in capsys.readouterr().err

"""What migrations made of a database is what the files of `sql/` say."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from core import freezing, outbox, sql
from core.sql import KINDS, SQLFile, apps_with_sql, in_order, present_files
from tests.core.objects import differences, objects_of

ALIAS = "files"
FILES = [(app, file) for app in apps_with_sql() for file in present_files(app)]


def in_order_of_migrations() -> list[str]:
    """The apps, each after those whose tables and functions it needs."""
    graph = MigrationLoader(None).graph
    plan = [step for leaf in graph.leaf_nodes() for step in graph.forwards_plan(leaf)]
    return list(dict.fromkeys(app for app, _name in plan))


@contextmanager
def another_database() -> Iterator[Any]:
    """Make an empty database beside the tests' own, as the owner of both."""
    name = f"{connection.settings_dict['NAME']}_{ALIAS}"
    options = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "assume_role"}
    connections.databases[ALIAS] = {**connection.settings_dict, "NAME": name, "OPTIONS": options}
    made = connections[ALIAS]
    try:
        with made._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        yield made
    finally:
        made.close()
        with made._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        del connections[ALIAS]
        del connections.databases[ALIAS]


@pytest.fixture(scope="module")
def migrated(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    """The objects of the tests' own database, which ran every migration."""
    with django_db_blocker.unblock():
        return objects_of(connection)


@pytest.fixture(scope="module")
def described(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    """The objects of a database with the tables as models say, and the rest as the files of `sql/` say."""
    with django_db_blocker.unblock(), another_database() as made:
        for app in in_order_of_migrations():
            with made.schema_editor() as editor:
                for model in apps.get_app_config(app).get_models():
                    if model._meta.managed:
                        editor.create_model(model)
            with made.cursor() as cursor:
                for file in present_files(app) if app in apps_with_sql() else ():
                    cursor.execute(file.text)
        return objects_of(made)


def test_a_migrated_database_holds_what_the_files_say(
    migrated: dict[str, str], described: dict[str, str]
) -> None:
    assert differences(migrated, described) == [], "a new migration is missing: see CONTRIBUTING.md"


def test_the_comparison_sees_every_kind_of_object(migrated: dict[str, str]) -> None:
    seen = {
        "function may_see(smallint,integer,smallint,boolean)", "type search_question", "view profile_seen",
        "column consultants_profile.chk_rate", "index profile_pub_words", "trigger consultants_consent.in_force",
        "policy consultants_consent.received", "row security consultants_consent", "rights r consultants_consent",
        "rights column consultants_takedown answer", "rights function set_block(bigint,boolean)",
        "rights default r", "rights schema public", "constraint consultants_consent.consultants_consent_pkey",
    }  # fmt: skip
    assert seen <= migrated.keys()


@pytest.mark.parametrize("app", apps_with_sql())
def test_every_text_was_run_by_a_migration(app: str) -> None:
    present = {file.name for file in present_files(app)}
    assert [file.name for file in freezing.changed_files(app)] == [], "run manage.py freeze_sql"
    if freezing.names_of_migrations(app) == [freezing.FIRST]:
        assert set(freezing.last_parts(app)) == present


class TestFiles:
    @pytest.mark.parametrize(
        ("app", "file"), FILES, ids=lambda value: getattr(value, "name", value)
    )
    def test_a_file_makes_the_object_that_it_is_called_after(self, app: str, file: SQLFile) -> None:
        name = Path(file.name).stem
        made = {
            kind: re.findall(rf"\bCREATE (?:CONSTRAINT )?{kind} (\w+)", file.statements)
            for kind in ("TYPE", "FUNCTION", "VIEW", "TRIGGER")
        }
        told = re.findall(r"\bON (?:TABLE )?(\w+)", file.statements)
        match file.kind:
            case "types":
                assert made == {"TYPE": [name], "FUNCTION": [], "VIEW": [], "TRIGGER": []}
            case "functions":
                assert made == {"TYPE": [], "FUNCTION": [name], "VIEW": [], "TRIGGER": []}
            case "views":
                siblings = (
                    ["profile_for_anyone", "profile_previewed"] if name == "profile_seen" else []
                )
                assert made == {"TYPE": [], "FUNCTION": siblings, "VIEW": [name], "TRIGGER": []}
            case "triggers":
                table, trigger = name.split("__")
                assert made["TRIGGER"] == [trigger]
                assert len(made["FUNCTION"]) <= 1
                assert table in told
            case "access":
                assert {word for word in told if word.startswith(app)} == {name}
                assert not any(made.values())
            case "tables":
                assert re.search(rf"ALTER TABLE {name}\b", file.statements)
                assert not any(made.values())
            case _:
                assert file.name == "roles/equal_web.sql"

    def test_each_says_why_it_is_there(self) -> None:
        bare = [file.name for _app, file in FILES if not file.text.startswith("-- ")]
        assert [
            name for name in bare if "append_only" not in name and "triggers/" not in name
        ] == []

    def test_an_object_comes_after_what_it_needs(self) -> None:
        first = SQLFile("access/a_table.sql", "CREATE POLICY own ON a_table USING (is_own());")
        view = SQLFile("views/seen.sql", "CREATE VIEW seen AS SELECT is_own();")
        function = SQLFile("functions/is_own.sql", "-- seen\nCREATE FUNCTION is_own() …")
        assert in_order([first, view, function]) == [function, first, view]
        assert [KINDS.index(f.kind) for f in present_files("core")] == sorted(
            KINDS.index(f.kind) for f in present_files("core")
        )

    def test_two_that_need_each_other_are_named(self) -> None:
        one = SQLFile("functions/one.sql", "CREATE FUNCTION one() … other()")
        other = SQLFile("functions/other.sql", "CREATE FUNCTION other() … one()")
        with pytest.raises(ValueError, match="need each other"):
            in_order([one, other])


class TestJobs:
    """A policy that names a job by a slip would shut it out, or let a later one in."""

    def test_each_job_that_sql_names_is_registered(self) -> None:
        jobs = outbox.jobs()
        named = {
            name for _app, file in FILES for name in re.findall(r"'job:([^']*)'", file.statements)
        }
        assert {"consultants.remind_of_ends", "payments.%", "%"} <= named
        for name in named:
            exact = not name.endswith("%")
            assert name in jobs if exact else any(j.startswith(name[:-1]) for j in jobs), name


class TestFreezing:
    @pytest.fixture
    def app(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An app of its own, with one file and its first migration."""
        (tmp_path / "sql" / "functions").mkdir(parents=True)
        (tmp_path / "migrations").mkdir()
        (tmp_path / "sql" / "functions" / "one.sql").write_text(
            "-- Why.\nCREATE FUNCTION one() …;\n"
        )
        (tmp_path / "migrations" / "0001_initial.py").touch()
        config = SimpleNamespace(path=str(tmp_path))
        for module in (sql, freezing):
            found = SimpleNamespace(get_app_config=lambda _label: config)
            monkeypatch.setattr(module, "apps", found)
        freezing.freeze_first("there")
        return tmp_path

    def test_what_was_frozen_first_is_the_text_itself(self, app: Path) -> None:
        assert freezing.last_parts("there") == {
            "functions/one.sql": "-- Why.\nCREATE FUNCTION one() …;\n"
        }
        assert freezing.changed_files("there") == []

    def test_what_changed_goes_to_a_new_migration_and_stays_there(self, app: Path) -> None:
        first = (app / "migrations" / "0001_initial.sql").read_text()
        (app / "sql" / "functions" / "one.sql").write_text("CREATE FUNCTION one() … anew;\n")
        (app / "sql" / "functions" / "two.sql").write_text("CREATE FUNCTION two() …;\n")
        name, changed = freezing.freeze_changes("there", "one_anew")
        assert name == "0002_one_anew"
        assert [file.name for file in changed] == ["functions/one.sql", "functions/two.sql"]
        frozen = (app / "migrations" / "0002_one_anew.sql").read_text()
        assert "CREATE OR REPLACE FUNCTION one() … anew;" in frozen
        assert "CREATE FUNCTION two()" in frozen
        code = (app / "migrations" / "0002_one_anew.py").read_text()
        assert 'dependencies = [("there", "0001_initial")]' in code
        assert "run_frozen(__file__)" in code
        assert freezing.changed_files("there") == []
        assert (app / "migrations" / "0001_initial.sql").read_text() == first

    @pytest.mark.parametrize(
        ("name", "text", "instead"),
        [
            ("access/t.sql", "CREATE POLICY own ON t USING (true);", "DROP POLICY IF EXISTS own ON t;\nCREATE POLICY own ON t USING (true);"),
            ("triggers/t__is.sql", "CREATE TRIGGER is BEFORE UPDATE ON t …;", "CREATE OR REPLACE TRIGGER is BEFORE UPDATE ON t …;"),
            ("triggers/t__is.sql", "CREATE CONSTRAINT TRIGGER is AFTER UPDATE\n ON t …;", "DROP TRIGGER IF EXISTS is ON t;\nCREATE CONSTRAINT TRIGGER is AFTER UPDATE\n ON t …;"),
            ("tables/t.sql", "-- Why.\n\nALTER TABLE t ADD c int;\n", "-- -- Why.\n--\n-- ALTER TABLE t ADD c int;\n"),
        ],
    )  # fmt: skip
    def test_an_object_that_is_there_is_replaced(self, name: str, text: str, instead: str) -> None:
        assert freezing.again(SQLFile(name, text)) == instead

    def test_the_command_asks_for_a_change_and_for_a_name(self) -> None:
        with pytest.raises(CommandError, match="what shall its migration be called"):
            call_command("freeze_sql")
        with pytest.raises(CommandError, match="Nothing in the sql/ of payments differs"):
            call_command("freeze_sql", "payments", "nothing")

    def test_the_first_text_is_not_written_again_under_later_migrations(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            freezing, "names_of_migrations", lambda _app: ["0001_initial", "0002_x"]
        )
        with pytest.raises(CommandError, match="only added"):
            call_command("freeze_sql", first=True)


def test_each_pattern_that_asks_for_whole_coverage_matches_a_file() -> None:
    root = Path(settings.ROOT)
    (line,) = re.findall(r"^WHOLLY_TESTED := (.*)$", (root / "Makefile").read_text(), re.MULTILINE)
    code = [
        path.relative_to(root).as_posix()
        for top in ("consultants", "engagements", "payments", "platform")
        for path in (root / top).rglob("*.py")
    ]
    for pattern in line.split(","):
        told = re.compile(".*".join(re.escape(part) for part in pattern.strip().split("*")))
        assert any(told.fullmatch(path) for path in code), pattern

"""The tests' ground: a real PostgreSQL, used as the web role, exactly as the pages use it."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.viewer import acting_as
from tests.skips import Skips

# Nothing here is judged by time, generated examples neither: how fast things are is for `make bench` to say.
# Examples are new ones in every run, on the server for checks too (`CI` would make them the same).
hypothesis.settings.register_profile(
    "unhurried",
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """A skip fails the run."""
    config.pluginmanager.register(Skips(config))


# Tests name days as people do: in the zone that their accounts begin with, also after midnight in UTC.
PEOPLES_ZONE = "America/New_York"
timezone.activate(PEOPLES_ZONE)


@contextmanager
def as_owner() -> Iterator[None]:
    """Act as the owner of the tables, past row security: for making rows, never for looking."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {settings.WEB_ROLE}")


@contextmanager
def _new_connections_as_owner() -> Iterator[None]:
    options = connections["default"].settings_dict["OPTIONS"]
    role = options.pop("assume_role", None)
    connections["default"].close()
    try:
        yield
    finally:
        if role:
            options["assume_role"] = role
        connections["default"].close()


@pytest.fixture(scope="session", autouse=True)
def _hash_quickly() -> None:
    """Hashing is slow on purpose; tests make hundreds of accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give each session its own database: `PYTEST_DB` lets several run side by side."""
    if not os.environ.get("DATABASE_URL"):
        from config import embedded_postgres

        embedded_postgres.start(settings.DATA_DIR)
    name = os.environ.get("PYTEST_DB")
    if name:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        connections["default"].settings_dict["TEST"]["NAME"] = (
            f"{name}_{worker}" if worker else name
        )


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Create and migrate the test database as its owner; the tests then act as the web role."""
    from django.core.management import call_command
    from django.test.utils import setup_databases, teardown_databases

    keep = {"keepdb": True} if django_db_keepdb and not django_db_createdb else {}
    with django_db_blocker.unblock():
        with _new_connections_as_owner():
            made = setup_databases(
                verbosity=request.config.option.verbose, interactive=False, **keep
            )
            call_command("createcachetable", verbosity=0)
        yield
        if not django_db_keepdb:
            with _new_connections_as_owner():
                _end_other_sessions()
                teardown_databases(made, verbosity=0)


def _end_other_sessions() -> None:
    """End sessions that threads of the live server left open: they would keep the database from going."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"  # the server's own workers go by themselves
        )


def _put_first_list_back() -> None:
    """A migration starts the list of the language check; emptying the tables takes it away."""
    from engagements.language_check.seed import first_entries
    from engagements.models import WordEntry

    WordEntry.objects.bulk_create(WordEntry(**columns) for columns in first_entries())


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner() -> Iterator[None]:
    """Empty tables as the owner after a transactional test: the web role may not TRUNCATE.

    For the whole session: the flush runs after a single test's own fixtures are gone.
    """
    operations = type(connections["default"].ops)
    flush = operations.execute_sql_flush

    def flush_as_owner(self: Any, sql_list: Any) -> None:
        with as_owner():
            flush(self, sql_list)
            _put_first_list_back()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_as_owner)
        yield


@pytest.fixture(autouse=True)
def _live_in_one_zone() -> None:
    """Every test begins in the people's zone, whatever the one before left."""
    timezone.activate(PEOPLES_ZONE)


@pytest.fixture(autouse=True)
def _speak_english() -> None:
    """A page in Spanish leaves its language behind in the tests' thread."""
    translation.activate("en")


@pytest.fixture
def acting() -> Callable[[str], AbstractContextManager[None]]:
    """Return `acting_as`, for tests that play several viewers."""
    return acting_as


@pytest.fixture
def count_queries() -> Callable[[Callable[[], Any]], int]:
    """Return a function that runs a call and says how many queries it made."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count

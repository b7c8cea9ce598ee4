"""Nothing asks for the time but the clock; where seconds of the machine are meant, the place and the reason stand here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
SOURCES = ("consultants", "engagements", "payments", "platform")

# file: what it may ask for, and why
MACHINE_TIME = {
    "platform/accounts/adapter.py": ("timezone.now", "limits on tries are kept in the cache"),
    "platform/core/clock.py": ("timezone.now", "the clock itself"),
    "platform/core/outbox.py": ("Now", "leases, and waits after a failure"),
    "platform/core/sessions.py": ("time.time", "sessions end by the machine's time"),
    "platform/core/tasks.py": ("timezone.now", "the rhythm of the sweeps"),
    "platform/demo/management/commands/demo.py": ("time.time_ns", "a mark that no other start has"),
    "payments/practice/events.py": ("time.time", "the provider's signatures are a moment old"),
}
# `timezone.localtime` and `localdate` with a moment only turn it into a zone
ASKING = {
    "timezone": {"now", "localdate", "localtime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "functions": {"Now"},
}
WITH_A_MOMENT = {"timezone.localdate", "timezone.localtime", "time.localtime", "time.gmtime"}
SQL = re.compile(
    r"(?<![\w.])(?:(?:now|statement_timestamp|clock_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b(?!\s*\())",
    re.IGNORECASE,
)
SQL_CLOCK = "clock_now.sql"
TEMPLATE = re.compile(r"{%\s*now\b|\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b(?!:)")
SESSIONS_PAGE = "templates/accounts/account.html"  # when a session began, by the machine's time


def asked_in_python(source: str) -> Iterator[str]:
    """Yield every way in which a module asks what time it is."""
    tree = ast.parse(source)
    with_a_moment = {
        id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = getattr(owner, "id", getattr(owner, "attr", ""))
            said = f"{name}.{node.attr}"
            turns = said in WITH_A_MOMENT and id(node) in with_a_moment
            if node.attr in ASKING.get(name, ()) and not turns:
                yield said
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").rpartition(".")[2]
            yield from (
                alias.name for alias in node.names if alias.name in {*ASKING.get(module, ()), "Now"}
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from SQL.findall(node.value) if is_sql(node.value) else ()


def is_sql(text: str) -> bool:
    return re.search(r"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER)\b", text) is not None


def asked_in_sql(source: str) -> list[str]:
    """Return every way in which a file of SQL asks what time it is, outside its comments."""
    return SQL.findall(re.sub(r"--.*", "", source))


def files(ending: str, *folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob(f"*{ending}"))
        if "migrations" not in path.parts
    ]


def test_python_asks_the_clock() -> None:
    asked = {}
    for path in [*files(".py", *SOURCES), ROOT / "manage.py"]:
        name = str(path.relative_to(ROOT))
        allowed = MACHINE_TIME.get(name, ("", ""))[0]
        found = sorted(set(asked_in_python(path.read_text())) - {allowed})
        if found:
            asked[name] = found
    assert asked == {}, "ask core.clock: now(), today(), ClockNow()"


def test_what_may_ask_the_machine_does() -> None:
    """No exception stands here longer than its reason."""
    for name, (allowed, _why) in MACHINE_TIME.items():
        assert allowed in set(asked_in_python((ROOT / name).read_text())), name


def test_rules_in_the_database_ask_the_clock() -> None:
    asked = {
        str(path.relative_to(ROOT)): asked_in_sql(path.read_text())
        for path in files(".sql", *SOURCES)
        if path.name != SQL_CLOCK
    }
    assert {name: found for name, found in asked.items() if found} == {}, "ask clock_now()"


def test_templates_ask_the_clock() -> None:
    asked = {
        str(path.relative_to(ROOT)): TEMPLATE.findall(path.read_text())
        for path in files(".html", "templates")
    }
    asked.pop(SESSIONS_PAGE)
    assert {name: found for name, found in asked.items() if found} == {}, "use |time_passed"


@pytest.mark.parametrize(
    "source",
    [
        "timezone.now()",
        "field(default=timezone.now)",
        "django.utils.timezone.now()",
        "timezone.localdate()",
        "timezone.localtime()",
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "from time import time",
        "from django.utils.timezone import now",
        "from django.db.models.functions import Now",
        "functions.Now()",
        "cursor.execute('SELECT now()')",
        "cursor.execute('UPDATE t SET day = current_date')",
    ],
)
def test_another_way_in_python_is_told(source: str) -> None:
    assert list(asked_in_python(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "clock.now()",
        "ClockNow() - DAY",
        "timezone.localdate(row.at)",
        "timezone.localtime(row.at)",
        "time.monotonic()",
        "cursor.execute('SELECT clock_now()')",
        "_('It is open now (for you).')",
    ],
)
def test_the_clock_a_moment_in_a_zone_and_durations_are_no_other_way(source: str) -> None:
    assert list(asked_in_python(source)) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("WHERE ends_at > now()", 1),
        ("SET at = NOW ( )", 1),
        ("SET at = CURRENT_TIMESTAMP, day = current_date", 2),
        ("statement_timestamp() < clock_timestamp()", 2),
        ("WHERE ends_at > clock_now()", 0),
        ("x -- the same as now()", 0),
    ],
)
def test_another_way_in_sql_is_told(source: str, count: int) -> None:
    assert len(asked_in_sql(source)) == count

"""The board at 100,000 open projects: each page as the site reads it, beside the same questions in plain SQL.

`make bench` runs it. *Ours*: rows, count and cards of one page, Django included; this is what the target is
about. *Raw*: one hand-written statement for the rows and one for the same bounded count, fetched by the
driver. *Sent*: the statement that the page sends, fetched by the same driver: it tells how much of the
difference is the database's. Answers are compared before times are.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

PROJECTS = int(os.environ.get("BENCH_PROJECTS", "100000"))
ORGANIZATIONS = 200
REPEATS = 40
DATABASE = "equal_terms_bench_board"
MOST = 1.5

OPEN = """
  FROM engagements_posting p JOIN organizations_organization o ON o.id = p.organization_id
 WHERE p.state = 'open' AND NOT p.invite_only AND o.checked_until > now()
"""
CARD = """p.id, p.code, p.opened_at, p.title, o.name, p.kind_of_work, p.place, p.region, p.language, p.currency,
 p.fee_amount, p.comparison_amount, p.hours, p.pay_days, p.cancel_full_hours, p.cancel_half_days, p.starts_on,
 p.due_on, p.personal_experience, p.in_the_room, p.ways_to_join, p.mandated_reporting, p.recording_uses"""
TYPICAL = """ AND p.kind_of_work IN ('training', 'speaking') AND p.place IN ('remote', 'either')
   AND p.fee_amount >= p.hours * 9000 AND p.personal_experience = 'not_asked'
   AND NOT p.in_the_room && '{police,immigration,prosecutors,press}'::varchar[] """
# what is asked for, the same in SQL; the last page begins 40,000 projects down
QUESTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "newest": ({}, ""),
    "typical": (
        {
            "kind": ["training", "speaking"],
            "place": "remote",
            "pay": 9000,
            "not_asked": True,
            "no_police": True,
        },
        TYPICAL,
    ),
    "frequent_word": ({"words": "review"}, " AND p.words @@ to_tsquery('simple', '''review'':*') "),
    "rare_word": ({"words": "lantern"}, " AND p.words @@ to_tsquery('simple', '''lantern'':*') "),
    "word_and_language": (
        {"words": "intake forms", "language": "es"},
        " AND p.words @@ to_tsquery('simple', '''intake'':* & ''forms'':*') AND p.language = 'es' ",
    ),
    "no_match": ({"language": "es", "pay": 99_000_000}, " AND p.language = 'es' AND p.fee_amount >= p.hours * 99000000 "),
    "deep": ({}, " AND p.opened_at <= %(at)s AND (p.opened_at < %(at)s OR p.code < %(code)s) "),
}  # fmt: skip


def measure(earlier: dict[str, Any]) -> dict[str, Any]:
    """Return each question's figures: milliseconds of both sides and their ratio."""
    with bench_database():
        fill()
        figures = dict(measure_all())
    print("| question | ours, ms | raw, ms | ratio | sent to raw |\n|---|---|---|---|---|")
    for name, one in figures.items():
        print(
            f"| {name} | {one['ours_ms']} | {one['raw_ms']} | ×{one['vs_raw']} | ×{one['sent_vs_raw']} |"
        )
    slow = [name for name, one in figures.items() if one["vs_raw"] > MOST]
    if slow:
        print(f"More than ×{MOST} of raw: {', '.join(slow)}")
    return figures


@contextmanager
def bench_database() -> Iterator[None]:
    """Make a database of its own, migrated by the owner, and drop it afterwards."""
    from django.core.management import call_command
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    role = options.pop("assume_role", None)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = DATABASE
    connection.close()
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {DATABASE}")
        connection.settings_dict["NAME"] = before
        if role:
            options["assume_role"] = role


def fill() -> None:
    """Write organizations and projects that differ as real ones would, from a fixed seed."""
    from django.db import connection

    from engagements.models import Posting
    from tests.bench.loading import laid_aside
    from tests.engagements.work import make_posting
    from tests.factories import make_checked_member

    template = make_posting(make_checked_member(), title="Template")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        with laid_aside("organizations_organization"):  # a check is a service's doing
            copy_row(cursor, "organizations_organization", ORGANIZATION, count=ORGANIZATIONS)
        with laid_aside(Posting._meta.db_table):
            copy_row(cursor, Posting._meta.db_table, PROJECT, count=PROJECTS)
        cursor.execute(
            "UPDATE engagements_posting SET state = 'closed' WHERE id = %s", [template.pk]
        )
        cursor.execute("ANALYZE")


ORGANIZATION = "'code', md5(n::text || 'o')::varchar(22), 'name', 'Organization ' || n"
PROJECT = f"""
  'code', substr(md5(n::text || 'p'), 1, 22),
  'organization_id', (SELECT array_agg(id) FROM organizations_organization)[1 + n % {ORGANIZATIONS}],
  'opened_at', now() - n * interval '7 minutes',
  'title', 'Project ' || n || CASE WHEN random() < 0.1 THEN ' review' ELSE '' END
           || CASE WHEN random() < 0.0005 THEN ' lantern' ELSE '' END,
  'summary', s.words || CASE WHEN random() < 0.01 THEN ' intake forms' ELSE '' END,
  'kind_of_work', ('{{policy_review,training,speaking,curriculum,research,evaluation,facilitation,peer_support,other}}'::text[])[1 + floor(random() * 9)::int],
  'language', CASE WHEN random() < 0.2 THEN 'es' ELSE 'en' END,
  'place', CASE WHEN random() < 0.3 THEN 'either' ELSE 'remote' END,
  'region', '', 'hours', 20,
  'fee_amount', 20 * f.rate, 'comparison_amount', 20 * f.rate,
  'personal_experience', CASE WHEN random() < 0.8 THEN 'not_asked' ELSE 'optional' END,
  'in_the_room', CASE WHEN random() < 0.2 THEN '["police"]'::jsonb WHEN random() < 0.3 THEN '["funders"]'::jsonb ELSE '[]'::jsonb END
"""


def copy_row(cursor: Any, table: str, changes: str, *, count: int) -> None:
    """Write `count` copies of a table's first row with these changes."""
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER'",
        [table],
    )
    columns = cursor.fetchone()[0]
    values = ", ".join(f"r.{name.strip()}" for name in columns.split(","))
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values}"
        f" FROM generate_series(1, {count}) n"
        " CROSS JOIN LATERAL (SELECT 6000 + 500 * floor(random() * 20 + n * 0)::int AS rate) f"
        " CROSS JOIN LATERAL (SELECT string_agg('w' || floor(2000 * power(random(), 3) + (n + i) * 0)::int, ' ')"
        "   AS words FROM generate_series(1, 40) i) s"
        f" CROSS JOIN (SELECT * FROM {table} ORDER BY id LIMIT 1) t"
        f" CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, to_jsonb(t) || jsonb_build_object({changes})) r"
    )


def measure_all() -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each question's figures; a question whose answers differ ends the run."""
    from engagements.board import search

    mark, place = deep_mark()
    for name, (wanted, sql) in QUESTIONS.items():
        after = mark if name == "deep" else ""

        def page(wanted: dict[str, Any] = wanted, after: str = after) -> tuple[list[int], Any]:
            found = search.page_of(wanted, after=after)
            return [card.id for card in found.rows], found.count

        def plain(sql: str = sql, is_deep: bool = bool(after)) -> tuple[list[int], Any]:
            return raw(sql, place, is_deep=is_deep)

        if page() != plain():
            raise SystemExit(f"{name}: the page and raw differ")
        sent = statements_of(page)
        ours_ms, sent_ms, raw_ms = in_turns(page, partial(send, sent), plain)
        yield (
            name,
            {
                "ours_ms": round(ours_ms, 2),
                "raw_ms": round(raw_ms, 2),
                "vs_raw": round(ours_ms / raw_ms, 2),
                "sent_ms": round(sent_ms, 2),
                "sent_vs_raw": round(sent_ms / raw_ms, 2),
            },
        )


Statement = tuple[str, Any]


def statements_of(call: Callable[[], Any]) -> list[Statement]:
    """Return every statement that a call sends, with its parameters."""
    from django.db import connection

    sent: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return sent


def send(statements: list[Statement]) -> None:
    """Send statements and fetch their rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def deep_mark() -> tuple[str, dict[str, Any]]:
    """Return the place 40,000 projects down, as the address says it and as SQL reads it."""
    from django.db import connection

    from engagements.board import search

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {search.COLUMNS} FROM engagements_board {search.NEWEST}"
            f" OFFSET {PROJECTS * 2 // 5} LIMIT 1"
        )
        card = search.Card(*cursor.fetchone())
    return search.mark_of(card), {"at": card.opened_at, "code": card.code}


def raw(sql: str, place: dict[str, Any], *, is_deep: bool) -> tuple[list[int], int | None]:
    """Ask the same in plain SQL: the rows with their organization, and the bounded count where due."""
    from django.db import connection

    from engagements.board.search import COUNTED, PAGE

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {CARD} {OPEN} {sql} ORDER BY p.opened_at DESC, p.code DESC LIMIT {PAGE + 1}",
            place,
        )
        rows = cursor.fetchall()
        count: int | None = len(rows)
        if is_deep:
            count = None
        elif len(rows) > PAGE:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 {OPEN} {sql} LIMIT {COUNTED + 1}) q",
                place,
            )
            count = cursor.fetchone()[0]
    return [row[0] for row in rows[:PAGE]], count


def in_turns(*calls: Callable[[], Any]) -> tuple[float, ...]:
    """Return each one's median milliseconds, run in turns so that a busy machine slows all."""
    took: list[list[float]] = [[] for _call in calls]
    for _each in range(REPEATS):
        for call, times in zip(calls, took, strict=True):
            begun = time.perf_counter()
            call()
            times.append((time.perf_counter() - begun) * 1000)
    return tuple(statistics.median(times) for times in took)

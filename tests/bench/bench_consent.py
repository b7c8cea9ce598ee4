"""Who sees what, measured: search, one profile, giving and stopping a permission."""

import itertools
import os
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection, transaction

from core.codes import new_code
from tests.bench import other_sides, questions, world
from tests.bench.database import as_web, ask, drop, is_complete, step, use
from tests.bench.questions import QUESTIONS, Answer, Question
from tests.bench.timing import medians, print_table

USUAL, SMALLER = 100_000, 10_000
DRAWS, ROUNDS = 8, 16
RECIPIENT = 4  # the organization that permissions are given to, apart from those that search
COLUMNS = f"consultant_id, {', '.join(world.ITEMS)}"
GIVE = (
    "INSERT INTO consultants_consent (code, organization_id, consultant_id, items, purpose,"
    " valid_from, valid_until) VALUES (%s, %s, %s, 65, 'work', now(), now() + interval '90 days')"
)
STOP = (
    "UPDATE consultants_consent SET stopped_at = now()"
    " WHERE organization_id = %s AND consultant_id = %s AND stopped_at IS NULL"
)
AIMS = {"anyone": (2.0, 3.5), "few": (3.0, 4.5), "many": (3.0, 4.5)}
GUARDIAN_AIMS = (15.0, 3.0)  # the median over all, and the least of any
WRITTEN = "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_xact_user_tables"


def measure(earlier: dict[str, Any]) -> dict[str, Any]:
    """Return the section of the report; what it keeps from an earlier one is other sizes' growth."""
    wanted = os.environ.get("SIZE") or str(USUAL)
    if not wanted.isdecimal() or int(wanted) < SMALLER:
        raise SystemExit(f"SIZE is a number of consultants, {SMALLER:,} or more: SIZE=1000000")
    size = int(wanted)
    growth = earlier.get("growth", {})
    print(f"consent: {SMALLER:,} consultants first, then {size:,}")
    for one in dict.fromkeys((SMALLER, size)):
        prepare(one)
        with_guardian = one == size and size <= USUAL
        found = searches(one, with_guardian=with_guardian)
        remember_growth(growth, one, found)
    print_searches(found)
    print_growth(growth)
    return {**found, "size": size, "growth": growth, "view": one_view(), "grant": grants()}


def prepare(size: int) -> None:
    """Connect to a database with its data, made now unless an earlier run left it."""
    if not use(size):
        if ask("SELECT to_regclass('django_migrations')")[0][0] is not None:
            drop()
        print(f"Making {size:,} consultants (kept for the next run):")
        world.build(size)
        other_sides.build_floors()
        if size <= USUAL:
            other_sides.build_guardian()
        with step("statistics"):
            ask("VACUUM ANALYZE")
        check_standings()
        ask("CREATE TABLE bench_complete ()")
    assert is_complete()


def check_standings() -> None:
    """The bulk statement wrote what the trigger writes: touch some permissions and compare."""
    sample = "SELECT organization_id, consultant_id FROM consultants_consent ORDER BY id LIMIT 500"
    stand = (
        "SELECT md5(string_agg(s::text, ' ' ORDER BY s.organization_id, s.consultant_id))"
        f" FROM consultants_standing s WHERE (s.organization_id, s.consultant_id) IN ({sample})"
    )
    before = ask(stand)
    ask(
        "UPDATE consultants_consent SET reminded_at = reminded_at WHERE id IN"
        " (SELECT id FROM consultants_consent ORDER BY id LIMIT 500)"
    )
    if ask(stand) != before:
        raise SystemExit("The standings of the benchmark differ from what the trigger writes.")


def searches(size: int, *, with_guardian: bool) -> dict[str, Any]:
    """Return the times of every viewer and question, after every side answered alike."""
    report: dict[str, Any] = {}
    for viewer in other_sides.VIEWERS:
        report[viewer] = {}
        ask("SELECT set_config('app.viewer', %s, false)", other_sides.identity(viewer))
        for name in QUESTIONS:
            with step(f"{size:,}: {viewer} {name}"), as_web():
                report[viewer][name] = one_cell(viewer, name, with_guardian=with_guardian)
        ask("SELECT set_config('app.viewer', '', false)")
    return report


def one_cell(viewer: str, name: str, *, with_guardian: bool) -> dict[str, float]:
    """Time one viewer's question: several draws of it, each side in turn."""
    drawn = questions.draws(name, DRAWS)
    sides = {
        "ours_ms": in_turn(drawn, questions.ours),
        "floor_ms": in_turn(drawn, partial(questions.floor, viewer=viewer)),
    }
    if with_guardian:
        asked = partial(questions.guardian, user=questions.account(viewer))
        sides["guardian_ms"] = in_turn(drawn, asked)
    answers = {side: [call() for _ in drawn] for side, call in sides.items()}
    for side, found in answers.items():
        if found != answers["floor_ms"]:
            raise SystemExit(
                f"{side} answered {viewer} {name} otherwise than the floor: no time counts."
            )
    # guardian reads much more: its turns come after, so that it does not take the place of the others' pages
    aside = sides.pop("guardian_ms", None)
    cell = medians(sides, rounds=DRAWS * ROUNDS)
    cell["vs_floor"] = cell["ours_ms"] / cell["floor_ms"]
    if aside is not None:
        cell |= medians({"guardian_ms": aside}, rounds=DRAWS)
        cell["vs_guardian"] = cell["guardian_ms"] / cell["ours_ms"]
    return cell


def in_turn(drawn: list[Question], answer: Callable[[Question], Answer]) -> Callable[[], Answer]:
    """Return a call that answers the next of the drawn questions; each side goes the same way."""
    following = itertools.cycle(drawn)
    return lambda: answer(next(following))


def one_view() -> dict[str, float]:
    """Time one profile through the rule against the bare row."""
    viewer = other_sides.identity("many")
    ids = [
        row[0] for row in ask("SELECT consultant_id FROM floor_many ORDER BY order_key LIMIT 50")
    ]
    through_rule, bare = itertools.cycle(ids), itertools.cycle(ids)

    def ours() -> None:
        questions.run(f"SELECT {COLUMNS} FROM profile_cards(%s)", [[next(through_rule)]])

    def row() -> None:
        questions.run("SELECT * FROM consultants_profile WHERE consultant_id = %s", [next(bare)])

    ask("SELECT set_config('app.viewer', %s, false)", viewer)
    found = medians({"ours_ms": ours, "floor_ms": row}, rounds=1000)
    found["vs_select"] = found["ours_ms"] / found["floor_ms"]
    print_table(("one profile", "ms"), list(found.items()))
    return found


def grants() -> dict[str, Any]:
    """Give and stop permissions as their consultants do: rows and WAL of each, in force at once."""
    pairs = ask(
        "SELECT p.consultant_id, c.user_id FROM consultants_profile p JOIN consultants_consultant c"
        " ON c.id = p.consultant_id WHERE p.listed AND p.name_audience = 1 AND p.rate_audience = 1"
        " AND NOT EXISTS (SELECT 1 FROM consultants_consent g WHERE g.consultant_id = p.consultant_id"
        " AND g.organization_id = %s) LIMIT 60",
        RECIPIENT,
    )
    given, stopped = [], []
    with session_of_recipient() as look:
        for consultant, account in pairs:
            for is_measured in (False, True):  # first once, so that no page is new to the log
                gave = cost_of(GIVE, account, new_code(), RECIPIENT, consultant)
                require(look(consultant) == [(consultant, True)], "a permission was not in force")
                ended = cost_of(STOP, account, RECIPIENT, consultant)
                require(look(consultant) == [], "a stopped permission still showed something")
                if is_measured:
                    given.append(gave)
                    stopped.append(ended)
    report = {
        "rows": max(rows for rows, _wal in given + stopped),
        "wal_bytes": statistics.median(wal for _rows, wal in given),
        "stop_wal_bytes": statistics.median(wal for _rows, wal in stopped),
        "in_force_at_once": len(given),
    }
    print_table(("one permission", "figure"), list(report.items()))
    return report


def cost_of(sql: str, account: int, *params: Any) -> tuple[int, int]:
    """Run a statement as a consultant, in a transaction of its own; return rows and WAL written."""
    ask("SELECT set_config('app.viewer', %s, false)", f"user:{account}")
    with as_web(), transaction.atomic():
        before, begun = ask(f"SELECT ({WRITTEN}), pg_current_wal_insert_lsn()")[0]
        ask(sql, *params)
        rows, wal = ask(
            f"SELECT ({WRITTEN}) - %s, pg_current_wal_insert_lsn() - %s::pg_lsn", before, begun
        )[0]
    ask("SELECT set_config('app.viewer', '', false)")
    return int(rows), int(wal)


@contextmanager
def session_of_recipient() -> Iterator[Callable[[int], list[tuple[Any, ...]]]]:
    """Open another session, as the member of the organization that receives; yield its look."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SET ROLE equal_web")
        cursor.execute(
            "SELECT set_config('app.viewer', %s, false)", [f"user:{RECIPIENT}+org:{RECIPIENT}"]
        )

        def look(consultant: int) -> list[tuple[Any, ...]]:
            cursor.execute(
                "SELECT consultant_id, rate IS NOT NULL FROM profile_cards(%s)", [[consultant]]
            )
            return cursor.fetchall()

        yield look
    other.close()


def require(holds: bool, otherwise: str) -> None:
    """Stop when a gate does not hold: a figure without it would mean nothing."""
    if not holds:
        raise SystemExit(f"Gate: {otherwise}.")


def remember_growth(growth: dict[str, Any], size: int, found: dict[str, Any]) -> None:
    """Keep our times of this size beside those of others, and how each step grew."""
    for viewer, cells in found.items():
        for name, cell in cells.items():
            times = growth.setdefault(viewer, {}).setdefault(name, {})
            times[f"{size}_ms"] = cell["ours_ms"]
            sizes = sorted(int(key.removesuffix("_ms")) for key in times if key.endswith("_ms"))
            for small, large in itertools.pairwise(sizes):
                times[f"{small}_to_{large}"] = times[f"{large}_ms"] / times[f"{small}_ms"]


def print_growth(growth: dict[str, Any]) -> None:
    """Print our times at each size."""
    sizes = sorted(
        {int(k[:-3]) for q in growth.values() for c in q.values() for k in c if k.endswith("_ms")}
    )
    rows = [
        (viewer, name, *(times.get(f"{size}_ms", "") for size in sizes))
        for viewer, cells in growth.items()
        for name, times in cells.items()
    ]
    print_table(("viewer", "question", *(f"{size:,} ms" for size in sizes)), rows)


def print_searches(found: dict[str, Any]) -> None:
    """Print every cell, and which of them miss what was aimed at."""
    rows = []
    for viewer, cells in found.items():
        aim, limit = AIMS[viewer]
        for name, cell in cells.items():
            said = "" if cell["vs_floor"] <= aim else "above the aim"
            said = "ABOVE THE LIMIT" if cell["vs_floor"] > limit else said
            figures = (
                cell.get(key, "")
                for key in ("ours_ms", "floor_ms", "vs_floor", "guardian_ms", "vs_guardian")
            )
            rows.append((viewer, f"{name} {QUESTIONS[name]}", *figures, said))
    head = ("viewer", "question", "ours ms", "floor ms", "× floor", "guardian ms", "guardian ×", "")
    print_table(head, rows)
    ratios = [
        c["vs_guardian"] for cells in found.values() for c in cells.values() if "vs_guardian" in c
    ]
    if ratios:
        print(
            f"\nguardian is slower ×{statistics.median(ratios):.0f} in the median, ×{min(ratios):.1f} at"
            f" least (aims: ×{GUARDIAN_AIMS[0]:.0f} and ×{GUARDIAN_AIMS[1]:.0f})"
        )

"""The fifteen main pages at 100,000 people and projects: what each costs this process, and its queries.

Whole requests as the web role, in turns, with something on every page. The cost is the processor's time in
Django, without what is waited for; as a ratio to the sign-in page of the same run it holds on any machine.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.bench import pages_world
from tests.bench.database import as_web, ask, drop, is_complete, step, use
from tests.bench.timing import medians, print_table, processor_milliseconds

USUAL, SMALLEST = 100_000, 5_000  # projects are of 200 organizations, one for twenty people
ROUNDS = 40
SIGN_IN = "sign in"
AIM, MOST_QUERIES = 3.0, 12
BACKEND = "accounts.backends.NameOrAddressBackend"

Page = tuple[str, str, Any, str]


def measure(earlier: dict[str, Any]) -> dict[str, Any]:
    """Return each page's processor time, its ratio to the sign-in page's, and its queries."""
    wanted = os.environ.get("SIZE") or str(USUAL)
    if not wanted.isdecimal() or int(wanted) < SMALLEST:
        raise SystemExit(f"SIZE is a number of people and projects, {SMALLEST:,} or more.")
    prepare(int(wanted))
    with as_web(), override_settings(ALLOWED_HOSTS=["*"]):
        found = measure_all(list(pages()))
    print_pages(found)
    return {"size": int(wanted), "pages": found}


def prepare(size: int) -> None:
    """Connect to a database with its data, made now unless an earlier run left it."""
    if not use(size, part="pages_"):
        if ask("SELECT to_regclass('django_migrations')")[0][0] is not None:
            drop()
        print(f"Making {size:,} people and projects (kept for the next run):")
        pages_world.build(size)
        with step("statistics"):
            ask("VACUUM ANALYZE")
        ask("CREATE TABLE bench_complete ()")
    assert is_complete()


def pages() -> Iterator[Page]:
    """Yield each page: its name, who looks, their account, its address."""
    from accounts.models import User
    from consultants.people_codes import code_for
    from engagements.models import Engagement

    work = Engagement.objects.select_related("consultant__user", "posting__created_by").earliest(
        "pk"
    )
    consultant, member = work.consultant.user, work.posting.created_by
    desk = User.objects.filter(kind="administrator").earliest("pk")
    talked_of = ask("SELECT posting_id FROM engagements_interest LIMIT 1")[0][0]
    project = ask("SELECT code FROM engagements_posting WHERE id = %s", talked_of)[0][0]
    person = code_for(work.organization_id, work.consultant_id)
    yield SIGN_IN, "anyone", None, "/in/"
    yield "board", "consultant", consultant, "/projects/"
    yield "project", "consultant", consultant, f"/projects/{project}/"
    yield "home", "consultant", consultant, "/home/"
    yield "sharing", "consultant", consultant, "/sharing/"
    yield "permissions", "consultant", consultant, "/permissions/"
    yield "jobs", "consultant", consultant, "/jobs/"
    yield "terms", "consultant", consultant, f"/jobs/{work.code}/terms/"
    yield "contract", "consultant", consultant, f"/jobs/{work.code}/contract/"
    yield "stage", "consultant", consultant, f"/jobs/{work.code}/stages/1/"
    yield "money", "consultant", consultant, "/money/"
    yield "home", "member", member, "/org/"
    yield "work", "member", member, f"/jobs/{work.code}/"
    yield "people", "member", member, "/org/people/"
    yield "person", "member", member, f"/org/people/{person}/"
    yield "queue", "administrator", desk, "/desk/"


def measure_all(wanted: list[Page]) -> dict[str, dict[str, Any]]:
    """Return the figures of every page, after each was asked for and found."""
    calls: dict[str, Callable[[], Any]] = {}
    found: dict[str, dict[str, Any]] = {}
    for name, who, user, path in wanted:
        key = f"{name} ({who})"
        calls[key] = in_browser(user, path)
        found[key] = {"queries": queries_of(calls[key])}
    took = medians(calls, rounds=ROUNDS, took_by=processor_milliseconds)
    base = took[next(iter(calls))]
    for key, milliseconds in took.items():
        found[key] |= {"cpu_ms": milliseconds, "vs_sign_in": milliseconds / base}
    return found


def in_browser(user: Any, path: str) -> Callable[[], None]:
    """Return a call that asks for a page in a browser of this person's own."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)

    def look() -> None:
        status = client.get(path).status_code
        if status != 200:
            raise SystemExit(f"Gate: {path} answered {status}.")

    return look


def queries_of(call: Callable[[], Any]) -> int:
    """Return how many queries a page makes once all is warm."""
    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def print_pages(found: dict[str, dict[str, Any]]) -> None:
    """Print every page, and which miss what was aimed at."""
    rows = []
    for name, one in found.items():
        said = "" if one["vs_sign_in"] <= AIM else f"above ×{AIM:.0f}"
        said = (
            said if one["queries"] <= MOST_QUERIES else f"{said} more than {MOST_QUERIES} queries"
        )
        rows.append(
            (name, one["queries"], one["cpu_ms"], f"×{one['vs_sign_in']:.2f}", said.strip())
        )
    print_table(("page", "queries", "CPU ms", "to sign-in", ""), rows)

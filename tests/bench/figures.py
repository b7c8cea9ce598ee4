"""Measures the demo world: `make figures` while `make demo` has run once on this machine.

Prints, for every page of the main job, the queries it makes and the time it takes inside Django
(median of several requests), and the memory of the processes of a running demo.
"""

import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

REPEATS = 15


def main() -> None:
    """Print the two tables."""
    import django

    django.setup()
    from django.conf import settings

    from config import embedded_postgres

    if not os.environ.get("DATABASE_URL"):
        embedded_postgres.start(settings.DATA_DIR)
    print("| page | as | status | queries | ms (median) |\n|---|---|---|---|---|")
    for who, user, path in pages():
        status, queries, milliseconds = measure(user, path)
        print(f"| `{anonymous_path(path)}` | {who} | {status} | {queries} | {milliseconds:.1f} |")
    print("\n| process | resident memory |\n|---|---|")
    for name, kilobytes in memory():
        print(f"| {name} | {kilobytes // 1024} MB |")


def pages():
    """Yield (role, account, path) for the pages of the main job in the demo world."""
    from accounts.models import User
    from engagements.models import Engagement, Posting

    posting = Posting.objects.filter(state="open").order_by("pk").first()
    engagement = Engagement.objects.filter(state="working").order_by("pk").first()
    if posting is None or engagement is None:
        raise SystemExit("There is no demo world yet: run `make demo` once.")
    consultant = engagement.consultant.user
    member = engagement.posting.created_by
    administrator = User.objects.filter(kind="administrator").first()
    work = f"/jobs/{engagement.code}/"
    for path in ("/", "/in/", "/projects/", f"/projects/{posting.code}/"):
        yield "anyone", None, path
    for path in (
        "/home/",
        "/profile/",
        "/sharing/",
        "/jobs/",
        work,
        f"{work}terms/",
        f"{work}contract/",
        f"{work}stages/1/",
        "/money/",
    ):
        yield "consultant", consultant, path
    for path in ("/org/", "/org/projects/", "/org/people/", "/jobs/", work, f"{work}pay/"):
        yield "member", member, path
    for path in ("/desk/", "/desk/payments/"):
        yield "administrator", administrator, path


def measure(user, path: str) -> tuple[int, int, float]:
    """Return the status, the queries and the median milliseconds of a page."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path).status_code
    queries = len(captured)  # counted at once: the next request empties the log
    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - begun) * 1000)
    return status, queries, statistics.median(took)


def anonymous_path(path: str) -> str:
    """Return the path with its random code as a word."""
    return "/".join("<code>" if len(part) == 22 else part for part in path.split("/"))


def memory():
    """Yield the demo's processes with their resident memory in kB, from the system's own account."""
    wanted = {
        "gunicorn": "web",
        "celery --app config --quiet worker": "worker",
        "celery --app config --quiet beat": "beat",
        "practice": "practice provider",
    }
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            status = (process / "status").read_text()
        except OSError:
            continue
        name = next(
            (said for mark, said in wanted.items() if mark in command and "python" in command), None
        )
        if name and str(ROOT) in command:
            resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
            yield name, int(resident.split()[1])


if __name__ == "__main__":
    main()

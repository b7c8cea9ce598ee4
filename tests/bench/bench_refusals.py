"""A hidden person's page and a missing one's: the same answer must not take another time.

Whole requests, in turns, against the data of the consent benchmark: a member asks for people who hide from
everybody, for people who are away, and for codes behind which nobody is.
"""

import itertools
import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client, override_settings

from tests.bench import bench_consent
from tests.bench.database import as_web, ask
from tests.bench.timing import medians, print_table
from tests.bench.world import FEW_ORGANIZATION

DIFFERENT = 40  # people of each kind
ROUNDS = 400
MISSING = 404
NOT_FAR = 1.1  # of each other: what a look over the network can't tell


def measure(earlier: dict[str, Any]) -> dict[str, Any]:
    """Return the medians of each kind of page, and the largest ratio between two of them."""
    bench_consent.prepare(bench_consent.USUAL)
    client = signed_in_member()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a missing page is what we ask for
    asked = {f"{kind}_ms": in_turn(client, ids) for kind, ids in kinds()}
    with as_web(), override_settings(ALLOWED_HOSTS=["*"]):
        found = medians(asked, rounds=ROUNDS)
    largest = max(found.values()) / min(found.values())
    print_table(("page of somebody who is", "ms"), list(found.items()))
    print(f"at most ×{largest:.3f} of each other (aim: ×{NOT_FAR})")
    return {**found, "most_to_least": largest}


def kinds() -> Iterator[tuple[str, list[int]]]:
    """Yield each kind of person whose page is missing for the member."""
    hidden = ask(
        "SELECT consultant_id FROM consultants_profile WHERE listed AND name_audience = 0 LIMIT %s",
        DIFFERENT,
    )
    away = ask(
        "SELECT consultant_id FROM consultants_profile WHERE NOT listed AND name_audience >= 4 LIMIT %s",
        DIFFERENT,
    )
    yield "hidden", [row[0] for row in hidden]
    yield "away", [row[0] for row in away]
    yield "missing", list(range(10**9, 10**9 + DIFFERENT))


def signed_in_member() -> Client:
    """Return the browser of a member of an organization with few permissions."""
    from accounts.models import User

    client = Client(raise_request_exception=True)
    user = User.objects.get(pk=FEW_ORGANIZATION)
    client.force_login(user, backend="accounts.backends.NameOrAddressBackend")
    return client


def in_turn(client: Client, ids: list[int]) -> Callable[[], None]:
    """Return a call that asks for the next of these people's pages."""
    from consultants.people_codes import code_for

    addresses = itertools.cycle([f"/org/people/{code_for(FEW_ORGANIZATION, one)}/" for one in ids])

    def ask_next() -> None:
        status = client.get(next(addresses)).status_code
        if status != MISSING:
            raise SystemExit(f"Gate: a page that should be missing answered {status}.")

    return ask_next

"""Two worlds that differ only in what is hidden look the same to the byte, and ask as much of the database.

That finds what no marker can: an order, a count, a yes or no that hangs on a hidden value.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consultants.profile.services import change_item
from tests.factories import acting, make_consultant
from tests.leaks import truth, world
from tests.leaks.addresses import EXAMPLES
from tests.leaks.walk import Looker, addresses_of, ask, content_of, pairs_for, signed_in

pytestmark = pytest.mark.django_db

# what differs between two answers to the same question
CHANGING = re.compile(rb'(name="(?:csrfmiddlewaretoken|code)" value="|nonce=")[^"]+')
PROPOSED = re.compile(rb"\b[a-z]+-[a-z]+-\d{3}\b")  # a user name by chance, on the page of joining
HIDDEN = ("none", "paused")

Answers = dict[tuple[str, str], tuple[int, bytes, int]]


def answers(there: world.World, role: str, names: Iterable[str]) -> Answers:
    """Return status, page and number of queries for every address."""
    client = signed_in(there.viewers[role])
    looker = Looker(role, "", client, pairs_for(there, role))
    found: Answers = {}
    for name in names:
        for address, _pair in addresses_of(name, EXAMPLES[name], looker):
            connection.queries_log.clear()  # it holds so many only
            with CaptureQueriesContext(connection) as captured:
                answer = ask(client, "get", address)
            page = PROPOSED.sub(b"", CHANGING.sub(rb"\1", content_of(answer)))
            found[name, address] = (answer.status_code, page, len(captured))
    return found


def differences(
    there: world.World, role: str, *, names: Iterable[str] = EXAMPLES
) -> Iterator[tuple[str, str]] | list[tuple[str, str]]:
    """Return the addresses that look different once hidden values are others and hidden people more."""
    names = list(names)
    answers(there, role, names)  # what is done once a process, or once a session
    first = answers(there, role, names)
    with transaction.atomic():
        change_what_is_hidden(there)
        second = answers(there, role, names)
        transaction.set_rollback(True)
    return sorted(key for key in first if first[key] != second[key])


def change_what_is_hidden(there: world.World) -> None:
    """Give hidden people other values, and add more of them."""
    for state in set(HIDDEN) & set(there.states):
        consultant = there.people[state]
        with acting(consultant.user):
            for item, value in (("name", "Aaa First"), ("rate", 100), ("statement", "Else " * 50)):
                change_item(consultant.profile, item, value=value, actor=consultant.user)
    for number in range(3):
        make_consultant(f"Hidden {number}", rate=5_000 + number, introduction="Nobody sees this.")


def test_what_is_hidden_changes_nothing() -> None:
    there = world.build(("none", "levels"), roles=("stranger", "blocked"))
    assert differences(there, "stranger") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "role", [r for r in truth.ROLES if r not in ("working", "talking", "lapsed", "stranger")]
)
def test_what_is_hidden_changes_nothing_for_anybody(role: str) -> None:
    there = world.build(("none", "paused", "levels"))
    assert differences(there, role) == []

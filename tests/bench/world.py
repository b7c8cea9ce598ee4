"""Made-up people, organizations and permissions, the same for everybody who runs it."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import call_command

from tests.bench.database import ask, step
from tests.bench.loading import copy, laid_aside

SEED = 20_26
NOW = datetime.now(UTC)
ITEMS = (
    "name", "pronouns", "introduction", "expertise", "languages", "region", "rate", "availability",
    "photo", "past_work", "reference", "statement", "email", "phone", "legal_name", "address",
)  # fmt: skip
# How many of a hundred people show an item to: only themselves, organizations they pick, work
# with, talk with, checked ones, anyone. The working name is shown more than the rest.
NAME_AUDIENCES = (8, 22, 8, 12, 34, 16)
ITEM_AUDIENCES = (14, 22, 8, 12, 30, 14)
PERMISSIONS_EACH = 10
FEW, MANY = 5, 20_000
FEW_ORGANIZATION, MANY_ORGANIZATION, UNCHECKED_ORGANIZATION = 1, 2, 3
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fe",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ra",
    "se",
    "ti",
    "vo",
    "ka",
    "lu",
    "mo",
    "ne",
    "pi",
    "ro",
    "sa",
]
VOCABULARY = ["".join(parts) for parts in itertools.product(SYLLABLES, repeat=3)][:6000]
# here, not while people are made: a run on kept data must ask about the same words
random.Random(SEED).shuffle(VOCABULARY)


def build(size: int) -> None:
    """Fill an empty database: `size` consultants, ten permissions each, an organization for twenty."""
    chance = random.Random(SEED)
    organizations = max(size // 20, 10)
    with step("tables"):
        call_command("migrate", verbosity=0)
    # a check is a service's doing; here only the date of one matters
    checks_aside = laid_aside("organizations_organization", "organizations_membership")
    with step(f"organizations {organizations:,}"), checks_aside:
        make_organizations(organizations, chance)
    with step(f"people {size:,}"):
        make_people(size, chance)
    with step(f"permissions {size * PERMISSIONS_EACH:,}"):
        make_consents(size, organizations, chance)
    with step("what is in force for each pair"):
        make_standings(chance)


def many(size: int) -> int:
    """Return how many permissions the organization with many has."""
    return min(MANY, size // 5)


def make_organizations(count: int, chance: random.Random) -> None:
    """Make organizations, one of them unchecked, with a member each."""
    from accounts.models import User
    from organizations.models import Membership, Organization

    checked = NOW + timedelta(days=300)
    copy(
        Organization,
        ("id", "code", "name", "website", "domain", "country", "about", "kind", "checked_until"),
        (
            (
                n, f"organization{n:010d}", f"Organization {n}", f"https://o{n}.example/", f"o{n}.example",
                "US", "Made up.", "service", None if n == UNCHECKED_ORGANIZATION else checked,
            )
            for n in range(1, count + 1)
        ),
        total=count,
    )  # fmt: skip
    copy(
        User,
        ("id", "username", "email", "kind", "password"),
        (
            (n, f"made-up-member-{n}", f"member@o{n}.example", "member", "!")
            for n in range(1, count + 1)
        ),
        total=count,
    )
    copy(
        Membership,
        ("organization_id", "user_id", "name", "title", "role"),
        ((n, n, "Member", "Made up", "owner") for n in range(1, count + 1)),
        total=count,
    )


def make_people(size: int, chance: random.Random) -> None:
    """Make consultants with filled profiles."""
    from accounts.models import User
    from consultants.models import Consultant, Profile

    first = ask("SELECT max(id) FROM accounts_user")[0][0]  # members have the accounts before it
    numbers = range(1, size + 1)
    with laid_aside("accounts_user", "consultants_consultant"):
        copy(
            User,
            ("id", "username", "kind", "password"),
            ((first + n, f"made-up-consultant-{n}", "consultant", "!") for n in numbers),
            total=size,
        )
        copy(
            Consultant,
            ("id", "user_id", "code", "paused_at"),
            ((n, first + n, f"consultant{n:012d}", NOW if n % 50 == 0 else None) for n in numbers),
            total=size,
        )
    names = tuple(f"{item}_audience" for item in ITEMS)
    with laid_aside("consultants_profile"):
        ask("ALTER TABLE consultants_profile ENABLE TRIGGER listed")
        copy(
            Profile,
            (
                "consultant_id", "order_key", "name", "pronouns", "introduction", "expertise", "languages",
                "region", "rate", "availability", "past_work", "reference", "statement", *names,
            ),
            (profile(n, chance) for n in numbers),
            total=size,
        )  # fmt: skip
    for table in ("accounts_user", "consultants_consultant"):
        ask(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )


def profile(number: int, chance: random.Random) -> tuple[Any, ...]:
    """Return one profile: values, then an audience for each item."""
    some = chance.choices
    audiences = [
        some(range(6), NAME_AUDIENCES)[0],
        *some(range(6), ITEM_AUDIENCES, k=len(ITEMS) - 1),
    ]
    expertise = sorted(set(some(range(1, 11), range(20, 0, -2), k=chance.randint(1, 4))))
    languages = {1} if chance.random() < 0.8 else {2}
    languages |= set(
        some(range(1, 14), (0, 9, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1, 2), k=chance.randint(0, 2))
    )
    return (
        number, chance.getrandbits(62), f"Person {number}", "they/them", text(chance, 15, 60), expertise,
        sorted(languages), chance.randint(1, 9), 500 * chance.randint(5, 60), chance.randint(1, 4),
        text(chance, 15, 80), text(chance, 5, 20), text(chance, 10, 50), *audiences,
    )  # fmt: skip


WEIGHTS = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(VOCABULARY))))


def text(chance: random.Random, least: int, most: int) -> str:
    """Return a text whose words are as uneven as those of real ones."""
    return " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=chance.randint(least, most)))


def make_consents(size: int, organizations: int, chance: random.Random) -> None:
    """Give each person some permissions; one organization has few of them, another many."""
    from consultants.models import Consent

    with laid_aside("consultants_consent"):
        copy(
            Consent,
            (
                "code", "organization_id", "consultant_id", "items", "purpose", "valid_from", "valid_until",
                "stopped_at",
            ),
            permissions(size, organizations, chance),
            total=size * PERMISSIONS_EACH,
        )  # fmt: skip


def permissions(size: int, organizations: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """Yield permissions: of ten, eight are in force, one has ended, one was stopped."""
    pairs = itertools.chain(
        ((FEW_ORGANIZATION, one) for one in chance.sample(range(1, size + 1), FEW)),
        ((MANY_ORGANIZATION, one) for one in chance.sample(range(1, size + 1), many(size))),
        (
            (chance.randint(4, organizations), one)
            for one in range(1, size + 1)
            for _ in range(PERMISSIONS_EACH)
        ),
    )
    for number, (organization, consultant) in enumerate(pairs):
        items = 1 | chance.getrandbits(16) & chance.getrandbits(16) | 1 << chance.randint(1, 15)
        state = 9 if organization == FEW_ORGANIZATION else chance.randint(0, 9)
        given = NOW - timedelta(days=chance.randint(100, 300))
        until = NOW + timedelta(days=-50 if state == 0 else chance.randint(30, 400))
        stopped = NOW - timedelta(days=10) if state == 1 else None
        yield (
            f"permission{number:012d}", organization, consultant, items, "work", given, until, stopped,
        )  # fmt: skip


def make_standings(chance: random.Random) -> None:
    """Write what the trigger would have written, in one statement, and some ties and blocks."""
    latest = ", ".join(
        f"max(valid_until) FILTER (WHERE stopped_at IS NULL AND items & {1 << bit} <> 0)"
        for bit in range(len(ITEMS))
    )
    columns = ", ".join(f"{item}_until" for item in ITEMS)
    ask("SET work_mem = '512MB'")
    ask(f"SELECT setseed({chance.random()})")
    with laid_aside("consultants_standing"):
        ask(
            f"INSERT INTO consultants_standing (organization_id, consultant_id, order_key, blocked, tie, {columns})"
            " SELECT organization_id, consultant_id, max(p.order_key), organization_id > 3 AND random() < 0.01,"
            " CASE WHEN random() < 0.02 THEN 2 WHEN random() < 0.03 THEN 3 END,"
            f" {latest} FROM consultants_consent JOIN consultants_profile p USING (consultant_id)"
            " GROUP BY organization_id, consultant_id"
        )
    ask("RESET work_mem")

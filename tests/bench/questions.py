"""The five questions, and how each side answers them: a page of ids, their values, and a count."""

import random
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from guardian.shortcuts import get_objects_for_user

from tests.bench.guardian_side.models import Person
from tests.bench.other_sides import TEXTS, VIEWERS
from tests.bench.world import ITEMS, VOCABULARY

PAGE, COUNTED = 20, 201
QUESTIONS = {
    "q1": "tag + language + rate + text",
    "q2": "language + rate, by rate",
    "q3": "text",
    "q4": "browse",
    "q5": "tag",
}


@dataclass(frozen=True)
class Question:
    """One question with its values; None asks nothing."""

    expertise: int | None = None
    language: int | None = None
    rate: int | None = None
    word: str | None = None
    by_rate: bool = False


@dataclass(frozen=True)
class Answer:
    """What every side must agree on before a time counts."""

    ids: tuple[int, ...]
    count: int


def draws(name: str, number: int) -> list[Question]:
    """Return so many questions of one kind, the same in every run."""
    chance = random.Random(name)
    usual = VOCABULARY[20:220]
    made = {
        "q1": lambda: Question(
            chance.randint(1, 5), chance.choice((1, 2)), 500 * chance.randint(25, 50), chance.choice(usual)
        ),
        "q2": lambda: Question(
            language=chance.randint(2, 6), rate=500 * chance.randint(20, 50), by_rate=True
        ),
        "q3": lambda: Question(word=chance.choice(usual)),
        "q4": Question,
        "q5": lambda: Question(expertise=chance.randint(1, 10)),
    }  # fmt: skip
    return [made[name]() for _ in range(number)]


def run(sql: str, params: Any) -> list[tuple[Any, ...]]:
    """Ask and fetch."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def ours(question: Question) -> Answer:
    """Ask as the pages do: the search and the cards of its page at once."""
    words = [question.word] if question.word else []
    rows = run(
        "WITH found AS MATERIALIZED (SELECT ids, total FROM search_profiles("
        "ROW(%s, %s, NULL, %s, NULL, %s::text[], %s)::search_question, 1))"
        f" SELECT found.ids, found.total, consultant_id, {', '.join(ITEMS)}"
        " FROM found LEFT JOIN LATERAL profile_cards(found.ids) card ON true",
        [question.expertise, question.language, question.rate, words, question.by_rate],
    )
    ids, count = rows[0][:2]
    return Answer(tuple(ids), count)


def floor(question: Question, *, viewer: str) -> Answer:
    """Ask a table that holds what this viewer may see and nothing else."""
    asked, params = [], []
    for sql, value in (
        ("expertise @> ARRAY[%s]::smallint[]", question.expertise),
        ("languages @> ARRAY[%s]::smallint[]", question.language),
        ("rate <= %s", question.rate),
        ("words @@ plainto_tsquery('simple', %s)", question.word),
    ):
        if value is not None:
            asked.append(sql)
            params.append(value)
    if question.by_rate:
        asked.append("rate IS NOT NULL")
    where = f"WHERE {' AND '.join(asked)}" if asked else ""
    order = "rate, order_key" if question.by_rate else "order_key"
    table = f"floor_{viewer}"
    rows = run(
        f"SELECT consultant_id, {', '.join(ITEMS)} FROM {table} {where} ORDER BY {order} LIMIT {PAGE}",
        params,
    )
    count = len(rows)
    if count == PAGE:
        count = run(
            f"SELECT count(*) FROM (SELECT 1 FROM {table} {where} LIMIT {COUNTED}) q", params
        )[0][0]
    return Answer(tuple(row[0] for row in rows), count)


def guardian(question: Question, user: Any) -> Answer:
    """Ask django-guardian for the people of whom this account may see every item asked about."""
    rows: QuerySet[Person] = Person.objects.all()
    needs = ["name"]
    if question.expertise is not None:
        rows, needs = rows.filter(expertise__contains=[question.expertise]), [*needs, "expertise"]
    if question.language is not None:
        rows, needs = rows.filter(languages__contains=[question.language]), [*needs, "languages"]
    if question.rate is not None:
        rows = rows.filter(rate__lte=question.rate)
    if question.rate is not None or question.by_rate:
        needs.append("rate")
    for item in needs:
        rows = rows & allowed(user, item)
    if question.word is not None:
        rows = rows.filter(said_somewhere(user, question.word))
    order = ("rate", "order_key") if question.by_rate else ("order_key",)
    page = list(rows.order_by(*order)[:PAGE].values_list("pk", "expertise", "languages", "rate"))
    count = len(page)
    if count == PAGE:
        count = rows.order_by()[:COUNTED].count()
    return Answer(tuple(row[0] for row in page), count)


def allowed(user: Any, item: str) -> QuerySet[Person]:
    """Return whom this account may see this item of."""
    found: QuerySet[Person] = get_objects_for_user(
        user, f"guardian_side.see_{item}", klass=Person, accept_global_perms=False
    )
    return found


def said_somewhere(user: Any, word: str) -> Q:
    """The word stands in some text that this account may see."""
    from django.contrib.postgres.search import SearchQuery

    asked = SearchQuery(word, config="simple")
    either = Q()
    for name in TEXTS:
        found = allowed(user, name).filter(**{f"{name}_words": asked})
        either |= Q(pk__in=found.values("pk"))
    return either


def account(viewer: str) -> Any:
    """Return the account of a viewer."""
    from accounts.models import User

    return User.objects.get(pk=VIEWERS[viewer])

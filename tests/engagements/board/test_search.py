"""The board's questions: what they find, what they say about odd answers, and how its pages follow."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from engagements.board import queries, search
from engagements.board.forms import BoardForm
from tests.conftest import as_owner
from tests.engagements.work import make_posting
from tests.factories import make_checked_member, make_consultant, signed_in
from tests.pages import main_of

pytestmark = pytest.mark.django_db
OK = 200


def page(**asked: Any) -> str:
    return Client().get(f"/projects/?{urlencode(asked, doseq=True)}").content.decode()


def titles(**asked: Any) -> list[str]:
    form = BoardForm(queries.form_of(urlencode(asked, doseq=True)).data)
    assert form.is_valid(), form.errors
    return [row.title for row in search.page_of(form.cleaned_data).rows]


DAY = timezone.localdate()
FITS: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"kind": ["training", "speaking"]}, {"kind_of_work": "speaking"}, {"kind_of_work": "research"}),
    ({"language": "es"}, {"language": "es"}, {"language": "en"}),
    ({"place": "remote"}, {"place": "either"}, {"place": "in_person", "region": "Midwest", "ways_to_join": ["in_person"]}),
    ({"place": "in_person"}, {"place": "either"}, {"place": "remote"}),
    ({"region": "midw"}, {"place": "either", "region": "Midwest US"}, {"region": ""}),
    ({"pay": "90"}, {"hours": 20, "fee_amount": 180_000}, {"hours": 20, "fee_amount": 179_999, "comparison_amount": 179_999}),
    ({"starts": (DAY + timedelta(days=9)).isoformat()}, {"starts_on": DAY + timedelta(days=9)}, {"starts_on": DAY + timedelta(days=8)}),
    ({"done": (DAY + timedelta(days=30)).isoformat()}, {"due_on": DAY + timedelta(days=30)}, {"due_on": DAY + timedelta(days=31)}),
    ({"not_asked": "on"}, {"personal_experience": "not_asked"}, {"personal_experience": "optional"}),
    ({"no_police": "on"}, {"in_the_room": ["funders"]}, {"in_the_room": ["funders", "press"]}),
    ({"words": "TRAIN staff"}, {"summary": "Training of new staff"}, {"summary": "Training of nobody", "title": "Other"}),
    ({"words": "lesión"}, {"title": "Guía de lesión"}, {"title": "Guía"}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "fits", "differs"), FITS)
def test_each_question_finds_what_fits_and_leaves_the_rest(
    member: User, asked: dict[str, Any], fits: dict[str, Any], differs: dict[str, Any]
) -> None:
    wanted = make_posting(member, **({"title": "Fits"} | fits))
    make_posting(member, **({"title": "Differs"} | differs))
    assert titles(**asked) == [wanted.title]
    assert len(titles()) == 2


def test_questions_are_asked_together(member: User) -> None:
    make_posting(member, title="Both", language="es", kind_of_work="training")
    make_posting(member, title="One", language="es", kind_of_work="speaking")
    assert titles(language="es", kind="training") == ["Both"]


@pytest.mark.parametrize(
    "hidden",
    [{"state": "closed"}, {"invite_only": True}, {"state": "draft", "opened_at": None}],
)
def test_search_finds_nothing_that_is_not_on_the_board(member: User, hidden: Any) -> None:
    make_posting(member, title="Quietword", **hidden)
    assert titles(words="quietword") == []


def test_an_unchecked_organizations_project_is_not_found(member: User) -> None:
    make_posting(member, title="Quietword")
    with as_owner():
        type(member.membership.organization).objects.update(checked_until=timezone.now())
    assert titles(words="quietword") == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"pay": "lots"}, "Enter the amount in numbers"),
        ({"pay": "-5"}, "Enter an amount above zero"),
        ({"kind": "rescue_work"}, "not one of the available choices"),
        ({"language": "xx"}, "not one of the available choices"),
        ({"place": "moon"}, "not one of the available choices"),
        ({"starts": "2027-02-31"}, "Enter a valid date"),
        ({"starts": "2027-02-10", "done": "2027-02-01"}, "Choose a day on or after the first day."),
        ({"words": "!?&|"}, "Write a word to look for."),
        ({"words": "x" * 101}, "at most 100 characters"),
        ({"words": "nul\x00"}, "Take out the sign"),
        ({"place": "remote", "region": "South"}, "Remote work has no region."),
    ],
)
def test_odd_answers_are_told_at_the_field_and_kept(member: User, asked: Any, said: str) -> None:
    make_posting(member, title="Somewhere")
    html = page(**asked)
    assert "<title>Error:" in html
    assert html.count(said) >= 2  # in the summary and at the field
    assert "<details open>" in html
    assert "Somewhere" not in html


@given(
    st.dictionaries(
        st.sampled_from([*BoardForm.base_fields, "after", "page", "order_by", "organization__id"]),
        st.text(max_size=30),
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_address_breaks_the_board(asked: dict[str, str]) -> None:
    answer = Client().get("/projects/", asked)
    assert answer.status_code == OK
    assert 'name="words"' in main_of(answer)


@given(st.text(max_size=100))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_words_break_the_search(words: str) -> None:
    form = BoardForm({"words": words})
    if form.is_valid():
        search.page_of(form.cleaned_data)


def test_keys_that_are_not_ours_change_nothing_and_are_not_repeated(member: User) -> None:
    for _each in range(21):
        make_posting(member)
    html = page(language="en", organization__id="1", secret="x")
    assert "secret" not in html.split("<footer")[0]
    assert "More to choose" in html


def test_pages_follow_each_other_without_gaps_or_repeats_while_new_ones_arrive(
    member: User,
) -> None:
    at = timezone.now() - timedelta(days=1)
    wanted = [make_posting(member, opened_at=at, title=f"Same moment {n}").pk for n in range(45)]
    seen: list[int] = []
    after = ""
    for _page in range(3):
        found = search.page_of({}, after=after)
        seen += [card.id for card in found.rows if card.id in wanted]
        after = found.next
        make_posting(member, title="Newer")
    assert sorted(seen) == sorted(wanted)
    assert after == ""


def test_the_next_page_keeps_the_question(member: User) -> None:
    for number in range(21):
        make_posting(member, language="es", title=f"Ficha {number}")
    make_posting(member, language="en", title="Another language")
    html = page(language="es")
    link = unescape(html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])
    second = Client().get(f"/projects/{link}").content.decode()
    assert "Ficha 0<" in second
    assert "Another language" not in second
    assert 'href="/projects/?language=es"' in second


def test_the_count_stops_where_counting_gets_slow(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COUNTED", 22)
    for _each in range(22):
        make_posting(member)
    assert "22 projects" in page()
    make_posting(member)
    assert "More than 200 projects" in page()


def test_what_was_looked_for_is_said_and_can_be_cleared(member: User) -> None:
    html = page(kind="training", pay="60", starts="2027-03-04", not_asked="on", words="intake")
    for said in ("Training", "$60", "4 March 2027", "Personal experience is not asked", "intake"):
        assert said in html
    assert "No match." in html
    assert '<a href="/projects/">Clear filters</a>' in html


def test_an_empty_board_says_so() -> None:
    assert "No open projects now." in page()


def test_nobody_can_see_who_looked(member: User, count_queries: Callable[..., int]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    posting = make_posting(member)
    client = signed_in(make_consultant("Nila Sol").user)
    client.get("/projects/")  # the session's own clock is written once a minute
    with CaptureQueriesContext(connection) as captured:
        client.get("/projects/?words=review")
        client.get(f"/projects/{posting.code}/")
    writes = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


@pytest.mark.parametrize("as_consultant", [False, True])
def test_the_board_asks_the_database_as_often_for_three_as_for_one(
    member: User, count_queries: Callable[..., int], as_consultant: bool
) -> None:
    client = signed_in(make_consultant("Nila Sol").user) if as_consultant else Client()
    make_posting(member)
    client.get("/projects/")
    one = count_queries(lambda: client.get("/projects/?language=en"))
    for _each in range(2):
        make_posting(make_checked_member())
    assert count_queries(lambda: client.get("/projects/?language=en")) == one

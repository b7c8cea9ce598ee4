"""The desk keeps the list of wording without code."""

from typing import Any

import pytest
from django.test import Client

from core.errors import NotAllowed
from engagements.language_check import services
from engagements.language_check.queries import wording_in
from engagements.models import WordEntry
from tests.conftest import as_owner
from tests.factories import (
    make_checked_member,
    make_consultant,
    signed_in,
)
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
FOUND, MISSING, CONFLICT = 302, 404, 409
NEW = {
    "language": "en",
    "kind": "pity",
    "pattern": "sad  little/poor soul*",
    "fine_in": "\nsad little song\n\n",
    "why": "It pities.",
    "better": "person",
}


def test_an_entry_that_is_added_finds_at_once(desk: Client) -> None:
    desk.post("/desk/words/new/", NEW)
    entry = WordEntry.objects.get(pattern="sad little/poor soul*")
    assert entry.fine_in == "sad little song"
    assert [one.better for one in wording_in("Those sad poor souls.")] == ["person"]


def test_an_entry_is_changed_retired_and_brought_back(desk: Client) -> None:
    desk.post("/desk/words/new/", NEW)
    path = f"/desk/words/{WordEntry.objects.latest('pk').pk}/"
    assert 'value="sad little/poor soul*"' in desk.get(path).content.decode()
    desk.post(path, NEW | {"better": "colleague"})
    assert [one.better for one in wording_in("A sad little soul.")] == ["colleague"]
    desk.post(f"{path}retire/")
    assert wording_in("A sad little soul.") == []
    assert "sad little/poor soul*" in desk.get("/desk/words/?retired=1").content.decode()
    desk.post(f"{path}retire/", {"bring_back": "1"})
    assert len(wording_in("A sad little soul.")) == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"pattern": ""}, "Fill in: What is looked for"),
        ({"pattern": "(a+)+"}, "Use letters"),
        ({"pattern": "... soul"}, "Begin and end with a word."),
        ({"pattern": "w" * 201}, "at most 200 characters"),
        ({"pattern": "rescue"}, "This stands in the list already"),
        ({"fine_in": "fine\n..."}, "Begin and end with a word."),
        ({"fine_in": "fine\n" * 31}, "Use at most 30 lines."),
        ({"better": ""}, "Fill in: What to write instead"),
        ({"why": "x" * 301}, "at most 300 characters"),
        ({"language": "fr"}, "not one of the available choices"),
    ],
)
def test_a_bad_entry_is_told_at_the_field_and_not_stored(
    desk: Client, changed: dict[str, str], message: str
) -> None:
    before = WordEntry.objects.count()
    page = desk.post("/desk/words/new/", NEW | changed).content.decode()
    assert message in page
    assert "It pities." in page or "why" in changed
    assert WordEntry.objects.count() == before


def test_a_sentence_is_tried(desk: Client) -> None:
    page = desk.get("/desk/words/?sentence=Be+the+voice+of+the+voiceless").content.decode()
    assert "“Be the voice of”" in page
    assert "Nothing found in it." in desk.get("/desk/words/?sentence=A+form").content.decode()


def test_the_list_pages_and_asks_the_same_of_few_and_many(desk: Client, count_queries: Any) -> None:
    desk.get("/desk/words/")
    many = count_queries(lambda: desk.get("/desk/words/"))
    assert "Next page" in desk.get("/desk/words/").content.decode()
    with as_owner():
        WordEntry.objects.exclude(pattern="rescue").delete()
    assert count_queries(lambda: desk.get("/desk/words/")) == many


def test_nobody_else_keeps_the_list() -> None:
    member, consultant = make_checked_member(), make_consultant().user
    number = WordEntry.objects.first().pk  # type: ignore[union-attr]
    for person in (member, consultant):
        client = signed_in(person)
        for path in ("", "new/", f"{number}/"):
            assert client.get(f"/desk/words/{path}").status_code == MISSING
        assert client.post(f"/desk/words/{number}/retire/").status_code == MISSING
        with pytest.raises(NotAllowed):
            services.add_entry(actor=person, **NEW)
    assert Client().get("/desk/words/").status_code == FOUND


@pytest.mark.parametrize("path", ["999999/", "9" * 19 + "/", "x/", "-1/"])
def test_odd_addresses_are_missing_pages(desk: Client, path: str) -> None:
    assert nothing_here(desk.get(f"/desk/words/{path}"))

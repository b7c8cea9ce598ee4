"""Where SQL lists items, their bits and audiences, it says what `consultants/items.py` says."""

import re

import pytest

from consultants.items import BY_NAME, ITEMS, NAME, Audience, Tie
from core.sql import SQLFile, present_files

FILES = {file.name: file for file in present_files("consultants")}
NAMES = [item.name for item in ITEMS]
SEARCHED = {item.name for item in ITEMS if not item.sealed}  # a sealed value can't be asked for
FOUND_BY_WORDS = {"introduction", "past_work", "statement"}


def said(name: str) -> str:
    """The statements of a file."""
    return FILES[name].statements


@pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.name)
def test_what_has_an_audience_or_an_end_is_an_item(file: SQLFile) -> None:
    told = re.findall(r"(?<!\$)\b([a-z]\w*?)_(?:audience|until)\b", file.statements)
    assert set(told) - {"the", "valid", "checked"} <= BY_NAME.keys()


def test_what_is_seen_lists_every_item_by_its_bit() -> None:
    text = said("views/profile_seen.sql")
    (listed,) = re.findall(r"names text\[\] := ARRAY\[(.*?)\]", text, re.DOTALL)
    assert re.findall(r"'(\w+)'", listed) == NAMES
    assert "1 << (place - 1)::int" in text
    assert [item.bit for item in ITEMS] == list(range(len(ITEMS)))
    assert re.findall(r"WHEN the_audience = (\d) THEN (\d{3,})", text) == [
        (str(Audience.PICKED.value), str(sum(item.mask for item in ITEMS)))
    ]


def test_the_working_name_is_the_door_by_its_own_bit() -> None:
    text = said("views/profile_seen.sql")
    doors = re.findall(r"may_see\(p\.(\w+)_audience[^&%]*?s\.(\w+)_until[^&%]*& (\d+) <> 0\)", text)
    assert doors == [(NAME.name, NAME.name, str(NAME.mask))]


def test_what_is_in_force_has_an_end_for_every_item_in_the_order_of_their_bits() -> None:
    text = said("triggers/consultants_consent__in_force.sql")
    (columns,) = re.findall(r"UPDATE consultants_standing s SET \((.*?)\)", text, re.DOTALL)
    assert re.findall(r"(\w+)_until", columns) == NAMES
    assert re.findall(r"max\(u\) FILTER \(WHERE i & (\d+) <> 0\)", text) == [
        str(item.mask) for item in ITEMS
    ]


def test_a_case_shows_each_item_by_its_own_bit() -> None:
    shown = re.findall(r"items & (\d+) <> 0 THEN p\.(\w+) END", said("functions/case_card.sql"))
    assert shown == [(str(item.mask), item.name) for item in ITEMS]


def test_a_new_profile_has_no_column_that_is_neither_an_item_nor_its_place() -> None:
    (columns,) = re.findall(r"consultants_profile \((.*?)\)", said("functions/open_profile.sql"), re.DOTALL)  # fmt: skip
    assert set(re.findall(r"\w+", columns)) - {"consultant_id", "order_key"} <= BY_NAME.keys()


def test_what_is_stored_as_open_asks_the_audience_of_the_same_item() -> None:
    text = said("tables/consultants_profile.sql")
    told = re.findall(r"is_open\(listed, (\w+)_audience, (\w+)_audience, %2\$s\) THEN (\w+)", text)
    items = [shown for _door, _asked, shown in told if shown in BY_NAME]
    assert len(items) == 8
    assert set(items) <= SEARCHED
    assert [(door, asked) for door, asked, shown in told if shown in BY_NAME] == [
        (NAME.name, item) for item in items
    ]
    assert {item for item in items if f"THEN {item} ELSE ''" in text} == FOUND_BY_WORDS
    assert set(re.findall(r"ADD (\w+)_words tsvector", text)) - {"%1$s"} == FOUND_BY_WORDS


def test_search_asks_for_items_that_can_be_searched() -> None:
    asked = re.findall(r"where_seen\(way, '(\w+)'", said("functions/conditions.sql"))
    assert {NAME.name, "expertise", "languages", "region", "rate", "availability"} == set(asked)
    (words,) = re.findall(r"'\{(\w+,[\w,]+)\}'", said("functions/where_said.sql"))
    assert set(words.split(",")) == FOUND_BY_WORDS
    assert set(asked) | FOUND_BY_WORDS <= SEARCHED


def test_the_levels_of_the_rule_are_the_audiences() -> None:
    rule = said("functions/may_see.sql")
    assert re.findall(r"audience >= (\w+) AND (\w+)", rule) == [
        (str(Audience.WORKING.value), "audience"), (str(Audience.PICKED.value), "granted"),
    ]  # fmt: skip
    assert re.findall(r"THEN (\d) ELSE (\d) END|THEN (\d)\s+ELSE (\d) END", said("functions/counts_as.sql"))[0][:2] == (
        str(Audience.ANYONE.value), str(Audience.CHECKED.value),
    )  # fmt: skip
    levels = re.findall(r"\('(\w+)', (\d)\)", said("tables/consultants_profile.sql"))
    assert levels == [("pub", str(Audience.ANYONE.value)), ("chk", str(Audience.CHECKED.value))]
    ties = re.findall(r"the_audience IN \((\d), (\d)\)", said("views/profile_seen.sql"))
    assert ties == [(str(Tie.WORKING.value), str(Tie.TALKING.value))]

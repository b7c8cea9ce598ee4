"""Spanish is complete: no string without its translation, and what is compiled is what was written."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "locale" / "es" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
ENTRY = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', re.MULTILINE)


def entries() -> list[dict[str, str]]:
    """Read the written translations without the tools of gettext."""
    text = re.sub(r'"\n"', "", (FOLDER / "django.po").read_text())
    blocks = [dict(ENTRY.findall(block)) for block in text.split("\n\n")]
    return [
        {name: ast.literal_eval(value) for name, value in block.items()}
        for block in blocks
        if block.get("msgid", '""') != '""'
    ]


def compiled() -> dict[object, str]:
    """Read what the pages really use."""
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]


def key_of(entry: dict[str, str]) -> str:
    """Return the name of an entry in the compiled file."""
    context = entry.get("msgctxt")
    return f"{context}\x04{entry['msgid']}" if context else entry["msgid"]


def test_there_are_many_strings() -> None:
    assert len(entries()) > 900


def test_no_string_is_without_its_spanish_and_none_is_a_guess() -> None:
    assert "fuzzy" not in (FOLDER / "django.po").read_text()
    empty = [
        one["msgid"]
        for one in entries()
        for name in one
        if name.startswith("msgstr") and not one[name]
    ]
    assert empty == []


def test_the_blanks_of_a_sentence_are_the_same_in_both_languages() -> None:
    wrong = [
        one["msgid"]
        for one in entries()
        for name, text in one.items()
        if name.startswith("msgstr")
        and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(one["msgid"]))
    ]
    assert wrong == []


def test_what_is_compiled_is_what_was_written() -> None:
    used = compiled()
    for one in entries():
        if "msgid_plural" in one:
            assert used[(key_of(one), 0)] == one["msgstr[0]"]
            assert used[(key_of(one), 1)] == one["msgstr[1]"]
        else:
            assert used[key_of(one)] == one["msgstr"]


MARKED = re.compile(r"gettext(?:_lazy)?\(|\b_\(\s*\"([^\"]+)\"\s*\)")
TRANSLATE = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')|\b_\("([^"]+)"\)""")


def test_every_marked_string_is_collected() -> None:
    known = {one["msgid"] for one in entries()}
    said = set()
    for folder in ("platform", "consultants", "engagements", "payments"):
        for file in (ROOT / folder).rglob("*.py"):
            said |= {match[1] for match in MARKED.finditer(file.read_text()) if match[1]}
    for file in (ROOT / "templates").rglob("*.html"):
        said |= {match[1] or match[2] or match[3] for match in TRANSLATE.finditer(file.read_text())}
    assert len(said) > 500
    assert {one for one in said if one not in known} == set()


TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<[^>]*>|&\w+;", re.DOTALL)
SPOKEN = re.compile(r"\{% (blocktranslate|comment).*?\{% end\1 %\}", re.DOTALL)
NOT_SPOKEN = re.compile(r"\{% text as the_(?:tone|kind|href|id|formaction) %\}.*?\{% endtext %\}")
NAMES = {"Equal Terms", "TXT"}


def test_no_bare_text_stands_in_a_template() -> None:
    bare = []
    for file in (ROOT / "templates").rglob("*.html"):
        text = SPOKEN.sub("", file.read_text())
        text = NOT_SPOKEN.sub("", text)
        text = re.sub(r"=\"[^\"]*?\{%.*?%\}[^\"]*\"", "", text)
        words = [one.strip() for one in TAGS.sub("\n", text).split("\n")]
        bare += [
            (file.name, one) for one in words if re.search(r"[A-Za-z]{3}", one) and one not in NAMES
        ]
    assert bare == []


@pytest.mark.django_db
def test_pages_speak_spanish_when_asked() -> None:
    page = Client(headers={"accept-language": "es"}).get("/").content.decode()
    assert '<html lang="es"' in page
    assert "Trabajo pagado, en igualdad de condiciones" in page

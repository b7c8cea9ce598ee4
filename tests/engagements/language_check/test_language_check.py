"""Wording that rescues, pities, shocks or asks for a story is found; names of laws and titles are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagements.folded_text import fold, words_of
from engagements.language_check.find import Rule, find
from engagements.language_check.queries import wording_in
from engagements.models import WordEntry
from engagements.word_patterns import UnclearPattern, compile_pattern
from tests.bench import language_check as bench


def rule(pattern: str, *fine_in: str, better: str = "support") -> Rule:
    return Rule(
        1,
        compile_pattern(pattern),
        tuple(compile_pattern(line) for line in fine_in),
        "en",
        "Why.",
        better,
    )


def found(text: str, pattern: str, *fine_in: str, names: tuple[str, ...] = ()) -> list[str]:
    return [one.words for one in find(text, [rule(pattern, *fine_in)], names=names)]


@pytest.mark.parametrize(
    ("text", "pattern", "words"),
    [
        ("We rescue people.", "rescue", ["rescue"]),
        ("RESCUE and Rescue", "rescue", ["RESCUE", "Rescue"]),
        ("Las víctimas", "victimas", ["víctimas"]),
        ("the victim's view", "victim", ["victim's"]),
        ("res\u200bcue \u00adrescue", "rescue", ["res\u200bcue", "\u00adrescue"]),
        ("voiceless", "voice*", ["voiceless"]),
        ("tell us your story", "tell/share ... story", ["tell us your story"]),
        ("tell one two three four story", "tell ... story", []),
        ("We tell. Story time", "tell ... story", []),
        ("tell\nstory", "tell story", []),
        ("life-changing", "life changing", ["life-changing"]),
        ("rescued", "rescue", []),
        ("", "rescue", []),
    ],
)
def test_patterns_are_compared_word_by_word(text: str, pattern: str, words: list[str]) -> None:
    assert found(text, pattern) == words


@pytest.mark.parametrize(
    "text",
    [
        "Under the Trafficking Victims Protection Act of 2000",
        "paid by the Crime Victims Fund of the state",
        "sigue la Ley General de Víctimas",
        "lo lee la Comisión Ejecutiva de Atención a Víctimas",
        "hosted by the National Center for Victims of Crime",
        "The report “Victims No More” is read.",
        "el informe «las víctimas hablan» se lee",
        "Read the book called \"victims\" first.",
        "a project of Victims United for all",
    ],
)  # fmt: skip
def test_names_of_laws_quoted_titles_and_organizations_are_left_alone(text: str) -> None:
    assert found(text, "victim*", names=("Victims United",)) == []


@pytest.mark.parametrize(
    "text",
    [
        "We meet “victims” every day.",
        "Victims Needed For Our Panel At The Center",
        "We act for victims",
        "The Act helps. Victims speak.",
    ],
)
def test_scare_quotes_headings_and_small_letters_hide_nothing(text: str) -> None:
    assert found(text, "victim*") != []


def test_a_phrase_in_which_it_is_fine_is_left_alone() -> None:
    assert found("search and rescue", "rescue", "search and rescue") == []
    assert found("search and rescue, then rescue", "rescue", "search and rescue") == ["rescue"]


def test_the_longest_words_win_and_capitals_are_kept() -> None:
    rules = [rule("rescue"), rule("rescue mission", better="work")]
    (one,) = find("Rescue mission", rules)
    assert (one.words, one.better) == ("Rescue mission", "Work")


@pytest.mark.parametrize(
    "pattern",
    [
        "", "   ", "...", "... story", "tell ...", "a*", "*", "**", "(a+)+$", "a|b", ".*", "[a]",
        "one two three four five six seven eight nine", "a ... b ... c ... d", "x/" * 30,
        "w" * 201, "re*scue", "tell\x00",
    ],
)  # fmt: skip
def test_a_pattern_that_can_not_be_read_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(UnclearPattern) as refused:
        compile_pattern(pattern)
    assert str(refused.value.args[0])


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_finding_quotes_it(text: str) -> None:
    for word in words_of(text):
        assert fold(text[word.start : word.end]) == word.folded
    for one in find(text, [rule("a ... b"), rule("aaa*")]):
        assert text[one.start : one.end] == one.words


@given(st.text(max_size=60))
def test_any_pattern_is_read_or_refused(pattern: str) -> None:
    try:
        compile_pattern(pattern)
    except UnclearPattern:
        return


def test_the_worst_text_and_pattern_take_no_time() -> None:
    """The longest text of a posting against the first list, and against the worst of patterns."""
    begun = time.process_time()
    find("please tell your story of rescue " * 90, bench.first_rules())
    find("aaa " * 750, [rule("aaa* ... aaa* ... aab aaa* aaa*")] * 10)
    assert time.process_time() - begun < 5  # a backtracking expression would take years


@pytest.mark.django_db
def test_the_first_list_is_in_the_database_and_texts_of_invitations_are_asked_too() -> None:
    assert WordEntry.objects.filter(language="en").count() > 50
    assert WordEntry.objects.filter(language="es").count() > 50
    assert [one.words for one in wording_in("Please tell your story to us.")] == ["tell your story"]
    assert wording_in("Please comment on our form.") == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_list_is_as_good_as_the_figures_say(language: str) -> None:
    assert len(bench.sentences(language)) >= 60
    for half in bench.HALVES:
        score = bench.score(language, half)
        assert min(score.precision, score.recall) >= 0.9, bench.mistakes(language, half)
    fresh = bench.score(language, bench.LAST)
    assert (fresh.precision >= 0.9, fresh.recall >= 0.5) == (True, True)


def test_the_figures_of_the_language_check_are_current() -> None:
    from django.conf import settings

    assert bench.table() in (settings.ROOT / "docs" / "figures.md").read_text(encoding="utf-8")

"""Documents are laid out from data; what can't be printed is said, other failures are not hidden."""

import pytest
import typst

from core.pdf import Unprintable, compile_pdf


def test_another_failure_of_the_typesetter_is_not_hidden() -> None:
    with pytest.raises(typst.TypstError):
        compile_pdf("contract.typ", {"title": "T"}, made_at=0)


def test_signs_without_a_letter_are_named_but_not_in_logs() -> None:
    data = {
        "lang": "en", "title": "\U00013000", "lead": "", "rows": [], "words": [], "words_title": "W",
        "words_lang": "en", "more": [], "page": "Page",
    }  # fmt: skip
    with pytest.raises(Unprintable) as caught:
        compile_pdf("receipt.typ", data, made_at=0)
    assert "\U00013000" in caught.value.signs
    assert "\U00013000" not in str(caught.value)

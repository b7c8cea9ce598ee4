"""Codes in addresses can't be guessed."""

from core.codes import new_code


def test_codes_are_22_url_safe_characters_and_differ() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(
        len(code) == 22 and code.replace("-", "").replace("_", "").isalnum() for code in codes
    )

"""What people type becomes minor units or a clear message; what they read fits their language."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.money import MoneyField, format_money, parse_money


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("250", 25_000),
        ("250.5", 25_050),
        ("250,50", 25_050),
        ("$1,250.00", 125_000),
        ("1.250,75", 125_075),
        ("1.250.000", 125_000_000),
        ("1 250", 125_000),
        (" 12,345,678 ", 1_234_567_800),
        ("300 USD", 30_000),
        ("٣٠", 3_000),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, minor: int) -> None:
    assert parse_money(typed) == minor


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "1.250"),
        ("en", "95.555"),
        ("es", "95.555"),
        ("es", "1,250"),
        ("en", "0,125"),
        ("es", "0.125"),
    ],
)
def test_a_sign_that_may_be_a_slip_in_the_cents_is_asked_about(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValueError, match=typed):
        parse_money(typed)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1e5", "1,25,00", "12.345.6", "0x10", "1..2", "1.2.3", "NaN", "1_000"]
)
def test_unclear_amounts_are_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_money(typed)


@given(st.integers(min_value=0, max_value=99_999_999_999))
def test_every_amount_survives_being_written_and_read(minor: int) -> None:
    with translation.override("en"):
        assert parse_money(format_money(minor)) == minor


def test_money_is_written_in_the_reader_s_language() -> None:
    with translation.override("en"):
        assert format_money(125_000) == "$1,250"
        assert format_money(125_050) == "$1,250.50"
        assert format_money(-500) == "−$5"
    with translation.override("es"):
        assert format_money(125_000).endswith("USD")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "This field is required."),
        ("soon", "Enter the amount in numbers, like 250 or 1250"),
        ("0", "Enter an amount above zero"),
        ("-5", "Enter an amount above zero"),
        ("99999999", "Enter a smaller amount: at most 1,000,000"),
    ],
)
def test_the_field_says_what_to_do(typed: str, message: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        MoneyField().clean(typed)
    assert refused.value.messages == [message]


def test_the_field_keeps_what_was_typed_and_shows_stored_amounts_plainly() -> None:
    class PayForm(forms.Form):
        fee = MoneyField(initial=25_050)

    assert 'value="250.50"' in str(PayForm()["fee"])
    assert 'value="soon"' in str(PayForm({"fee": "soon"})["fee"])

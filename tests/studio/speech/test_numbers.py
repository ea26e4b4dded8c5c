"""Numbers said and understood again: a listener of the test's own turns the words back into the number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.studio.speech.numbers import cardinal, decimals, digit_by_digit, roman, whole
from tests.studio.speech.listening import heard_digits, heard_number

CALMLY = settings(deadline=None)  # machines are busy at times


@CALMLY
@given(st.one_of(st.integers(0, 20_000), st.integers(0, 10**18 - 1)))
def test_a_number_that_is_said_is_understood(number: int) -> None:
    assert heard_number(cardinal(number)) == number


@CALMLY
@given(st.from_regex(r"[0-9]{1,40}", fullmatch=True))
def test_digits_said_one_by_one_are_understood(digits: str) -> None:
    assert heard_digits(digit_by_digit(digits)) == digits


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (105, "một trăm linh năm"),
        (1_005, "một nghìn không trăm linh năm"),
        (2_023, "hai nghìn không trăm hai mươi ba"),
        (467_636, "bốn trăm sáu mươi bảy nghìn sáu trăm ba mươi sáu"),
        (2_000_000, "hai triệu"),
        (1_000_000_000, "một tỷ"),
        (3_000_000_000_000, "ba nghìn tỷ"),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, said: str) -> None:
    assert cardinal(number) == said


def test_what_is_no_amount_is_said_digit_by_digit() -> None:
    assert whole("007") == "không không bảy"
    assert whole("05") == "năm"
    assert whole("1" * 19) == " ".join(["một"] * 19)


def test_decimals_are_a_number_only_when_there_are_two_of_them() -> None:
    assert [decimals(digits) for digits in ("5", "38", "05", "234")] == [
        "năm",
        "ba mươi tám",
        "không năm",
        "hai ba bốn",
    ]


def test_roman_numbers_are_those_that_documents_use() -> None:
    assert [roman(letters) for letters in ("I", "IV", "IX", "XIV", "XXI", "XXXIX")] == [1, 4, 9, 14, 21, 39]
    assert [roman(letters) for letters in ("", "IIII", "VX", "XL", "IC")] == [0, 0, 0, 0, 0]

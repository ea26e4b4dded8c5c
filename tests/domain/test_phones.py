"""Numbers as people write them come to one form, or to a reason that somebody can act on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.phones import (
    MOST,
    Phone,
    PhoneKind,
    PhoneNote,
    PhoneProblem,
    is_mobile,
    masked,
    national,
    phone_of,
    plain_mobile,
    read_phone,
    read_phones,
)

NATIONAL = st.from_regex(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}", fullmatch=True)


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        " 0912 345 678 ",
        "0912.345.678",
        "0912-345-678",
        "(0912) 345 678",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0) 912345678",
        "84912345678",
        "0084912345678",
        "'0912345678",
        "\ufeff0912345678\u200b",
        "ĐT: 0912345678",
        "0912345678 (con trai)",
    ],
)
def test_one_mobile_is_found_in_all_its_spellings(written: str) -> None:
    assert read_phones(written) == ((Phone("84912345678", PhoneKind.MOBILE),), ())


@pytest.mark.parametrize("written", ["912345678", "912345678.0", "9.12345678E+8", "9.12345678e8"])
def test_a_zero_that_a_spreadsheet_took_is_put_back(written: str) -> None:
    assert read_phone(written) == Phone("84912345678", PhoneKind.MOBILE, PhoneNote.ZERO_LOST)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *[("01201112223", "84701112223"), ("01211112223", "84791112223"), ("01221112223", "84771112223")],
        *[("01261112223", "84761112223"), ("01281112223", "84781112223"), ("01231112223", "84831112223")],
        *[("01241112223", "84841112223"), ("01251112223", "84851112223"), ("01271112223", "84811112223")],
        *[("01291112223", "84821112223"), ("01621112223", "84321112223"), ("01691112223", "84391112223")],
        *[("01861112223", "84561112223"), ("01881112223", "84581112223"), ("01991112223", "84591112223")],
        *[("1681112223", "84381112223"), ("+841681112223", "84381112223"), ("841681112223", "84381112223")],
    ],
)
def test_numbers_of_eleven_digits_are_those_of_2018_today(old: str, new: str) -> None:
    assert read_phone(old) == Phone(new, PhoneKind.MOBILE, PhoneNote.PREFIX_2018)


@pytest.mark.parametrize(
    "written", ["02053870123", "0205.3870.123", "(0239) 3856123", "+84 205 3870123", "02438251234"]
)
def test_landlines_are_marked_and_take_no_message(written: str) -> None:
    found = read_phone(written)
    assert isinstance(found, Phone)
    assert found.kind is PhoneKind.LANDLINE
    assert not is_mobile(found.number)


@pytest.mark.parametrize(
    "written",
    [
        "0912345678/0987654321",
        "0912345678; 0987654321",
        "0912345678, 0987654321",
        "0912345678\n0987654321",
        "0912345678 0987654321",
        "0912345678-0987654321",
        "0912 345 678 - 0987 654 321",
        "0912345678 hoặc 0987654321",
        "0912345678/0987654321/0912345678",
    ],
)
def test_several_numbers_in_one_cell_are_told_apart(written: str) -> None:
    phones, problems = read_phones(written)
    assert [phone.national for phone in phones] == ["0912345678", "0987654321"]
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("091234567", "số di động có 10 chữ số, ở đây có 9"),
        ("09123456789", "số di động có 10 chữ số, ở đây có 11"),
        ("12345", "thiếu chữ số: chỉ có 5"),
        ("19006769", "số tổng đài"),
        ("+1 202 555 0123", "số nước ngoài"),
        ("0253870123", "số cố định gồm mã vùng"),
        ("0512345678", "không có đầu số này"),
        ("không có", "có ký tự không phải chữ số"),
        ("９１２３４５６７８", "có ký tự không phải chữ số"),
        ("09123456780987654321", "thừa chữ số"),
        ("9E+99999999", "có ký tự không phải chữ số"),
    ],
)
def test_what_is_no_number_is_told_with_the_reason(written: str, reason: str) -> None:
    phones, (problem,) = read_phones(written)
    assert phones == ()
    assert problem.reason.startswith(reason)


def test_a_letter_for_a_zero_is_guessed_at_and_not_taken() -> None:
    assert read_phone("O912345678") == PhoneProblem("O912345678", "có ký tự không phải chữ số", "0912345678")


def test_a_cell_full_of_numbers_is_refused_rather_than_cut() -> None:
    phones, (problem,) = read_phones(";".join(["0912345678"] * (MOST + 1)))
    assert phones == ()
    assert "một ô" in problem.reason


@given(NATIONAL)
def test_the_quick_way_and_the_careful_way_agree(number: str) -> None:
    assert read_phone(number) == Phone(plain_mobile(number), PhoneKind.MOBILE)
    assert is_mobile(plain_mobile(number))


@given(st.text(max_size=40) | st.from_regex(r"\+?[0-9 .()-]{6,16}", fullmatch=True))
def test_any_text_gives_numbers_that_can_be_dialled_or_reasons(text: str) -> None:
    phones, problems = read_phones(text)
    for phone in phones:
        assert phone == phone_of(phone.number, phone.note)
        assert read_phone(phone.national) == phone_of(phone.number)
    assert all(problem.reason for problem in problems)
    assert plain_mobile(text) in ("", *(phone.number for phone in phones))


def test_a_masked_number_keeps_its_ends_only() -> None:
    assert masked("84912345678") == "091****678"
    assert national("84912345678") == "0912345678"
    assert (masked(""), national("")) == ("", "")

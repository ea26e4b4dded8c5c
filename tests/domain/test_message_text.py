"""The words of a short message: letters, accents and parts, held against an independent splitter."""

import unicodedata
from math import ceil

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.domain.message_text import (
    GATEWAY_ADVERTISING,
    GATEWAY_CARE,
    GSM_BASIC,
    GSM_EXTENSION,
    LETTERS,
    STANDARD,
    Encoding,
    Gauge,
    Ladder,
    Parts,
    Stray,
    final,
    measure,
    strays,
    suggest_shorter,
    tidy,
    unaccented,
)

WORKED_EXAMPLE = (
    "Dien luc Cao Loc thong bao: tu 31/12/2023 chi so cong to cua KH PA11CL0001234 duoc ghi vao ngay cuoi thang. "
    "Hoa don ky nay tinh theo so ngay thuc te. LH 19006769"
)
ACCENTED = "Điện lực Cao Lộc thông báo: từ 31/12/2023, chỉ số công tơ được ghi vào ngày cuối tháng."

GSM_TEXTS = st.text(st.sampled_from(GSM_BASIC + GSM_EXTENSION * 3), min_size=1, max_size=700)
VIETNAMESE_TEXTS = st.text(st.sampled_from(LETTERS + " aeghn,.0189–“€"), min_size=1, max_size=400)
EMOJI_TEXTS = st.text(st.sampled_from("ab ề😀🌾€{"), min_size=1, max_size=300)


@given(st.one_of(GSM_TEXTS, VIETNAMESE_TEXTS, EMOJI_TEXTS))
def test_parts_are_those_of_an_independent_splitter(text: str) -> None:
    split = smsutil.split(text)
    size = 1 if split.encoding == "gsm0338" else 2
    encoding = Encoding.GSM7 if size == 1 else Encoding.UCS2
    assert measure(text) == Parts(encoding, split.total_bytes // size, len(split.parts))


def test_the_worked_example_has_161_characters_and_so_two_parts() -> None:
    assert measure(WORKED_EXAMPLE) == Parts(Encoding.GSM7, 161, 2)
    assert suggest_shorter(WORKED_EXAMPLE) == 1
    assert measure(WORKED_EXAMPLE[:-1]).parts == 1


@pytest.mark.parametrize(
    ("gauge", "units", "parts"),
    [
        (STANDARD, 0, 0), (STANDARD, 1, 1), (STANDARD, 160, 1), (STANDARD, 161, 2), (STANDARD, 306, 2),
        (STANDARD, 307, 3), (GATEWAY_CARE, 160, 1), (GATEWAY_CARE, 161, 2), (GATEWAY_CARE, 306, 2),
        (GATEWAY_CARE, 307, 3), (GATEWAY_CARE, 459, 3), (GATEWAY_CARE, 460, 4), (GATEWAY_ADVERTISING, 122, 1),
        (GATEWAY_ADVERTISING, 123, 2), (GATEWAY_ADVERTISING, 268, 2), (GATEWAY_ADVERTISING, 269, 3),
        (GATEWAY_ADVERTISING, 421, 3), (GATEWAY_ADVERTISING, 422, 4),
    ],
)  # fmt: skip
def test_text_without_accents_is_counted_as_each_carrier_counts(gauge: Gauge, units: int, parts: int) -> None:
    assert measure("a" * units, gauge) == Parts(Encoding.GSM7, units, parts)


@pytest.mark.parametrize(("length", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_one_letter_outside_the_short_alphabet_makes_parts_of_70_and_67(length: int, parts: int) -> None:
    assert measure("ộ" + "a" * (length - 1)) == Parts(Encoding.UCS2, length, parts)


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_every_vietnamese_letter_is_counted_by_its_own_alphabet_and_not_by_its_accent(letter: str) -> None:
    in_short_alphabet = letter in "àèéìòùÉ"
    assert measure(letter).encoding is (Encoding.GSM7 if in_short_alphabet else Encoding.UCS2)
    assert measure("a" * 99 + letter).parts == (1 if in_short_alphabet else 2)


@pytest.mark.parametrize("sign", ["ộ", "`", "ç", "😀", "\0", "\x1b", "\f", "\t"])
@pytest.mark.parametrize("place", [0, 39, 40, 99])
def test_a_character_outside_the_short_alphabet_counts_wherever_it_stands(sign: str, place: int) -> None:
    for rest in ("a", "€"):
        assert measure(rest * place + sign + rest * (99 - place)).encoding is Encoding.UCS2


def test_there_are_134_vietnamese_letters_beyond_ascii() -> None:
    assert len(set(LETTERS)) == 134


def test_a_character_of_two_units_is_never_split_between_parts() -> None:
    assert measure("a" * 152 + "€" + "a" * 150) == Parts(Encoding.GSM7, 304, 2)
    assert measure("a" * 152 + "€" + "a" * 152).parts == 3, "306 units, but the pair moves into the second part"
    assert measure("a" * 151 + "€" + "a" * 153) == Parts(Encoding.GSM7, 306, 2)
    assert measure("ề" * 66 + "😀" + "ề" * 66).parts == 3, "134 units, but the pair moves into the second part"
    assert measure("ề" * 65 + "😀" + "ề" * 67) == Parts(Encoding.UCS2, 134, 2)


@given(st.text(st.sampled_from("ab^€"), max_size=500), st.sampled_from([STANDARD, GATEWAY_CARE, GATEWAY_ADVERTISING]))
def test_no_part_holds_more_than_it_may_and_no_text_takes_more_parts_than_the_worst_split(
    text: str, gauge: Gauge
) -> None:
    told = measure(text, gauge)
    ladder = gauge.gsm7
    assert told.units == len(text) + sum(text.count(sign) for sign in GSM_EXTENSION)
    assert ladder.parts(told.units) <= told.parts <= max(1, ceil((told.units + ladder.reserved) / (ladder.joined - 1)))


@given(st.integers(1, 1000), st.integers(0, 60))
def test_the_room_of_so_many_parts_is_where_the_next_one_begins(units: int, reserved: int) -> None:
    ladder = Ladder(160, 153, reserved)
    parts = ladder.parts(units)
    assert units <= ladder.room(parts)
    assert parts == 1 or units > ladder.room(parts - 1)


def test_a_half_of_a_character_is_counted_and_does_not_break_the_counter() -> None:
    assert measure("a\ud83d") == Parts(Encoding.UCS2, 2, 1)


# ---- Letters ----


@given(VIETNAMESE_TEXTS)
def test_composed_and_decomposed_spellings_give_one_text_and_one_count(text: str) -> None:
    for accented in (True, False):
        composed, decomposed = (final(unicodedata.normalize(form, text), accented) for form in ("NFC", "NFD"))
        assert composed == decomposed
        assert measure(composed) == measure(decomposed)
        assert unicodedata.is_normalized("NFC", composed)


def test_decomposed_input_does_not_count_its_loose_marks() -> None:
    decomposed = unicodedata.normalize("NFD", ACCENTED)
    assert len(decomposed) > len(ACCENTED)
    assert measure(tidy(decomposed)) == measure(ACCENTED)


def test_tidying_leaves_single_spaces_and_nothing_invisible() -> None:
    assert tidy("\ufeff  Cao\u00a0\u200bLộc,\r\n\t xã\u00ad  Bảo Lâm \u202e") == "Cao Lộc, xã Bảo Lâm"


@given(st.text())
@example("a\u200b\u0301")
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


# ---- Without accents ----


def test_every_vietnamese_letter_becomes_the_letter_that_carries_it() -> None:
    for letter in LETTERS:
        bare = unicodedata.normalize("NFD", letter)[0]
        assert unaccented(letter) == {"đ": "d", "Đ": "D"}.get(bare, bare)


def test_a_sentence_that_other_systems_fill_with_question_marks() -> None:
    text = "Tiêm chủng đợt 2 ở Nhà văn hóa thôn Bản Lề – Đường Hùng Vương: “nhớ đến sớm”… giá 0₫"
    assert unaccented(text) == (
        'Tiem chung dot 2 o Nha van hoa thon Ban Le - Duong Hung Vuong: "nho den som"... gia 0d'
    )
    assert unaccented(unicodedata.normalize("NFD", text)) == unaccented(text)


def test_letters_that_only_look_like_d_with_a_stroke_become_d() -> None:
    assert unaccented("Ðiện Ɖiện ðiện") == "Dien Dien dien"


def test_what_has_no_plain_form_stays_and_is_named_with_its_place() -> None:
    assert unaccented("Chào 😀 bà con") == "Chao 😀 ba con"
    assert strays("Chao 😀 ba con Ж") == (Stray("😀", 6), Stray("Ж", 15))
    assert strays(unaccented(ACCENTED)) == ()


@given(st.text(st.one_of(st.sampled_from(LETTERS), st.characters())))
def test_all_ways_through_the_converter_agree(text: str) -> None:
    assert unaccented(text) == "".join(unaccented(character) for character in text)
    assert unaccented(unaccented(text)) == unaccented(text)
    assert final(text, False) == final(final(text, False), False)


@given(VIETNAMESE_TEXTS)
def test_vietnamese_without_accents_always_fits_the_short_alphabet(text: str) -> None:
    assert measure(final(text, False)).encoding is Encoding.GSM7


@given(st.one_of(GSM_TEXTS, VIETNAMESE_TEXTS, EMOJI_TEXTS))
def test_the_characters_to_cut_are_the_fewest_that_save_a_part(text: str) -> None:
    cut, parts = suggest_shorter(text), measure(text).parts
    if parts == 1:
        assert cut == 0
    else:
        assert measure(text[: len(text) - cut]).parts < parts
        assert measure(text[: len(text) - cut + 1]).parts == parts

"""What may not be sent, and what a frightened reader should not meet unwarned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.message_checks import LAYOUT, Sight, banned, controls, problems, sightings
from outreach.domain.message_text import GATEWAY_ADVERTISING, GATEWAY_CARE, STANDARD, Gauge
from outreach.domain.messages import MessageClass

CARE, ADVERTISING = MessageClass.CARE, MessageClass.ADVERTISING


def told(text: str, gauge: Gauge = GATEWAY_CARE, message_class: MessageClass = CARE) -> list[tuple[str, str]]:
    return [(problem.where, problem.value) for problem in problems(text, gauge, message_class)]


def test_a_plain_notice_has_no_problem() -> None:
    assert told("Dien luc Cao Loc thong bao: lich ghi chi so cong to thay doi tu 31/12/2023.") == []
    assert told("Điện lực Cao Lộc thông báo: lịch ghi chỉ số công tơ thay đổi.") == []


def test_each_banned_character_is_named_with_its_place_and_what_to_write_instead() -> None:
    found = banned("A & B giam 5% #1", GATEWAY_CARE)
    assert [(problem.where, problem.value) for problem in found] == [
        ("ký tự thứ 3", "&"), ("ký tự thứ 13", "%"), ("ký tự thứ 15", "#"),
    ]  # fmt: skip
    assert "phan tram" in found[1].advice


def test_what_a_gateway_bans_other_networks_may_take() -> None:
    assert banned("A & B [1] {2} \\ < @ % #", STANDARD) == ()


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ue000", "\ufdd0"])
def test_a_character_that_no_telephone_shows_is_refused_by_its_number(sign: str) -> None:
    assert told(f"ab{sign}c", STANDARD) == [("ký tự thứ 3", f"U+{ord(sign):04X}")]


def test_somebody_who_types_may_use_lines_and_tabs() -> None:
    assert controls("dòng một\n\tdòng hai\r\n", LAYOUT) == ()
    assert len(controls("dòng một\n\tdòng hai")) == 2


def test_advertising_begins_with_its_label() -> None:
    assert told("[QC] Moi ba con dung the.", GATEWAY_ADVERTISING, ADVERTISING) == []
    assert told("[AD] Moi ba con dung the.", STANDARD, ADVERTISING) == []
    assert told("Moi ba con [QC]", STANDARD, ADVERTISING) == [("ký tự thứ 1", "Moi ba con")]
    assert told(" [QC] Moi", STANDARD, ADVERTISING) == [("ký tự thứ 1", " [QC] Moi")]


def test_a_notice_that_is_no_advertising_does_not_carry_the_label() -> None:
    assert told("Thong bao [ qc ] doi lich", STANDARD) == [("ký tự thứ 11", "[ qc ]")]


def test_a_second_label_is_as_banned_as_any_bracket() -> None:
    assert told("[QC] [x]", GATEWAY_ADVERTISING, ADVERTISING) == [("ký tự thứ 6", "["), ("ký tự thứ 8", "]")]


def test_a_gateway_without_accents_says_so_at_the_first_one() -> None:
    assert told("[QC] Mời bà con.", GATEWAY_ADVERTISING, ADVERTISING) == [("ký tự thứ 7", "ờ")]


def test_a_text_too_long_or_empty_is_refused() -> None:
    assert told("a" * 459) == []
    assert told("a" * 460) == [("độ dài", "4 phần")]
    assert told("  ") == [("nội dung", "")]


def test_links_and_telephone_numbers_are_seen_as_a_reader_sees_them() -> None:
    text = "Xem http://evn.example/a?b=1, hoac bit.ly/x9. Goi 1900 6769, 0912.345.678 hay +84 912 345 678."
    assert [(seen.sight, seen.text) for seen in sightings(text)] == [
        (Sight.LINK, "http://evn.example/a?b=1"),
        (Sight.LINK, "bit.ly/x9"),
        (Sight.PHONE, "1900 6769"),
        (Sight.PHONE, "0912.345.678"),
        (Sight.PHONE, "+84 912 345 678"),
    ]
    assert text[sightings(text)[2].position - 1 :].startswith("1900 6769")


@pytest.mark.parametrize(
    "text", ["PA11CL0001234", "tu 31/12/2023", "ngay 05/01/2024.", "so tien 1.250.000 d", "TP.Lang Son", "1900"]
)
def test_codes_dates_and_sums_are_no_telephone_numbers_and_no_links(text: str) -> None:
    assert sightings(text) == ()


@given(
    st.text(max_size=300), st.sampled_from([STANDARD, GATEWAY_CARE, GATEWAY_ADVERTISING]), st.sampled_from(MessageClass)
)
def test_any_text_gets_an_answer(text: str, gauge: Gauge, message_class: MessageClass) -> None:
    for problem in problems(text, gauge, message_class):
        assert problem.advice
    for seen in sightings(text):
        assert text[seen.position - 1 :].startswith(seen.text)

"""Headings as power companies write them, and what people say they mean."""

import pytest

from outreach.domain.customer_columns import find_headings, fingerprint, guess, heading_key, places_of, settle
from outreach.domain.errors import RuleBroken


@pytest.mark.parametrize("heading", ["Mã KH", "MA_KH", " mã  kh. ", "Ma\u0303 KH", "Mã-KH:"])
def test_spellings_of_one_heading_meet(heading: str) -> None:
    assert heading_key(heading) == "ma kh"
    assert guess([heading]) == {"code": (heading,)}


def test_each_field_takes_the_heading_that_says_it_best_and_phones_take_all() -> None:
    headings = ["STT", "Xã", "Mã xã", "SĐT", "Điện thoại 2", "Tên KH", "Khách hàng"]
    assert guess(headings) == {"name": ("Tên KH",), "phone": ("SĐT", "Điện thoại 2"), "commune": ("Mã xã",)}


def test_the_row_of_headings_is_the_one_that_names_most() -> None:
    rows = [["DANH SÁCH KHÁCH HÀNG"], [], ["STT", "Mã KH", "Tên KH", "Xã"], ["1", "PA", "Hòa", "Bảo Lâm"]]
    assert find_headings(rows, {}) == 2
    assert find_headings(rows[:2], {}) is None
    assert find_headings([], {}) is None
    assert find_headings([["a", "b"], ["Số", "Gọi"]], {"code": ["so"], "name": ["goi"]}) == 1


def test_what_a_person_told_comes_before_what_was_remembered_and_that_before_a_guess() -> None:
    headings = ["Mã KH", "Tên KH", "Xã", "Số 1", "Số 2"]
    remembered = {"phone": ["Số 1"], "name": ["Tên KH"]}
    assert settle(headings, {}, remembered)["phone"] == ("Số 1",)
    assert settle(headings, {"phone": ["số 2"]}, remembered)["phone"] == ("Số 2",)
    assert "phone" not in settle(headings, {"phone": []}, remembered)


def test_a_field_that_must_be_there_is_asked_for_by_name() -> None:
    with pytest.raises(RuleBroken, match=r"mã khách hàng, xã\. Các cột trong tệp: Tên KH; Thôn"):
        settle(["Tên KH", "Thôn", ""], {})


def test_a_heading_that_stands_twice_means_both_columns() -> None:
    headings = ["Mã KH", "SĐT", "", "SĐT"]
    assert places_of(headings, {"code": ["Mã KH"], "phone": ["SĐT"]}) == {"code": (0,), "phone": (1, 3)}


def test_a_list_is_known_again_by_its_headings_in_their_order() -> None:
    assert fingerprint(["Mã KH", "Tên"]) == fingerprint(["MA_KH", "tên "])
    assert fingerprint(["Tên", "Mã KH"]) != fingerprint(["Mã KH", "Tên"])

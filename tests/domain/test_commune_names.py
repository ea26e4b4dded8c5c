"""A commune is found however a list writes it, or it is told why not."""

from datetime import date

import pytest

from outreach.domain.commune_names import GONE, CommuneNames, Unknown
from outreach.domain.units import Place
from tests.setting import OLD, PLACES

TWINS = (
    *PLACES,
    Place("05000", "Huyện", "Bắc Sơn", "20", OLD),
    Place("05001", "Xã", "Bảo Lâm", "05000", OLD),
    Place("05002", "Xã", "Đồng Đăng", "05000", OLD),
)


def unknown(names: CommuneNames, written: str) -> tuple[str, str]:
    with pytest.raises(Unknown) as raised:
        names.find(written)
    return raised.value.reason, raised.value.suggestion


@pytest.fixture
def names() -> CommuneNames:
    return CommuneNames(PLACES, date(2023, 11, 1))


@pytest.mark.parametrize(
    "written",
    [
        *("Bảo Lâm", "Xã Bảo Lâm", "xã bảo lâm", "XÃ BẢO LÂM", "X. Bảo Lâm", "x.Bảo Lâm", "Bao Lam", " Bảo  Lâm "),
        *("06190", "6190", "6190.0", "Ba\u0309o La\u0302m", "Bảo Lâm, huyện Cao Lộc"),
    ],
)
def test_one_commune_is_found_in_all_its_spellings(names: CommuneNames, written: str) -> None:
    assert names.find(written) == "06190"


@pytest.mark.parametrize("written", ["TT Đồng Đăng", "TT. Đồng Đăng", "Thị trấn Đồng Đăng", "thi tran dong dang"])
def test_towns_go_by_their_short_names_too(names: CommuneNames, written: str) -> None:
    assert names.find(written) == "06184"


def test_a_district_is_no_commune(names: CommuneNames) -> None:
    assert unknown(names, "183")[0].startswith("không có xã, thị trấn nào mang mã")


def test_two_places_of_one_name_are_told_apart_by_code_kind_or_district() -> None:
    names = CommuneNames(TWINS, date(2023, 11, 1))
    reason, suggestion = unknown(names, "Bảo Lâm")
    assert reason == "nhiều nơi cùng tên: ghi mã xã"
    assert "06190" in suggestion
    assert "05001" in suggestion
    assert names.find("Bảo Lâm, huyện Bắc Sơn") == "05001"
    assert names.find("Xã Đồng Đăng") == "05002"
    assert names.find("06190") == "06190"


def test_a_place_that_is_no_more_names_what_came_after_it() -> None:
    after = Place("06184", "Xã", "Đồng Đăng", "20", date(2025, 7, 1))
    names = CommuneNames((*PLACES, after), date(2026, 1, 1))
    assert unknown(names, "Bảo Lâm") == ("xã này không còn vào ngày của danh sách", "Xã Đồng Đăng")
    assert unknown(names, "TT Đồng Đăng") == (GONE, "Xã Đồng Đăng")
    assert unknown(names, "06190") == ("xã này không còn vào ngày của danh sách", "Xã Đồng Đăng")
    assert names.find("Đồng Đăng") == "06184"


def test_a_slip_of_the_pen_is_guessed_at_and_not_taken(names: CommuneNames) -> None:
    assert unknown(names, "Bao Lamm") == ("không có trong danh mục xã", "Xã Bảo Lâm")
    assert unknown(names, "Trường Sa")[1] == ""


def test_only_places_within_are_known() -> None:
    names = CommuneNames(PLACES, date(2023, 11, 1), frozenset({"06196"}))
    assert names.find("Cao Lâu") == "06196"
    assert unknown(names, "Bảo Lâm")[0] == "không có trong danh mục xã"

"""Places: names that meet in any spelling, codes that are used again, Vietnamese order."""

import unicodedata
from datetime import date

from outreach.domain.units import Place, matching_key, sorting_key


def test_spellings_of_one_name_meet() -> None:
    names = ["Hòa Cư", "Hoà Cư", unicodedata.normalize("NFD", "Hòa Cư"), "  HÒA   CƯ "]
    assert len({matching_key(name) for name in names}) == 1


def test_names_that_differ_in_a_letter_or_a_tone_stay_apart() -> None:
    assert len({matching_key(name) for name in ["Bảo Lâm", "Bao Lâm", "Bảo Lam", "Bạo Lâm"]}) == 4


def test_names_sort_by_the_vietnamese_alphabet() -> None:
    names = ["Đồng Đăng", "Cao Lộc", "Dân Tiến", "Ba Sơn", "Âu Lâu", "An Sơn", "Ẩm Hạ"]
    assert sorted(names, key=sorting_key) == [
        "An Sơn", "Ẩm Hạ", "Âu Lâu", "Ba Sơn", "Cao Lộc", "Dân Tiến", "Đồng Đăng",
    ]  # fmt: skip


def test_tones_sort_after_letters() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sorting_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_a_code_names_different_places_at_different_times() -> None:
    loc_yen = Place("06211", "Xã", "Lộc Yên", "183", date(2020, 1, 1), date(2025, 6, 30), ("06211",))
    cao_loc = Place("06211", "Xã", "Cao Lộc", "20", date(2025, 7, 1))
    assert loc_yen.valid_on(date(2023, 11, 1))
    assert not cao_loc.valid_on(date(2023, 11, 1))
    assert cao_loc.valid_on(date(2025, 7, 1))
    assert not loc_yen.valid_on(date(2025, 7, 1))
    assert cao_loc.label == "Xã Cao Lộc"

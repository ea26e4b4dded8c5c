"""Old fonts are told from sound Vietnamese, and sound Vietnamese is never suspected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.legacy_fonts import SPOILT, code_page_of, legacy_of
from tests.customers_made import FAMILY, GIVEN, HAMLETS, MIDDLE, TONES

SYLLABLES = (*FAMILY, *MIDDLE, *GIVEN, *TONES, *HAMLETS)
MORE = "Nguyễn Thúy Uyên Huệ Oanh Ngoãn Luân Khuyết Hoè Xoang Quý Ước Thượng Niê Bliŏ Yến Đặng Ừ Ỷ"


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Hoµng V¨n Hßa", "TCVN3 (.VnTime)"),
        ("NguyÔn §øc Mü", "TCVN3 (.VnTime)"),
        ("Nguyeãn Vaên Hoøa", "VNI"),
        ("Ñaëng Thò Hueä", "VNI"),
        ("Nguyá»…n VÄƒn HÃ²a", SPOILT),
        ("Nguy\ufffdn", SPOILT),
        ("Nguyen Van Hoa", ""),
    ],
)
def test_old_fonts_are_named(text: str, font: str) -> None:
    assert legacy_of(text) == font


@given(st.lists(st.sampled_from([*SYLLABLES, *MORE.split()]), min_size=1, max_size=5).map(" ".join))
def test_sound_vietnamese_is_not_suspected(name: str) -> None:
    assert legacy_of(name) == ""
    assert legacy_of(name.upper()) == ""


def test_the_code_page_of_bytes_is_told_by_the_letters_that_come_most() -> None:
    assert code_page_of("Hoµng V¨n Hßa, NguyÔn §øc Mü".encode("latin-1")) == "TCVN3 (.VnTime)"
    assert code_page_of("Nguyeãn Vaên Hoøa, Ñaëng Thò Hueä".encode("latin-1")) == "VNI"
    assert code_page_of("Hoa\u0300ng Đư\u0301c".encode("cp1258")) == "Windows-1258"
    assert code_page_of(b"Hoang") == ""

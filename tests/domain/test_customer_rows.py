"""Every row of a list is kept as it was meant, or comes back with all that is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.commune_names import CommuneNames
from outreach.domain.customer_columns import FIELDS
from outreach.domain.customer_ports import CustomerLine
from outreach.domain.customer_rows import BadRow, RowJudge, Unfit
from tests.setting import PLACES

GOOD = {
    "code": "PA11CL0001234",
    "name": "Hoàng Văn Hòa",
    "phone": "0912345678",
    "commune": "Bảo Lâm",
    "hamlet": "Nà Pàn",
    "power_unit": "",
    "reading_day": "10",
    "payment": "Tiền mặt",
    "agreement": "",
}
COLUMNS = {field: (at,) for at, field in enumerate(FIELDS)}


def judge() -> RowJudge:
    return RowJudge(COLUMNS, CommuneNames(PLACES, date(2023, 11, 1)))


def cells(**more: str) -> list[str]:
    return list({**GOOD, **more}.values())


def line(**more: str) -> CustomerLine:
    return CustomerLine(*judge().line(2, cells(**more)))


def faults(**more: str) -> list[BadRow]:
    judging, row = judge(), cells(**more)
    with pytest.raises(Unfit):
        judging.line(2, row)
    return judging.faults(2, row, {field: field for field in FIELDS})


def test_a_good_row_becomes_a_line() -> None:
    assert line() == CustomerLine(
        "PA11CL0001234",
        "Hoàng Văn Hòa",
        "hoang van hoa",
        "84912345678",
        "84912345678",
        "06190",
        "Nà Pàn",
        "PA11CL",
        "10",
        "cash",
        "none",
    )


@pytest.mark.parametrize(
    ("more", "reason", "suggestion"),
    [
        ({"code": ""}, "đang để trống mã", ""),
        ({"code": "PA11CL 0001234"}, "mã gồm 2 chữ cái", "PA11CL0001234"),
        ({"code": "PA11.CL.0001234"}, "mã gồm 2 chữ cái", "PA11CL0001234"),
        ({"code": "1234"}, "mã gồm 2 chữ cái", ""),
        ({"name": " "}, "đang để trống tên", ""),
        ({"name": "x" * 200}, "tên dài 200", ""),
        ({"name": "Hoµng V¨n Hßa"}, "chữ viết bằng phông cũ TCVN3", ""),
        ({"name": "Nguyeãn Vaên Hoøa"}, "chữ viết bằng phông cũ VNI", ""),
        ({"name": "Nguyá»…n VÄƒn"}, "chữ bị vỡ", ""),
        ({"name": "Hòa\ufffd"}, "chữ bị vỡ", ""),
        ({"name": "Hòa\u202e"}, "có ký tự không nhìn thấy", ""),
        ({"name": "Hòa\x00"}, "có ký tự không nhìn thấy", ""),
        ({"name": "#LỖI"}, "có ký tự không nhìn thấy hoặc lỗi công thức", ""),
        ({"phone": "O912345678"}, "có ký tự không phải chữ số", "0912345678"),
        ({"phone": "0912345678/123"}, "«123»: thiếu chữ số", ""),
        ({"commune": ""}, "đang để trống xã", ""),
        ({"commune": "Bao Lamm"}, "không có trong danh mục", "Xã Bảo Lâm"),
        ({"hamlet": "x" * 99}, "tên thôn dài", ""),
        ({"hamlet": "#CHƯA TÍNH"}, "có ký tự không nhìn thấy hoặc lỗi công thức", ""),
        *[({"reading_day": day}, "ngày ghi chỉ số là một số", "") for day in ("0", "32", "mười", "15/10", "-1", "1.5")],
        ({"payment": "bằng gạo"}, "cách thanh toán này chưa biết", "Tiền mặt; Không dùng tiền mặt"),
        ({"agreement": "có lẽ"}, "tình trạng thỏa thuận này chưa biết", "Chưa; Đã gửi; Đã ký; Từ chối"),
    ],
)
def test_what_is_wrong_comes_back_with_its_reason(more: dict[str, str], reason: str, suggestion: str) -> None:
    (bad,) = faults(**more)
    assert bad.reason.startswith(reason)
    assert (bad.row, bad.column, bad.suggestion) == (2, next(iter(more)), suggestion)


def test_everything_wrong_is_told_at_once() -> None:
    assert [bad.column for bad in faults(code="", name="", phone="1", commune="")] == [
        "code",
        "name",
        "phone",
        "commune",
    ]


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("code", " pa11cl0001234 ", "PA11CL0001234"),
        ("name", "  Hoa\u0300ng   Văn Ðào ", "Hoàng Văn Đào"),
        ("hamlet", "5.0", "5"),
        ("reading_day", "Ngày 05", "5"),
        ("reading_day", "10.0", "10"),
        ("reading_day", "Cuối tháng", "31"),
        ("reading_day", "", ""),
        ("payment", "KHÔNG DÙNG TIỀN MẶT", "cashless"),
        ("payment", "", ""),
        ("agreement", "Đã ký", "signed"),
        ("agreement", "Từ chối", "refused"),
        ("power_unit", "PA11CL", "PA11CL"),
    ],
)
def test_values_are_kept_as_they_were_meant(field: str, written: str, meant: str) -> None:
    assert line(**{field: written})._asdict()[field] == meant


def test_a_code_comes_once_and_the_second_row_names_the_first() -> None:
    judging = judge()
    judging.line(2, cells())
    with pytest.raises(Unfit):
        judging.line(7, cells())
    (bad,) = judging.faults(7, cells(), {field: field for field in FIELDS})
    assert bad.reason == "mã này đã có ở dòng 2: chỉ giữ một dòng"


def test_a_row_that_stops_short_is_as_if_its_end_were_empty() -> None:
    assert CustomerLine(*judge().line(2, cells()[:4])).hamlet == ""
    with pytest.raises(Unfit):
        judge().line(2, [])


def test_likenesses_and_what_was_done_to_numbers_are_counted() -> None:
    judging = judge()
    for number, (code, name, phone) in enumerate(
        [("PA11CL1", "Hòa", "01681234567"), ("PA11CL2", "Hoà", "912345678"), ("PA11CL3", "Mơ", "")], 2
    ):
        judging.line(number, cells(code=code + "00000", name=name, phone=phone))
    assert judging.counts == {"prefix_2018": 1, "zero_lost": 1, "landline_only": 0, "no_phone": 1, "alike": 1}
    assert judging.alike == [(2, 3, "Hoà")]


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_row_is_a_line_or_has_a_reason(row: list[str]) -> None:
    judging = judge()
    try:
        kept = judging.line(2, row)
    except Unfit:
        assert judging.faults(2, row, {field: field for field in FIELDS})
    else:
        assert not any("\t" in text or "\n" in text for text in kept)

"""How the top of a list is read: which sheet, where the headings are, what its columns mean."""

from pathlib import Path

import pytest
import xlsxwriter

from outreach.domain.customer_columns import Unmapped
from outreach.domain.customer_ports import ImportState
from outreach.domain.errors import BadInput, RuleBroken
from outreach.services.importing import ListFile
from tests.documents.list_making import GOOD, HEAD, write_book, write_csv
from tests.services.bringing import Brought
from tests.setting import Setting


@pytest.fixture
def brought(setting: Setting, tmp_path: Path) -> Brought:
    return Brought(setting, tmp_path)


def test_headings_are_found_below_titles_and_in_other_words(brought: Brought) -> None:
    title = ("CÔNG TY ĐIỆN LỰC", "", "", "", "")
    head = ("MA_KHANG", "Họ và tên", "SĐT", "Xã/Thị trấn", "Thôn, bản")
    path = write_csv(brought.folder / "tieu-de.csv", [title, ("",) * 5, head, GOOD], sign=";")
    checked = brought.importing.check(ListFile(path, path.name, "dl"))
    assert checked.counts["good"] == 1
    assert checked.mapping["code"] == ("MA_KHANG",)


def test_a_mapping_told_once_is_remembered_for_such_lists(brought: Brought) -> None:
    head = ("Mã KH", "Tên KH", "Xã", "Liên lạc", "Xóm")
    rows = (GOOD[0], GOOD[1], GOOD[3], GOOD[2], GOOD[4])
    checked = brought.check(rows, head=head, mapping={"phone": ["lien lac"]})
    assert checked.mapping["phone"] == ("Liên lạc",)
    assert "phone" not in brought.check(rows, head=head).mapping
    brought.importing.apply(checked.id)
    assert list(brought.check(rows, head=head).mapping["phone"]) == ["Liên lạc"]


@pytest.mark.parametrize(
    ("head", "mapping", "told"),
    [
        (("Mã KH", "Tên KH", "Thôn"), {}, "Không biết cột nào là xã"),
        (HEAD, {"phone": ["Số gọi"]}, "Tệp không có cột «Số gọi»"),
        (HEAD, {"colour": ["Xã"]}, "Không có mục «colour»"),
        (("A", "B", "C", "D", "E"), {}, "không thấy dòng tên cột"),
        (("Mã KH", "Tên KH", "Xã", *["x"] * 300), {}, "303 cột"),
    ],
)
def test_a_list_whose_columns_cannot_be_told_is_refused_and_that_is_on_record(
    brought: Brought, head: tuple[str, ...], mapping: dict[str, list[str]], told: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        brought.check(GOOD, head=head, mapping=mapping)
    (record,) = brought.importing.latest()
    assert record.state is (ImportState.UNMAPPED if isinstance(refused.value, Unmapped) else ImportState.REFUSED)
    assert told in record.trouble
    assert isinstance(refused.value, BadInput) or told in str(refused.value)


@pytest.mark.parametrize("rows", [[], [HEAD], [("", "")] * 5])
def test_an_empty_list_is_refused(brought: Brought, rows: list[tuple[str, ...]]) -> None:
    path = write_book(brought.folder / "rong.xlsx", rows)
    with pytest.raises(BadInput):
        brought.importing.check(ListFile(path, path.name, "dl"))
    assert brought.importing.latest()[0].state is ImportState.REFUSED


def test_a_wrong_sheet_is_refused_and_the_others_are_named(brought: Brought) -> None:
    path = write_book(brought.folder / "nhieu.xlsx", [("Ghi chú chung",)], Khách=[HEAD, GOOD])
    with pytest.raises(BadInput) as refused:
        brought.importing.check(ListFile(path, path.name, "dl"))
    assert "chọn trang khác: Khách" in str(refused.value.problems[0])
    assert brought.importing.check(ListFile(path, path.name, "dl", sheet="Khách")).counts["good"] == 1


def test_merged_cells_among_the_rows_are_refused_and_above_them_are_not(brought: Brought) -> None:
    for where, sound in (("A1:E1", True), ("D4:D5", False)):
        path = brought.folder / "gop.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(2, 0, HEAD)
            sheet.write_row(3, 0, GOOD)
            sheet.merge_range(where, "Bảo Lâm")
            sheet.write_row(3, 0, GOOD[:3])
        if sound:
            assert brought.importing.check(ListFile(path, path.name, "dl")).counts["rows"] == 1
        else:
            with pytest.raises(BadInput) as refused:
                brought.importing.check(ListFile(path, path.name, "dl"))
            assert "bỏ gộp ô" in str(refused.value.problems[0])

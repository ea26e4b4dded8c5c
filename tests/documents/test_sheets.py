"""Any file may be brought as a list: it is read row by row, or refused with what to do about it."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from outreach.documents.list_files import LARGEST, ListKind
from outreach.documents.sheets import open_sheet
from outreach.domain.errors import BadInput
from tests.documents.list_making import GOOD, HEAD, write_book, write_csv


def rows_of(path: Path, sheet: str = "") -> list[list[str]]:
    with open_sheet(path, sheet) as opened:
        return [cells for _number, cells in opened.rows]


def refusal(path: Path, sheet: str = "") -> str:
    with pytest.raises(BadInput) as refused:
        rows_of(path, sheet)
    (problem,) = refused.value.problems
    return str(problem)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_with_the_signs_of_spreadsheets(
    tmp_path: Path, encoding: str, sign: str
) -> None:
    path = write_csv(tmp_path / "khach.csv", [HEAD, GOOD], encoding, sign)
    assert rows_of(path) == [list(HEAD), list(GOOD)]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "khach.csv"
    path.write_text('Mã KH,Ghi chú\n\nPA1,"hai\ndòng"\nPA2,\n', encoding="utf-8")
    with open_sheet(path) as sheet:
        assert [(number, cells[:1]) for number, cells in sheet.rows] == [
            (1, ["Mã KH"]),
            (2, []),
            (3, ["PA1"]),
            (4, ["PA2"]),
        ]


def test_a_workbook_gives_the_rows_that_a_csv_would(tmp_path: Path) -> None:
    book = write_book(tmp_path / "khach.xlsx", [HEAD, GOOD])
    assert rows_of(book) == rows_of(write_csv(tmp_path / "khach.csv", [HEAD, GOOD]))


def test_numbers_in_cells_come_without_a_fraction(tmp_path: Path) -> None:
    book = write_book(tmp_path / "so.xlsx", [["a", 912345678, 10.0, 1.5, True, date(2023, 11, 1).toordinal()]])
    assert rows_of(book) == [["a", "912345678", "10", "1.5", "True", "738825"]]


def test_rows_and_columns_are_found_wherever_the_table_begins(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "lech.xlsx")) as made:
        made.add_worksheet("Trang 1").write_row(4, 2, HEAD)
    with open_sheet(tmp_path / "lech.xlsx") as sheet:
        assert [(number, cells) for number, cells in sheet.rows if any(cells)] == [(5, list(HEAD))]


def test_the_first_sheet_is_read_unless_another_is_named(tmp_path: Path) -> None:
    book = write_book(tmp_path / "khach.xlsx", [["một"]], Hai=[["hai"]])
    assert rows_of(book) == [["một"]]
    assert rows_of(book, "Hai") == [["hai"]]
    assert "trong sổ có: Danh sách; Hai" in refusal(book, "Ba")


def test_merged_cells_are_told_with_their_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "gop.xlsx")) as made:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:E1", "DANH SÁCH")
        sheet.merge_range("D3:D9", "Bảo Lâm")
    with open_sheet(tmp_path / "gop.xlsx") as opened:
        assert opened.merged == ((1, 1, "A1:E1"), (3, 9, "D3:D9"))


def test_formulas_come_as_their_results_and_never_as_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cong-thuc.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_formula("A1", '="0"&912345678', value="0912345678")
        sheet.write_formula("B1", "=1/0", value="#DIV/0!")
        sheet.write_formula("C1", "=A1&B1", value=4711)
        sheet.write("D1", "chữ")
        sheet.write_formula("E1", '=IF(D1="","x","")', value="emptied")
        sheet.write_formula("F1", "=LEN(D1)", value=3)
    _change(path, "xl/worksheets/sheet1.xml", rb"<v>4711</v>", b"")  # as a library writes it
    _change(path, "xl/worksheets/sheet1.xml", rb"<v>emptied</v>", b"<v></v>")  # as Excel writes an empty text
    assert rows_of(path) == [["0912345678", "#LỖI", "#CHƯA TÍNH", "chữ", "", "3"]]


def test_a_sheet_of_a_thousand_columns_is_refused(tmp_path: Path) -> None:
    assert "1000 cột" in refusal(write_book(tmp_path / "rong.xlsx", [["x"] * 1_000]))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "Lưu thành"),
        ("a.ods", b"PK\x03\x04", "OpenDocument"),
        ("a.pdf", b"%PDF-1.7", "không phải bảng"),
        ("a.docx", b"PK\x03\x04", "chỉ nhận danh sách"),
        ("a", b"x", "chỉ nhận danh sách"),
        ("a.csv", b"", "tệp rỗng"),
        ("a.xlsx", b"", "tệp rỗng"),
        ("a.csv", b"PK\x03\x04....", "nội dung không phải chữ"),
        ("a.csv", b"\xd0\xcf\x11\xe0....", "nội dung không phải chữ"),
        ("a.xlsx", "Mã KH,Tên\n".encode(), "không phải sổ .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0....", "bỏ mật khẩu"),
        ("a.xlsx", b"<html><table>", "không phải sổ .xlsx"),
        ("a.xlsx", b"PK\x03\x04 and nothing", "sổ bị hỏng"),
        ("a.csv", b"M\x00\xe3\x00 \x00K\x00", "UTF-16"),
        ("a.csv", "Mã KH,Tên\n".encode() + b'"' + b"x" * 200_000, "thiếu dấu ngoặc kép"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told in refusal(path)


def test_a_file_is_judged_by_the_name_that_people_gave_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "0123.upload", [HEAD, GOOD])
    with open_sheet(path, "", "khách hàng.csv") as sheet:
        assert [cells for _number, cells in sheet.rows] == [list(HEAD), list(GOOD)]
    with pytest.raises(BadInput, match="khách hàng"), open_sheet(path, "", "khách hàng.xls"):
        pass


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Mã KH\nHoµng V¨n Hßa\nNguyÔn §øc Mü\nTrÇn ThÞ HuÕ".replace("ã", "·"), "TCVN3"),
        ("Maõ KH\nNguyeãn Vaên Hoøa\nÑaëng Thò Hueä", "VNI"),
    ],
)
def test_old_code_pages_are_named_and_never_guessed_into_letters(tmp_path: Path, text: str, page: str) -> None:
    path = tmp_path / "cu.csv"
    path.write_bytes(text.encode("latin-1"))
    assert page in refusal(path)
    assert "UTF-8" in refusal(path)


@pytest.mark.parametrize(("kind", "name"), [(ListKind.CSV, "to.csv"), (ListKind.XLSX, "to.xlsx")])
def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, kind: ListKind, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(LARGEST[kind] + 1)
    assert "tệp quá lớn" in refusal(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_book(tmp_path / "bom.xlsx", [HEAD])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/zeros", "w") as part:
        for _ in range(200):
            part.write(bytes(1_000_000))
    assert "nén quá chặt" in refusal(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "anh.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anh.txt", "x")
    assert "không phải sổ Excel" in refusal(path)


def test_a_workbook_that_would_fill_any_memory_ends_the_process_that_reads_it_and_no_other(tmp_path: Path) -> None:
    """A cell in the last row and column makes the table between it and the first one 17 thousand million cells."""
    path = tmp_path / "xa.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", "Mã KH")
        sheet.write("XFD1048576", "x")
    assert "quá lớn để đọc an toàn" in refusal(path)


def test_a_workbook_with_broken_insides_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "vo.xlsx", [HEAD, GOOD])
    _change(path, "xl/worksheets/sheet1.xml", rb"<sheetData>.*", b"<sheetData><row")
    assert "không đọc được sổ" in refusal(path)


@pytest.mark.parametrize("piece", [b",", b'"\n",', b"x"])
def test_a_row_without_an_end_is_refused_before_it_fills_the_memory(tmp_path: Path, piece: bytes) -> None:
    path = tmp_path / "dai.csv"
    path.write_bytes(b"M\xc3\xa3 KH,T\xc3\xaan KH\n" + piece * (5_000_000 // len(piece)))
    assert "một dòng rất dài" in refusal(path)


def test_a_workbook_with_an_endless_cell_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "dai.xlsx", [HEAD, GOOD])
    _change(path, "xl/sharedStrings.xml", b"Ho\xc3\xa0ng", b"x" * 3_000_000)
    assert "không đọc được sổ" in refusal(path) or "nén quá chặt" in refusal(path)


def test_giving_up_in_the_middle_leaves_no_process_behind(tmp_path: Path) -> None:
    path = write_book(tmp_path / "dai.xlsx", [HEAD, *[GOOD] * 20_000])
    with open_sheet(path) as sheet:
        assert next(sheet.rows)[0] == 1


def _change(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = re.sub(old, new, parts[part], flags=re.DOTALL)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

"""What was wrong goes back as a workbook that no spreadsheet runs."""

from pathlib import Path

from outreach.documents.problem_books import HEADINGS, write_problem_book
from outreach.documents.sheets import open_sheet
from outreach.domain.customer_rows import BadRow


def test_every_problem_is_a_row_and_every_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "sai.xlsx"
    bad = [
        BadRow(7, "Điện thoại", "=cmd|' /C calc'!A0", "có ký tự lạ", "+84912345678"),
        BadRow(9, "Xã", "", "đang để trống"),
    ]
    assert write_problem_book(path, bad) == 2
    with open_sheet(path) as sheet:
        rows = [cells for _number, cells in sheet.rows]
    assert rows == [
        list(HEADINGS),
        ["7", "Điện thoại", "=cmd|' /C calc'!A0", "có ký tự lạ", "+84912345678"],
        ["9", "Xã", "", "đang để trống", ""],
    ]


def test_a_list_with_nothing_wrong_gives_the_headings_alone(tmp_path: Path) -> None:
    assert write_problem_book(tmp_path / "sai.xlsx", []) == 0

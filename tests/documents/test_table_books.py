"""A workbook in which every text stays text."""

from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from outreach.documents.sheets import open_sheet
from outreach.documents.table_books import write_book


def rows_of(path: Path) -> list[list[str]]:
    with open_sheet(path) as sheet:
        return [cells for _number, cells in sheet.rows]


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "0912345678", "http://a.vn", "Nguyễn Hòa"])
def test_no_text_becomes_a_formula_a_number_or_a_link(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_book(path, ["x"], [[text]])
    assert rows_of(path) == [["x"], [text]]
    with ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_instants_are_written_as_people_here_read_them(tmp_path: Path) -> None:
    at, path = datetime(2023, 12, 18, 9, 40, tzinfo=UTC), tmp_path / "a.xlsx"
    assert write_book(path, ["a", "b", "c"], [[at, at.date(), None], [1, "x", ""]]) == 2
    assert rows_of(path)[1:] == [["18/12/2023 16:40:00", "18/12/2023", ""], ["1", "x", ""]]

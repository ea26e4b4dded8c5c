"""A workbook in which every text stays text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from outreach.documents.table_books import write_book


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "0912345678", "http://a.vn", "Nguyễn Hòa"])
def test_no_text_becomes_a_formula_a_number_or_a_link(tmp_path: Path, text: str) -> None:
    write_book(tmp_path / "a.xlsx", ["x"], [[text]])
    cell = load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_instants_are_written_as_people_here_read_them(tmp_path: Path) -> None:
    at = datetime(2023, 12, 18, 9, 40, tzinfo=UTC)
    assert write_book(tmp_path / "a.xlsx", ["a", "b", "c"], [[at, at.date(), None], [1, "x", ""]]) == 2
    rows = list(load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))
    assert rows[1] == ("18/12/2023 16:40:00", "18/12/2023", None)
    assert rows[2][:2] == (1, "x")

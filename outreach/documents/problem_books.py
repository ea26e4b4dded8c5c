"""What is wrong with a list, as a workbook that goes back to whoever sent it."""

from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from outreach.domain.customer_rows import BadRow

HEADINGS = ("Dòng", "Cột", "Giá trị đọc được", "Vì sao không nhập", "Gợi ý")
WIDTHS = (8, 24, 32, 56, 32)
MOST = 1_000_000
"""Rows of a sheet, less than what Excel opens."""


def write_problem_book(path: Path, bad: Iterable[BadRow]) -> int:
    """Write them one by one; every text stays text, whatever it begins with. Returns how many."""
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Dòng phải sửa")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True}))
        for one in bad:
            if count >= MOST:
                break
            count += 1
            sheet.write_number(count, 0, one.row)
            for column, text in enumerate((one.column, one.value, one.reason, one.suggestion), 1):
                sheet.write_string(count, column, text)
    return count

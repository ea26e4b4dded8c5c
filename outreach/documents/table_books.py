"""Tables out, as a workbook in which every text stays text: numbers keep their first zero, nothing runs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from outreach.domain.calendar import local

WIDTH = 24
MOST = 1_000_000
"""Rows of a sheet, less than what Excel opens."""


def write_book(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write them one by one, so that memory does not grow; returns how many."""
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, len(headings) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        for row in rows:
            if count >= MOST:
                break
            count += 1
            for column, value in enumerate(row):
                _write(sheet, count, column, value)
    return count


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_string(row, column, f"{local(value):%d/%m/%Y %H:%M:%S}")
    elif isinstance(value, date):
        sheet.write_string(row, column, f"{value:%d/%m/%Y}")
    else:
        sheet.write_string(row, column, "" if value is None else str(value))

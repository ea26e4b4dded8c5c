"""A sheet of a workbook as CSV on standard output: run as a process of its own, with little memory and time.

A workbook may be made to fill any memory when it is read, whatever it declares. Here that ends this process alone.
The first line is JSON: the sheets, the one that is read, its rows, merged cells. Errors end it with a JSON line on
standard error. Formulas that no program has worked out, and failed ones, come as text that no check lets pass.
"""

import csv
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from outreach.documents.workbook_marks import unreadable_cells

MEMORY = 1_000_000_000
"""Bytes of address space. The sheet of a province (467,636 rows) takes half of it."""
SECONDS = 300
MOST_MERGED = 1_000


def main(path: str, wanted: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    with CalamineWorkbook.from_path(path) as book:
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        name = wanted or (shown or book.sheet_names)[0]
        if name not in book.sheet_names:
            _fail("no-sheet", book.sheet_names)
        _write(book.get_sheet_by_name(name), name, book.sheet_names, unreadable_cells(path, name))


def _write(sheet: CalamineSheet, name: str, sheets: list[str], marks: dict[int, dict[int, str]]) -> None:
    start = sheet.start
    merged = [] if start is None else (sheet.merged_cell_ranges or [])[:MOST_MERGED]
    told = {"sheets": sheets, "sheet": name, "rows": sheet.total_height, "columns": sheet.width, "merged": merged}
    sys.stdout.write(json.dumps(told) + "\n")
    if start is not None:
        csv.writer(sys.stdout).writerows(_rows(sheet, start[1], marks))


def _rows(sheet: CalamineSheet, first_column: int, marks: dict[int, dict[int, str]]) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows()):
        texts = [cell if cell.__class__ is str else _text(cell) for cell in row]
        for column, mark in marks.get(number, {}).items():
            texts[column - first_column] = mark
        yield texts


def _text(cell: Any) -> str:
    """Spreadsheets keep whole numbers as fractions; a code or a day must not become ``10.0``."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _fail(kind: str, facts: Any) -> None:
    sys.stderr.write(json.dumps({"kind": kind, "facts": facts}))
    sys.exit(3)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (CalamineError, MemoryError, OSError, ValueError) as error:
        _fail("broken", f"{type(error).__name__}: {error}"[:200])

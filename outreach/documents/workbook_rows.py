"""A sheet of a workbook as text on standard output: run as a process of its own, with little memory and time.

A workbook may be made to fill any memory when it is read, whatever it declares. Here that ends this process alone.
The first line is JSON: the sheets, the one that is read, its rows, merged cells; then a line for each row, its cells
parted by BETWEEN. A line's end within a cell becomes WITHIN. Errors end it with a JSON line on standard error. Formulas
that no program has worked out, and failed ones, come as text that no check lets pass.
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from outreach.documents.workbook_marks import unreadable_cells
from outreach.documents.workbook_protocol import BETWEEN, LONGEST_ROW, WITHIN

MEMORY = 1_500_000_000
"""Bytes of address space. The sheet of a province (467,636 rows, 23 MB packed) holds 400 MB in memory."""
SECONDS = 300
MOST_MERGED = 1_000
Marks = dict[int, dict[int, str]]
_SIGNS = str.maketrans({BETWEEN: " ", "\n": WITHIN, "\r": ""})


def main(path: str, wanted: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    with CalamineWorkbook.from_path(path) as book:
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        name = wanted or (shown or book.sheet_names)[0]
        if name not in book.sheet_names:
            _fail("no-sheet", book.sheet_names)
        with ThreadPoolExecutor(1) as beside:  # the parser leaves the other core to it
            marks = beside.submit(unreadable_cells, path, name)
            _write(book.get_sheet_by_name(name), name, book.sheet_names, marks.result())


def _write(sheet: CalamineSheet, name: str, sheets: list[str], marks: Marks) -> None:
    start = sheet.start
    merged = [] if start is None else (sheet.merged_cell_ranges or [])[:MOST_MERGED]
    told = {"sheets": sheets, "sheet": name, "rows": sheet.total_height, "columns": sheet.width, "merged": merged}
    sys.stdout.write(json.dumps(told) + "\n")
    if start is not None:
        rows = _marked(sheet.iter_rows(), start[1], marks) if marks else sheet.iter_rows()
        sys.stdout.writelines(map(_line, rows))


def _marked(rows: Iterable[list[Any]], first_column: int, marks: Marks) -> Iterator[list[Any]]:
    for number, row in enumerate(rows):
        for column, mark in marks.get(number, {}).items():
            row[column - first_column] = mark
        yield row


def _line(row: list[Any]) -> str:
    try:
        line = BETWEEN.join(row)
    except TypeError:  # some are numbers
        row = [cell if cell.__class__ is str else _text(cell) for cell in row]
        line = BETWEEN.join(row)
    if "\n" in line or "\r" in line or line.count(BETWEEN) >= len(row):
        line = BETWEEN.join(cell.translate(_SIGNS) for cell in row)
    if len(line) > LONGEST_ROW:
        _fail("broken", "a row that is too long")
    return line + "\n"


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

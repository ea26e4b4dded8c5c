"""The table of places (CSV) as values: read whole, or refused whole with everything that is wrong with it."""

import csv
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

from outreach.documents.report import Report, spoken
from outreach.documents.text_files import fault_in, read_text
from outreach.documents.toml_lines import KeyPath
from outreach.domain.calendar import DAY
from outreach.domain.errors import BadInput, Problem
from outreach.domain.units import Place

COLUMNS = ("code", "kind", "name", "parent", "valid_from", "valid_to", "successors")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_CODE = re.compile(r"[0-9A-Za-z.-]{1,20}")


def read_places(path: Path) -> tuple[Place, ...]:
    """The places of a CSV file headed by COLUMNS; rows that begin with ``#`` are remarks."""
    lines: dict[KeyPath, int] = {}
    report = Report(path.name, lines, name=lambda place: str(place[-1]))
    rows = _rows(read_text(path), report, lines)
    report.refuse()
    places = [(row, _read_place(row)) for row in rows]
    report.refuse()
    _check_together(places)
    report.refuse()
    return tuple(place for _, place in places)


class _Row:
    """One row, whose cells are taken by the name of their column."""

    def __init__(self, line: int, cells: dict[str, str], report: Report) -> None:
        self._line = line
        self._cells = cells
        self._report = report

    def add(self, column: str, advice: str) -> None:
        self._report.add((self._line, f"cột {column}"), self._cells[column], advice)

    def sound(self, *columns: str) -> bool:
        return all(self._report.sound((self._line, f"cột {column}")) for column in columns)

    def text(self, column: str) -> str:
        text = self._cells[column]
        if not text:
            self.add(column, "đang để trống: điền vào")
        elif advice := fault_in(text):
            self.add(column, advice)
        return text

    def code(self, column: str) -> str:
        code = self.text(column)
        if not _CODE.fullmatch(code):
            self.add(column, "mã chỉ gồm chữ số và chữ cái không dấu, ví dụ 06184")
        return code

    def codes(self, column: str) -> tuple[str, ...]:
        codes = tuple(code.strip() for code in self._cells[column].split(";") if code.strip())
        if not all(_CODE.fullmatch(code) for code in codes):
            self.add(column, "viết các mã cách nhau bằng dấu chấm phẩy, ví dụ 06184;06187")
        return codes

    def day(self, column: str) -> date:
        try:
            day = date.fromisoformat(self._cells[column])
        except ValueError:
            day = date.max
        if not EARLIEST <= day <= LATEST:
            self.add(column, f"viết năm-tháng-ngày, năm từ {EARLIEST.year} đến {LATEST.year}, ví dụ 2025-06-30")
        return day

    def filled(self, column: str) -> bool:
        return bool(self._cells[column])


def _rows(text: str, report: Report, lines: dict[KeyPath, int]) -> list[_Row]:
    (line, head), *rows = _cells(text, report, lines) or [(0, [])]
    if tuple(head) != COLUMNS:
        report.add((line, "dòng tên cột"), ",".join(head), f"phải là {','.join(COLUMNS)}, cách nhau bằng dấu phẩy")
        return []
    for line, cells in rows:
        if len(cells) != len(COLUMNS):
            told = f"có {len(cells)} cột, cần {len(COLUMNS)}: để trống vẫn phải giữ dấu phẩy"
            report.add((line, "cả dòng"), ",".join(cells), told)
    return [_Row(line, dict(zip(COLUMNS, cells, strict=False)), report) for line, cells in rows]


def _cells(text: str, report: Report, lines: dict[KeyPath, int]) -> list[tuple[int, list[str]]]:
    """The rows that count, each with its line."""
    reader = csv.reader(text.split("\n"))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if _counts(row)]
    except csv.Error as error:
        told = "không phải bảng CSV: thiếu dấu ngoặc kép đóng ở đây hoặc ở trên"
        raise BadInput(report.file, (Problem(f"{report.file}, dòng {reader.line_num}", "…", told),)) from error
    lines.update({(line,): line for line, _ in rows})
    return rows


def _counts(row: list[str]) -> bool:
    return any(cell.strip() for cell in row) and not row[0].startswith("#")


def _read_place(row: _Row) -> Place:
    place = Place(
        code=row.code("code"),
        kind=row.text("kind"),
        name=row.text("name"),
        parent=row.code("parent") if row.filled("parent") else None,
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to") if row.filled("valid_to") else None,
        successors=row.codes("successors"),
    )
    if row.sound("valid_from", "valid_to") and place.valid_to and place.valid_to < place.valid_from:
        row.add("valid_to", f"đứng trước valid_from {spoken(place.valid_from)}: viết một ngày từ hôm đó trở đi")
    if place.successors and not place.valid_to:
        row.add("successors", "đơn vị còn tồn tại thì chưa có đơn vị kế tiếp: điền valid_to hoặc để trống cột này")
    return place


def _check_together(places: list[tuple[_Row, Place]]) -> None:
    """Check what only the whole table can tell: no code means two places on one day, every code named is there."""
    by_code: defaultdict[str, list[Place]] = defaultdict(list)
    for row, place in places:
        if any(_overlap(place, other) for other in by_code[place.code]):
            row.add("code", "mã này đã là một đơn vị khác trong cùng thời gian ở dòng trên: sửa mã hoặc ngày")
        by_code[place.code].append(place)
    for row, place in places:
        if place.parent and not _exists(by_code[place.parent], place.valid_from):
            row.add("parent", f"không có đơn vị nào mang mã này vào ngày {spoken(place.valid_from)}")
        after = place.valid_to + DAY if place.valid_to else place.valid_from
        if not all(_exists(by_code[code], after) for code in place.successors):
            row.add("successors", f"có mã không phải đơn vị nào vào ngày {spoken(after)}")


def _overlap(one: Place, other: Place) -> bool:
    return one.valid_on(other.valid_from) or other.valid_on(one.valid_from)


def _exists(places: list[Place], day: date) -> bool:
    return any(place.valid_on(day) for place in places)

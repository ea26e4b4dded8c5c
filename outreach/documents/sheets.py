"""The rows of a list, CSV or workbook, one after another: never the whole list in this process's memory."""

import codecs
import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from outreach.documents.list_files import ListKind, list_kind
from outreach.documents.text_files import refused
from outreach.documents.workbook_protocol import BETWEEN, LONGEST_ROW
from outreach.domain.customer_columns import MOST_COLUMNS
from outreach.domain.customer_ports import Sheet
from outreach.domain.errors import BadInput
from outreach.domain.legacy_fonts import code_page_of

SAMPLE = 65_536
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAVE_AS_UTF8 = "lưu lại bằng Excel, kiểu «CSV UTF-8», hoặc nạp thẳng sổ .xlsx"


@contextmanager
def open_sheet(path: Path, sheet: str = "", name: str = "") -> Iterator[Sheet]:
    """Open a list for reading once, from the top; BadInput, also while reading, when it is no sound list."""
    file = Path(name or path.name)
    opened = _open_csv(path, file) if list_kind(path, name) is ListKind.CSV else _open_workbook(path, file, sheet)
    with opened as found:
        yield found


@contextmanager
def _open_csv(path: Path, file: Path) -> Iterator[Sheet]:
    with path.open("rb") as raw:
        sample = raw.read(SAMPLE)
        raw.seek(0)
        lines = _count_lines(raw, file)
    encoding = next((name for mark, name in _MARKS.items() if sample.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\x00" in sample:
        raise refused(file, "byte 0", f"không phải chữ UTF-8 (có thể là UTF-16 không có dấu đầu tệp): {_SAVE_AS_UTF8}")
    with path.open(encoding=encoding, newline="") as text:
        bounded = _Bounded(text, file)
        rows = csv.reader(bounded, delimiter=_delimiter(sample.decode(encoding, "replace")))
        yield Sheet("", (), _guarded(rows, bounded, file, path), lines, ())


def _count_lines(raw: IO[bytes], file: Path) -> int:
    count = 0
    while chunk := raw.read(LONGEST_ROW):
        lines = chunk.count(b"\n")
        if not lines and len(chunk) == LONGEST_ROW:
            raise _row_too_long(file)
        count += lines
    return count


class _Bounded:
    """The lines of a text, until those of one row come to more than a row can be."""

    def __init__(self, text: IO[str], file: Path) -> None:
        self._text = text
        self._file = file
        self.row = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.row += len(line)
            if self.row > LONGEST_ROW:
                raise _row_too_long(self._file)
            yield line


def _row_too_long(file: Path) -> BadInput:
    return refused(file, "một dòng rất dài", "không giống danh sách: thiếu dấu ngoặc kép đóng, hoặc tệp không có dòng")


def _delimiter(sample: str) -> str:
    """The sign that stands most often in the first lines; a spreadsheet set to Vietnamese writes semicolons."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()]
    return max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))


def _guarded(rows: Any, bounded: _Bounded, file: Path, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows numbered as a spreadsheet does, from 1; what breaks the reading is told with its place."""
    try:
        for numbered in enumerate(rows, 1):
            bounded.row = 0
            yield numbered
    except UnicodeDecodeError as error:
        raise _not_utf8(path, file) from error
    except csv.Error as error:
        told = "bảng CSV hỏng: thiếu dấu ngoặc kép đóng ở đây hoặc ở trên"
        raise refused(file, f"dòng {rows.line_num}", told) from error


def _not_utf8(path: Path, file: Path) -> BadInput:
    with path.open("rb") as raw:
        sample = raw.read(SAMPLE * 16)
    page = code_page_of(sample)
    return refused(file, page or "bảng mã lạ", f"chữ không phải UTF-8: {_SAVE_AS_UTF8}")


@contextmanager
def _open_workbook(path: Path, file: Path, sheet: str) -> Iterator[Sheet]:
    command = [sys.executable, "-m", "outreach.documents.workbook_rows", str(path.absolute()), sheet]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=1 << 18
    ) as reader:
        assert reader.stdout is not None  # asked for above
        try:
            yield _sheet_from(reader, io.TextIOWrapper(reader.stdout, encoding="utf-8", newline="\n"), file)
        finally:
            reader.kill()


def _sheet_from(reader: subprocess.Popen[bytes], told: IO[str], file: Path) -> Sheet:
    first = told.readline()
    if not first:
        raise _ended(reader, file)
    facts = json.loads(first)
    if facts["columns"] > MOST_COLUMNS:
        advice = f"quá nhiều cột (tối đa {MOST_COLUMNS}): xóa các cột trống hoặc thừa bên phải"
        raise refused(file, f"{facts['columns']} cột", advice)
    merged = tuple(
        (top + 1, bottom + 1, _range(top, left, bottom, right)) for (top, left), (bottom, right) in facts["merged"]
    )
    return Sheet(facts["sheet"], tuple(facts["sheets"]), _from_process(reader, told, file), facts["rows"], merged)


def _from_process(reader: subprocess.Popen[bytes], told: IO[str], file: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(told, 1):
        yield number, line[:-1].split(BETWEEN)
    if reader.wait() != 0:
        raise _ended(reader, file)


def _ended(reader: subprocess.Popen[bytes], file: Path) -> BadInput:
    """Why the process that reads the workbook gave up."""
    assert reader.stderr is not None  # asked for above
    last = reader.stderr.read().decode(errors="replace").strip().rpartition("\n")[2]
    if reader.wait() == 3:
        why = json.loads(last)
        if why["kind"] == "no-sheet":
            return refused(file, "trang tính", f"không có trang tính ấy; trong sổ có: {'; '.join(why['facts'])[:300]}")
    return refused(
        file, "", "không đọc được sổ: tệp hỏng, hoặc quá lớn để đọc an toàn; lưu thành CSV UTF-8 rồi nạp lại"
    )


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

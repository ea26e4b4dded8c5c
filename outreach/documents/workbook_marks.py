"""Cells of a workbook that look filled in and hold no value: formulas nobody has worked out, and failed ones."""

import re
import zipfile
from xml.etree import ElementTree

FAILED = "#LỖI"
UNWORKED = "#CHƯA TÍNH"
CHUNK = 1 << 20
MOST = 100_000
OVERLAP = 16_384
"""Bytes kept of a chunk for the next: more than a cell with its formula takes."""
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*?(t="e")[^>]*>|(?![^>]*t="str")[^>]*'
    rb"(?<!/)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>)"
)
"""A result that is an empty text (t="str") is a result."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST_INDEX = 1_000_000


def unreadable_cells(path: str, sheet: str) -> dict[int, dict[int, str]]:
    """By row and column, both from 0, the text to put in their place."""
    marks: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        if part not in archive.namelist():
            return marks
        with archive.open(part) as xml:
            held = b""
            while chunk := xml.read(CHUNK):
                held += chunk
                if b"<f" in held or b't="e"' in held:
                    _mark(held, marks)
                held = held[-OVERLAP:]
    return marks


def _mark(xml: bytes, marks: dict[int, dict[int, str]]) -> None:
    for found in _CELL.finditer(xml):
        row, column = int(found[2]) - 1, _column(found[1])
        marks.setdefault(row, {})[column] = FAILED if found[3] else UNWORKED
        if len(marks) > MOST:
            raise ValueError("too many cells without a value")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of the archive in which a sheet stands."""
    names = {
        element.get("name"): element.get(_RELATION)
        for element in _parsed(archive, "xl/workbook.xml").iter()
        if element.tag.endswith("}sheet")
    }
    targets = {element.get("Id"): element.get("Target") for element in _parsed(archive, "xl/_rels/workbook.xml.rels")}
    target = targets.get(names.get(sheet)) or ""
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _parsed(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    with archive.open(part) as xml:
        return ElementTree.fromstring(xml.read(_LARGEST_INDEX))

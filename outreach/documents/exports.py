"""Tables out, as CSV that a spreadsheet opens with its Vietnamese letters whole (UTF-8 with a mark, NFC)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from outreach.domain.calendar import local


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a whole table or none of it; returns how many rows."""
    aside, count = path.with_name(f".{path.name}.part"), 0
    with aside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for row in rows:
            writer.writerow([_shown(value) for value in row])
            count += 1
    aside.replace(path)
    return count


def _shown(value: Any) -> Any:
    """Instants and days as a Vietnamese reader writes them; text that a spreadsheet would run is made text."""
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

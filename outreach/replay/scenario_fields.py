"""Taking the keys of one table of a scenario file, each with its type; what is wrong is collected, not raised.

When a value is wrong a stand-in comes back, so that every problem is found in one go; the reader then refuses the
whole file.
"""

import unicodedata
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from outreach.domain.calendar import ZONE, Span
from outreach.domain.errors import Problem

T = TypeVar("T")
_KINDS = {
    str: "chữ trong ngoặc kép",
    int: "số nguyên",
    float: "số từ 0 đến 1",
    date: "ngày, không có ngoặc kép",
    datetime: "ngày và giờ địa phương, không có ngoặc kép",
    list: "danh sách trong ngoặc vuông",
    dict: "một bảng",
}
LONG_AGO = date(2000, 1, 1)


class Fields:
    """One table. Every key that is asked for is thereby known; :meth:`close` reports the others."""

    def __init__(self, table: dict[str, Any], file: str, problems: list[Problem], path: str = "") -> None:
        self._table = table
        self._file = file
        self._path = path
        self._problems = problems
        self._known: set[str] = set()

    def add(self, key: str, advice: str) -> None:
        """Report a problem with the value of a key."""
        where = f"{self._file}, {self._path}{key}"
        self._problems.append(Problem(where, _shown(self._table.get(key)), advice))

    def text(self, key: str) -> str:
        text = self._value(key, str, '"…"', "?").strip()
        if not text:
            self.add(key, f'đang để trống: viết {key} = "…"')
        if unicodedata.normalize("NFC", text) != text:
            self.add(key, "dấu viết rời (NFD): lưu lại tệp ở dạng dựng sẵn NFC")
        return text

    def integer(self, key: str, lowest: int, highest: int) -> int:
        number = self._value(key, int, str(lowest), lowest)
        if not lowest <= number <= highest:
            self.add(key, f"phải là số nguyên từ {lowest} đến {highest}")
            return lowest
        return number

    def integers(self, key: str, lowest: int, highest: int) -> tuple[int, ...]:
        """A list of different whole numbers, at least one."""
        numbers = self._value(key, list, f"[{lowest}, {highest}]", [lowest])
        right = all(type(number) is int and lowest <= number <= highest for number in numbers)
        if not numbers or not right or len(set(numbers)) < len(numbers):
            self.add(key, f"phải là các số nguyên khác nhau từ {lowest} đến {highest}, ít nhất một số")
            return (lowest,)
        return tuple(numbers)

    def texts(self, key: str) -> tuple[str, ...]:
        items = self._value(key, list, '["…"]', ["?"])
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            self.add(key, f'phải là danh sách chữ, không để trống: viết {key} = ["…"]')
            return ()
        return tuple(items)

    def share(self, key: str) -> float:
        number = self._table.get(key)
        share = float(number) if type(number) is int else self._value(key, float, "0.1", 0.0)
        self._known.add(key)
        if not 0 <= share <= 1:
            self.add(key, "phải là số từ 0 đến 1")
            return 0.0
        return share

    def day(self, key: str) -> date:
        return self._value(key, date, "2023-11-13", LONG_AGO)

    def moment(self, key: str) -> datetime:
        """An instant, written in local time."""
        at = self._value(key, datetime, "2023-11-07T18:00:00", datetime.combine(LONG_AGO, time(0)))
        if at.tzinfo is not None:
            self.add(key, "viết giờ địa phương, không kèm múi giờ: 2023-11-07T18:00:00")
        return at.replace(tzinfo=ZONE).astimezone(UTC)

    def span(self) -> Span:
        """The stretch between the keys ``from`` and ``until``."""
        span = Span(self.moment("from"), self.moment("until"))
        if span.start >= span.end and {"from", "until"} <= self._table.keys():
            self.add("until", "phải sau from")
        return span

    def table(self, key: str) -> "Fields":
        table: dict[str, Any] = self._value(key, dict, f"[{key}]", {})
        problems = self._problems if table else []  # that it is missing has been told
        return Fields(table, self._file, problems, f"{self._path}{key}.")

    def tables(self, key: str) -> list["Fields"]:
        """All tables ``[[key]]``; there may be none."""
        self._known.add(key)
        found = self._table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self.add(key, f"phải là các bảng: viết [[{key}]] trên một dòng riêng")
            return []
        paths = (f"{self._path}{key}[{number}]." for number in range(1, len(found) + 1))
        return [Fields(table, self._file, self._problems, path) for table, path in zip(found, paths, strict=True)]

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in sorted(self._table.keys() - self._known):
            self.add(key, f"không có khóa này ở đây; chỉ có: {', '.join(sorted(self._known))}")

    def _value(self, key: str, kind: type[T], example: str, stand_in: T) -> T:
        self._known.add(key)
        value = self._table.get(key)
        if type(value) is kind:
            return value
        advice = "thiếu: thêm" if value is None else f"phải là {_KINDS[kind]}: viết"
        self.add(key, f"{advice} {example if kind is dict else f'{key} = {example}'}")
        return stand_in


def _shown(value: object) -> str:
    return "(không có)" if value is None else str(value)[:80]

"""Taking the keys of one table of a TOML file, each with its type and form.

When a value is wrong a stand-in comes back, so that reading goes on and every problem is found in one go. Nothing
built from a stand-in ever leaves: the report refuses the whole file.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from outreach.documents.report import Report, meant
from outreach.documents.toml_lines import KeyPath

T = TypeVar("T")

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d\d)-(\d\d)")
_KINDS = {
    str: "chữ trong ngoặc kép",
    int: "số nguyên",
    float: "số",
    date: "ngày, không có ngoặc kép",
    bool: "true hoặc false",
    list: "danh sách trong ngoặc vuông",
}


class Section:
    """One table of the file. Every key that is asked for is thereby known; :meth:`close` reports the others."""

    def __init__(self, table: dict[str, Any], path: KeyPath, report: Report) -> None:
        self.path = path
        self.report = report
        self._table = table
        self._known: dict[str, None] = {}

    def add(self, key: str, advice: str) -> None:
        """Report a problem with the value of a key."""
        self.report.add((*self.path, key), self._table.get(key), advice)

    def sound(self, *keys: str) -> bool:
        return all(self.report.sound((*self.path, key)) for key in keys)

    def has(self, key: str) -> bool:
        self._know(key)
        return key in self._table

    def raw(self, key: str) -> Any:
        """The value as it stands in the file; None if it does not."""
        self._know(key)
        return self._table.get(key)

    def overlaid(self, given: Mapping[str, Any]) -> "Section":
        """The same table with other values over its own, table by table."""
        return Section(_overlaid(self._table, given), self.path, self.report)

    def text(self, key: str, default: str | None = None) -> str:
        text = (self._value(key, str, '"…"', default) or "").strip()
        if not text and default is None:
            self.add(key, f'đang để trống: viết {key} = "…"')
        return text

    def slug(self, key: str = "slug") -> str:
        slug = self.text(key)
        if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
            form = f"chỉ dùng chữ thường không dấu a–z, số và gạch nối, dài tối đa {LONGEST_SLUG}"
            self.add(key, f"{form}: ví dụ loa-hang-tuan")
        return slug

    def choice(self, key: str, known: Sequence[str]) -> str:
        word = self.text(key)
        if word not in known:
            self.add(key, f"không có lựa chọn này; {meant(word, known)}")
        return word

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, none of them empty or twice the same; the list is empty only if its default is."""
        items: list[Any] = self._value(key, list, '["…"]', None if default is None else list(default)) or []
        if not items and default != ():
            self.add(key, f'danh sách rỗng: viết {key} = ["…"]')
        seen: set[str] = set()
        for number, item in enumerate(items):
            self._check_item((*self.path, key, number), item, seen)
        return tuple(str(item).strip() for item in items)

    def choices(self, key: str, known: Sequence[str], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        words = self.texts(key, default)
        for number, word in enumerate(words):
            if word not in known:
                self.report.add((*self.path, key, number), word, f"không có lựa chọn này; {meant(word, known)}")
        return words

    def _check_item(self, path: KeyPath, item: Any, seen: set[str]) -> None:
        if not isinstance(item, str) or not item.strip():
            self.report.add(path, item, "phải là chữ trong ngoặc kép và không để trống")
        elif item.strip() in seen:
            self.report.add(path, item, "đã có ở trên: bỏ bớt một chỗ")
        else:
            seen.add(item.strip())

    def integer(self, key: str, lowest: int, highest: int, default: int | None = None) -> int:
        number = self._value(key, int, str(lowest), default)
        if number is not None and not lowest <= number <= highest:
            self.add(key, f"phải là số nguyên từ {lowest} đến {highest}")
        return number or 0

    def integers(self, key: str, lowest: int, highest: int) -> tuple[int, ...]:
        """A list of whole numbers; there may be none."""
        items: list[Any] = self._value(key, list, f"[{lowest}]", []) or []
        for number, item in enumerate(items):
            if type(item) is not int or not lowest <= item <= highest:
                advice = f"phải là số nguyên từ {lowest} đến {highest}"
                self.report.add((*self.path, key, number), item, advice)
        return tuple(item for item in items if type(item) is int)

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._value(key, bool, "true", default))

    def pairs(self, key: str, known: Sequence[str] | None = None) -> tuple[tuple[str, str], ...]:
        """A table of texts under names: any, or those that are ``known``. There may be none."""
        section = self.section(key)
        names = tuple(section._table) if section else ()
        found = tuple((name, section.text(name)) for name in names) if section else ()
        for name in names:
            if known is not None and name not in known:
                self.report.add((*self.path, key, name), name, f"không có tên này; {meant(name, known)}")
        return found

    def number(self, key: str, highest: float, default: float | None = None, *, zero: bool = False) -> float:
        """A number above zero (or ``zero`` itself, if that is let in) up to ``highest``."""
        value: float | None = self._table.get(key)
        if type(value) is not int:
            value = self._value(key, float, "0.6", default)
        self._know(key)
        if value is None:
            return 0.0
        if not (0 < value <= highest or (zero and value == 0)):
            self.add(key, f"phải {'từ 0' if zero else 'lớn hơn 0'} và không quá {highest:g}")
            return 0.0
        return float(value)

    def day(self, key: str, default: date | None = None) -> date:
        if isinstance(value := self._table.get(key), str | datetime):
            self._know(key)
            self.add(key, _day_advice(key, value))
            return EARLIEST
        day = self._value(key, date, "2023-12-20", default)
        if day is not None and not EARLIEST <= day <= LATEST:
            self.add(key, f"năm phải từ {EARLIEST.year} đến {LATEST.year}")
        return day or EARLIEST

    def month_or_day(self, key: str) -> str:
        """A day in ISO form, or only its month where a document leaves the day blank: ``"2023-10"``."""
        value = self._table.get(key)
        if isinstance(value, str) and _MONTH.fullmatch(value):
            self._know(key)
            return value
        return self.day(key).isoformat()

    def clock(self, key: str, default: time | None = None) -> time:
        self._know(key)
        value = self._table.get(key, default)
        if isinstance(value, str) and (match := _CLOCK.fullmatch(value)):
            return time(int(match[1]), int(match[2]))
        if isinstance(value, time) and value == value.replace(second=0, microsecond=0):
            return value
        self.add(key, f'phải là giờ:phút từ 00:00 đến 23:59, hai chữ số mỗi phần: viết {key} = "05:30"')
        return time(0)

    def section(self, key: str) -> "Section | None":
        """The table of a name, if it stands in the file."""
        self._know(key)
        table = self._table.get(key)
        if table is None or isinstance(table, dict):
            return None if table is None else Section(table, (*self.path, key), self.report)
        self.add(key, f"phải là một bảng: viết [{self._header(key)}] trên một dòng riêng")
        return None

    def sections(self, key: str) -> list["Section"]:
        self._know(key)
        tables = self._table.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.add(key, f"phải là các bảng: viết [[{self._header(key)}]] trên một dòng riêng, ngoặc vuông kép")
            return []
        return [Section(table, (*self.path, key, number), self.report) for number, table in enumerate(tables)]

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in self._table.keys() - self._known.keys():
            self.add(key, f"không có khóa này ở đây; {meant(key, tuple(self._known))}")

    def _know(self, key: str) -> None:
        self._known[key] = None

    def _header(self, key: str) -> str:
        return ".".join(part for part in (*self.path, key) if isinstance(part, str))

    def _value(self, key: str, kind: type[T], example: str, default: T | None) -> T | None:
        self._know(key)
        value: Any = self._table.get(key, default)
        if type(value) is kind:
            return value
        if value is None:
            self.add(key, f"thiếu khóa này: thêm dòng {key} = {example}")
        else:
            self.add(key, f"phải là {_KINDS[kind]}: viết {key} = {example}")
        return None


def _overlaid(table: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: _overlaid(table[key], value) for key, value in given.items()
            if isinstance(value, dict) and isinstance(table.get(key), dict)}  # fmt: skip
    return {**table, **given, **both}


def _day_advice(key: str, value: str | datetime) -> str:
    if isinstance(value, datetime):
        return f"chỉ viết ngày, không viết giờ: {key} = {value:%Y-%m-%d}"
    match = _DAY.fullmatch(value.strip())
    try:
        parts = [int(part) for part in match.groups() if part] if match else []
        day = date(*parts) if match and match[4] else date(*reversed(parts))
    except (TypeError, ValueError):
        return f"không có ngày này: viết năm-tháng-ngày, không có ngoặc kép, ví dụ {key} = 2023-12-20"
    return f"viết năm-tháng-ngày, không có ngoặc kép: {key} = {day.isoformat()}"


def refuse_twins(sections: list[Section], slugs: list[str]) -> None:
    """Report every slug that a section before it has already."""
    seen: set[str] = set()
    for section, slug in zip(sections, slugs, strict=True):
        if slug in seen:
            section.add("slug", "đã có ở trên: đặt một tên khác, mỗi tên chỉ dùng một lần")
        seen.add(slug)

"""What a carrier, the law or a frightened reader would not take in a text: named with its place, before anything goes.

Problems stop a text; sightings are told to whoever writes it, because people fear links and strange numbers.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from outreach.domain.errors import Problem
from outreach.domain.law import ADVERTISING_LABELS
from outreach.domain.message_text import Gauge, measure, strays
from outreach.domain.messages import MessageClass

_LABEL_ANYWHERE = re.compile(r"\[\s*(QC|AD)\s*\]", re.IGNORECASE)
_INSTEAD = {
    "#": "viết «so» hoặc «số»", "&": "viết «va» hoặc «và»", "%": "viết «phan tram» hoặc «phần trăm»", "@": "bỏ đi",
    "[": "dùng (", "]": "dùng )", "{": "dùng (", "}": "dùng )", "\\": "dùng /", "<": "viết «duoi» hoặc «dưới»",
}  # fmt: skip
_UNREAL = {"Cc", "Cs", "Co", "Cn"}
LAYOUT = "\n\r\t"
"""What somebody who types may use to lay out a source; the text itself is one line."""


def problems(text: str, gauge: Gauge, message_class: MessageClass) -> tuple[Problem, ...]:
    """Everything for which this text, as :func:`~outreach.domain.message_text.final` made it, may not be sent."""
    return (
        *controls(text),
        *banned(text, gauge),
        *_accents(text, gauge),
        *_label(text, message_class),
        *_length(text, gauge),
    )


def controls(text: str, allowed: str = "") -> tuple[Problem, ...]:
    """Control characters, halves of characters and private signs: no telephone shows them."""
    if text.isprintable():
        return ()
    return tuple(
        _at(place, f"U+{ord(character):04X}", "là ký tự điều khiển hoặc không có thật: xóa đi rồi gõ lại chỗ này")
        for place, character in enumerate(text, 1)
        if unicodedata.category(character) in _UNREAL and character not in allowed
    )


def banned(text: str, gauge: Gauge) -> tuple[Problem, ...]:
    """Each character that the gateway refuses, with its place counted from 1; the label that the law wants may stay."""
    return tuple(
        _at(found.start() + 1, found[0], f"cổng nhắn tin không nhận ký tự này: {_INSTEAD.get(found[0], 'bỏ đi')}")
        for found in _sieve(gauge.banned).finditer(text, _after_label(text))
    )


def has_banned(text: str, gauge: Gauge) -> bool:
    """The same, at once."""
    return bool(gauge.banned) and _sieve(gauge.banned).search(text, _after_label(text)) is not None


def _after_label(text: str) -> int:
    return len(ADVERTISING_LABELS[0]) if text.startswith(ADVERTISING_LABELS) else 0


@lru_cache(maxsize=32)
def _sieve(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]" if characters else "(?!)")


class Sight(StrEnum):
    LINK = "link"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A link or a telephone number in a text, at its place counted from 1."""

    sight: Sight
    text: str
    position: int


_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|vn|me|ly|gl|cc|io|top|xyz|site|shop|club|online|link|app|gd)"
    r"(?![\w-])(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w/])(?:(?:\+?84|0)(?:[ .-]?\d){8,10}|1[89]00(?:[ .-]?\d){4,6})(?![\w/])")


def sightings(text: str) -> tuple[Sighting, ...]:
    """Links and telephone numbers in the text, in the order in which one reads them."""
    links = [Sighting(Sight.LINK, found[0].rstrip(".,;:!?)"), found.start() + 1) for found in _LINK.finditer(text)]
    phones = [Sighting(Sight.PHONE, found[0], found.start() + 1) for found in _PHONE.finditer(text)]
    return tuple(sorted(links + phones, key=lambda sighting: sighting.position))


def _accents(text: str, gauge: Gauge) -> tuple[Problem, ...]:
    if gauge.takes_accents:
        return ()
    advice = "cổng nhắn tin này không nhận chữ có dấu hay biểu tượng: chọn gửi không dấu, hoặc bỏ ký tự này"
    return tuple(_at(stray.position, stray.character, advice) for stray in strays(text)[:1])


def _label(text: str, message_class: MessageClass) -> tuple[Problem, ...]:
    if message_class is MessageClass.ADVERTISING:
        if text.startswith(ADVERTISING_LABELS):
            return ()
        return (_at(1, text[:10], "tin quảng cáo phải bắt đầu bằng nhãn [QC] hoặc [AD] (Nghị định 91/2020/NĐ-CP)"),)
    found = _LABEL_ANYWHERE.search(text)
    return (_at(found.start() + 1, found[0], "tin không phải quảng cáo thì bỏ nhãn này"),) if found else ()


def _length(text: str, gauge: Gauge) -> tuple[Problem, ...]:
    if not text.strip():
        return (Problem("nội dung", "", "đang để trống: viết nội dung tin"),)
    parts = measure(text, gauge).parts
    if parts <= gauge.most_parts:
        return ()
    return (Problem("độ dài", f"{parts} phần", f"nhiều nhất {gauge.most_parts} phần: viết ngắn lại"),)


def _at(place: int, value: str, advice: str) -> Problem:
    return Problem(f"ký tự thứ {place}", value, advice)

"""Values in addresses, read strictly: what cannot be meant is refused, never guessed."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from outreach.domain.errors import NotFound, RuleBroken
from outreach.services.reporting import end_of_day
from outreach.web.addresses import CodeConverter

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DIGITS = 6


def asked_day(arguments: Mapping[str, str]) -> tuple[date | None, datetime | None]:
    """The day of ``?as_of=yyyy-mm-dd`` and the instant at which it is over; (None, None) when not asked."""
    text = arguments.get("as_of", "")
    if not text:
        return None, None
    day = _day(text)
    if day is None:
        raise RuleBroken("Ngày «{value}» không đúng; viết năm-tháng-ngày, như 2023-11-02.", value=text)
    return day, end_of_day(day)


def asked_code(arguments: Mapping[str, str], name: str) -> str:
    """A code or a name that programs give, "" when not asked; anything else could be no code, and is refused."""
    text = arguments.get(name, "")
    if text and not re.fullmatch(CodeConverter.regex, text):
        raise NotFound("Không có mục nào mang mã «{value}».", value=text[:40])
    return text


def asked_page(arguments: Mapping[str, str]) -> int:
    text = arguments.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text) > 0):
        raise RuleBroken("Số trang «{value}» không đúng; viết một số từ 1 trở lên.", value=text)
    return int(text)


def _day(text: str) -> date | None:
    if len(text) != 10 or text[4] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None

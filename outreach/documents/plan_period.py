"""The days from which and until which a campaign runs."""

from dataclasses import dataclass
from datetime import date, timedelta

from outreach.documents.fields import Section
from outreach.documents.report import spoken

LONGEST = timedelta(days=731)
"""Two years. A campaign of a decade is a slip of the finger in a year."""


@dataclass(frozen=True, slots=True)
class Period:
    """``known`` is False when the file does not say the period well enough to compare another day with it."""

    first: date
    last: date
    known: bool


def read_period(root: Section) -> Period:
    section = root.section("period")
    if section is None:
        if root.sound("period"):
            root.add("period", "thiếu bảng này: thêm [period] với first = 2023-10-09 và last = 2023-12-20")
        return Period(date.min, date.max, known=False)
    first, last = section.day("first"), section.day("last")
    section.close()
    if not section.sound("first", "last"):
        return Period(first, last, known=False)
    if last < first:
        section.add("last", f"ngày kết thúc đứng trước ngày bắt đầu {spoken(first)}: viết một ngày từ hôm đó trở đi")
    elif last - first > LONGEST:
        section.add("last", f"chiến dịch dài hơn hai năm, bắt đầu từ {spoken(first)}: xem lại năm")
    return Period(first, last, known=section.sound("last"))


def check_within(section: Section, key: str, day: date, period: Period) -> None:
    """Report a day outside the campaign."""
    if not period.known or not section.sound(key):
        return
    if day < period.first:
        section.add(key, f"đứng trước ngày bắt đầu của chiến dịch {spoken(period.first)}: viết một ngày từ hôm đó")
    elif day > period.last:
        section.add(key, f"đứng sau ngày kết thúc của chiến dịch {spoken(period.last)}: viết một ngày đến hôm đó")

"""Days, months and hours."""

import re

from outreach.studio.speech.numbers import cardinal, month
from outreach.studio.speech.page import Page, rule

_DAY_WORDS = ("ngày", "mùng", "mồng", "rằm")
_NEXT_OF_SOME = re.compile(r"(?:[ ,;]|và|hoặc){1,6}")
_MEANS_A_DATE = (
    *_DAY_WORDS, "đến", "hết", "từ", "trước", "sau", "hôm", "sáng", "trưa", "chiều", "tối", "đêm", "dịp", "lễ", "tết",
    "khánh", "nay", "qua", "nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "khai mạc",
)  # fmt: skip
MEANS_A_PLACE = ("số", "nhà", "ngõ", "ngách", "hẻm", "kiệt", "lô", "tổ", "thửa", "kiot", "đường", "phòng")
_YEARS = range(1800, 2200)
_ALWAYS = (24, 7)
"""«24/7» is mostly no day in July."""


def _is_day(day: int, number: int) -> bool:
    return 1 <= day <= 31 and 1 <= number <= 12


def _day(day: int, page: Page, place: int) -> str:
    """«mùng» stands before the first ten days, unless the script has it already."""
    if page.follows(place, "mùng", "mồng"):
        return cardinal(day)
    word = "" if page.follows(place, "ngày", "rằm") else "ngày "
    return f"{word}{_bare_day(day)}"


def _bare_day(day: int) -> str:
    return f"mùng {cardinal(day)}" if day <= 10 else cardinal(day)


def _year(digits: str) -> str:
    return f" năm {cardinal(int(digits))}"


def _full(found: re.Match[str], page: Page) -> str | None:
    day, number, year = int(found[1]), int(found[3]), found[4]
    if not _is_day(day, number) or (len(year) == 4 and int(year) not in _YEARS):
        return None
    return f"{_day(day, page, found.start())} tháng {month(number)}{_year(year)}"


def _year_first(found: re.Match[str], page: Page) -> str | None:
    day, number = int(found[3]), int(found[2])
    if not _is_day(day, number) or int(found[1]) not in _YEARS:
        return None
    return f"{_day(day, page, found.start())} tháng {month(number)}{_year(found[1])}"


def _some_days(found: re.Match[str], page: Page) -> str | None:
    first, last, number = int(found[1]), int(found[2]), int(found[3])
    if not _is_day(first, number) or not _is_day(last, number) or first >= last:
        return None
    year = _year(found[4]) if found[4] else ""
    return f"{_day(first, page, found.start())} đến ngày {_bare_day(last)} tháng {month(number)}{year}"


def _month_and_year(found: re.Match[str], page: Page) -> str | None:
    number, year = int(found[1]), int(found[2])
    if not 1 <= number <= 12 or year not in _YEARS or page.follows(found.start(), *MEANS_A_PLACE):
        return None
    if page.follows(found.start(), "quý"):
        return cardinal(number) + _year(found[2])
    word = "" if page.follows(found.start(), "tháng") else "tháng "
    return word + month(number) + _year(found[2])


def _day_and_month(found: re.Match[str], page: Page) -> str | None:
    """«20/12» is a day; «2/3» is one only after a word that says so, and otherwise a share that somebody should see."""
    day, number = int(found[1]), int(found[2])
    if not _is_day(day, number) or page.follows(found.start(), *MEANS_A_PLACE):
        return None
    if (day <= number or (day, number) == _ALWAYS) and not _expected(found.start(), page):
        return None
    page.dated_until = found.end()
    return f"{_day(day, page, found.start())} tháng {month(number)}"


def _expected(place: int, page: Page) -> bool:
    """After a word that says so, and after another day: «1/5, 2/9»."""
    if page.follows(place, *_MEANS_A_DATE):
        return True
    return 0 < page.dated_until < place and bool(_NEXT_OF_SOME.fullmatch(page.text, page.dated_until, place))


def _short_day(found: re.Match[str], page: Page) -> str | None:
    """«ngày 5 tháng 10»: the day alone; what follows is read by itself."""
    day = int(found[1])
    return _day(day, page, found.start()) if 1 <= day <= 31 and page.follows(found.start(), "ngày") else None


def _time(found: re.Match[str], _page: Page) -> str | None:
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return None
    minutes = f" {cardinal(minute)} phút" if minute else ""
    return f"{cardinal(hour)} giờ{minutes}"


def _clock(found: re.Match[str], page: Page) -> str | None:
    time = _time(found, page)
    if time is None or int(found[3] or 0) > 59:
        return None
    return f"{time} {cardinal(int(found[3]))} giây" if found[3] else time


def _hour(found: re.Match[str], _page: Page) -> str | None:
    return f"{cardinal(int(found[1]))} giờ" if int(found[1]) <= 24 else None


DATES = (
    rule(r"(\d{4})-(\d{2})-(\d{2})(?!\w)", _year_first),
    rule(r"(\d{1,2})(?P<sign>[/.-])(\d{1,2})(?P=sign)(\d{4}|\d{2})(?![\w/])", _full),
    rule(r"(\d{1,2})\s?[-–—]\s?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\w/])", _some_days),
    rule(r"(\d{1,2})/(\d{4})(?![\w/])", _month_and_year),
    rule(r"(\d{1,2})/(\d{1,2})(?![\w/%])", _day_and_month),
    rule(r"(\d{1,2})(?= tháng \d)", _short_day),
    rule(r"(\d{1,2})\s?(?:h|H|g|giờ)\s?(\d{2})(?!\d)(?:\s?(?:phút|ph|p|'|’)(?!\w))?(?!\w)", _time),
    rule(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])(?:\s?(?:phút)(?!\w))?(?!\w)", _clock),
    rule(r"(\d{1,2})\s?[hH](?!\w)", _hour),
)
"""In the order in which they are tried."""

"""Amounts, shares, units and codes: all that begins with a digit and is no date, hour or telephone number."""

import re

from outreach.studio.speech.dates import MEANS_A_PLACE
from outreach.studio.speech.letters import spelled
from outreach.studio.speech.numbers import cardinal, decimals, digit_by_digit, month, ordinal, whole
from outreach.studio.speech.page import Page, rule

_A_CODE = re.compile(r"(?:mã|otp|tài khoản|stk|cccd|cmnd|căn cước|danh bộ|số thẻ)(?:\W{1,3}[^\W\d]{1,12}){0,3}$")
_SPLIT = re.compile(r"\d+|[^\W\d_]+|(?<=\d)\.(?=\d)")
_PARTS_UP_TO = 10
"""Up to here a share is said with «phần» («hai phần ba»), above with «trên»."""
_SO_MANY_MONTHS = re.compile(r"(?<!ngày)(?<!mùng)(?<!mồng) \d{1,3} tháng$|^\d{1,3} tháng$")
_COUNTED = re.compile(r" ?(?:%|triệu|tỷ|tỉ|nghìn|lần|kW|kV|km|m|ha|lít)(?!\w)")
_LETTERED = ("lớp", "ql", "tl", "xóm", "thôn", "khu", "tổ", "hẻm", "quốc lộ", "tỉnh lộ", "mẫu")
_GOES_ON = re.compile(r"[^\W\d_]")


def _grouped(found: re.Match[str], page: Page) -> str | None:
    """«1.234,5», «2 000 000»: groups of three, a comma before the decimals."""
    return _amount(re.sub(r"\D", "", found[1]), found[2], found, page)


def _plain(found: re.Match[str], page: Page) -> str | None:
    digits, place = found[1], found.start()
    if len(digits) >= 4 and not found[2] and _A_CODE.search(page.before(place)):
        return digit_by_digit(digits)
    if len(digits) <= 2 and not found[2]:
        if page.follows(place, "thứ"):
            return ordinal(int(digits))
        if page.follows(place, "tháng") and not _SO_MANY_MONTHS.search(page.before(place)):
            return month(int(digits))
    return _amount(digits, found[2], found, page)


def _amount(digits: str, fraction: str | None, found: re.Match[str], page: Page) -> str | None:
    """None when letters follow that are no unit: then it is the beginning of a code."""
    if not fraction and _GOES_ON.match(page.text, found.end()) and not _has_unit(found, page):
        return None
    return f"{whole(digits)} phẩy {decimals(fraction)}" if fraction else whole(digits)


def _has_unit(found: re.Match[str], page: Page) -> bool:
    """«32A» is a current, and «12A» behind «số nhà» an address."""
    unit = page.lexicon.unit.match(page.text, found.end())
    return unit is not None and not (unit[0] == "A" and page.follows(found.start(), *_LETTERED, *MEANS_A_PLACE))


def _times(found: re.Match[str], _page: Page) -> str:
    """«2x25 mm2»: what follows is read by itself."""
    return f"{whole(found[1])} nhân"


def _money_first(found: re.Match[str], page: Page) -> str:
    return f"{whole(re.sub(r'[.,]', '', found[2]))} {page.lexicon.units[found[1]]}"


def _listed(found: re.Match[str], _page: Page) -> str:
    """«bậc 1,2,3»."""
    return ", ".join(whole(part) for part in found[0].split(","))


def _dotted(found: re.Match[str], page: Page) -> str:
    """«2.1», «10.0.1»: a section or a version; «1.5 triệu» is an amount written as abroad."""
    parts = found[0].split(".")
    if len(parts) == 2 and (_COUNTED.match(page.text, found.end()) or page.lexicon.unit.match(page.text, found.end())):
        return f"{whole(parts[0])} phẩy {decimals(parts[1])}"
    return " chấm ".join(whole(part) for part in found[0].split("."))


def _share(found: re.Match[str], page: Page) -> str:
    """«2/3» could also be a day: whoever approves should see how it was taken."""
    part, of = int(found[1]), int(found[2])
    numbered = page.follows(found.start(), *MEANS_A_PLACE)
    said = "phần" if part < of <= _PARTS_UP_TO and not numbered else "trên"
    if part <= 12 and of <= 12 and not numbered:
        page.doubt(found[0])
    return f"{whole(found[1])} {said} {whole(found[2])}"


def _code(found: re.Match[str], page: Page) -> str:
    """«PA1100», «4G», «QL1A»: letters by name, short numbers as numbers, long ones digit by digit."""
    return page.lexicon.word(found[0]) or " ".join(_code_part(part, page) for part in _SPLIT.findall(found[0]))


def _code_part(part: str, page: Page) -> str:
    if part.isdecimal():
        return cardinal(int(part)) if len(part) <= 3 and part[0] != "0" else digit_by_digit(part)
    if part == ".":
        return "chấm"
    return page.lexicon.codes.get(part) or (page.lexicon.word(part) if len(part) > 3 else None) or spelled(part)


AMOUNTS = (
    rule(r"(\d{1,3}(?:\.\d{3}){1,5})(?:,(\d{1,9}))?(?!\d|\.\d)", _grouped),
    rule(r"([1-9]\d{0,2}(?:[ \u2009]\d{3}){1,5})(?:,(\d{1,9}))?(?= ?(?:đ|₫|VN|kW|khách|hộ|USD))", _grouped),
    rule(r"(\d{1,3}(?:,\d{3}){2,5})(?:\.(\d{1,9}))?(?!,?\d)", _grouped),
    rule(r"\d{1,2}(?:,\d{1,2}){2,12}(?![\d,]\d|\w)", _listed),
    rule(r"\d{1,9}(?:\.\d{1,9}){1,5}(?!\d|[^\W\d_])", _dotted),
    rule(r"(\d{1,9})/(\d{1,9})(?![\w/])", _share),
    rule(r"(\d{1,18})(?:,(\d{1,9}))?(?!\d)", _plain),
)
TIMES = rule(r"(\d{1,9}) ?[xX×] ?(?=\d)", _times)
MONEY_FIRST = rule(r"([$€])\s?(\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,12})(?![\d.,]?\d)", _money_first)
CODES = (
    rule(r"\d{1,20}[^\W\d_]\w{0,20}", _code),
    rule(r"[^\W\d_]{1,8}[.-]?\d\w{0,24}(?:\.\d{1,4}(?!\w)){0,3}", _code),
)
LONG = rule(r"\d{1,40}", lambda found, _page: digit_by_digit(found[0]))
"""Whatever is left of digits."""

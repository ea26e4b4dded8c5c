"""Telephone numbers: digit by digit, in the groups in which people hear them."""

import re

from outreach.studio.speech.numbers import digit_by_digit
from outreach.studio.speech.page import Page, rule

_CALL = (
    "gọi", "tổng đài", "số máy", "điện thoại", "đường dây nóng", "hotline", "cấp cứu", "cứu hỏa", "cảnh sát",
    "sđt", "đt", "số", "nóng", "liên hệ",
)  # fmt: skip
_GROUP = re.compile(r"[\dxX*]+")


def _number(found: re.Match[str], page: Page) -> str | None:
    written = found[0]
    groups = _GROUP.findall(written)
    count = sum(map(len, groups))
    if not 9 <= count <= (13 if written[0] in "+(" else 11):
        return None
    if any(not sign.isdecimal() for group in groups for sign in group):
        page.doubt(written)
    plus = "cộng " if written.startswith("+") else ""
    return plus + ", ".join(map(_said, groups if _well_grouped(groups) else _regrouped("".join(groups))))


def _well_grouped(groups: list[str]) -> bool:
    return len(groups) > 1 and all(len(group) <= 4 for group in groups)


def _regrouped(digits: str) -> list[str]:
    """Four first, then threes, a last single one with those before it: 0912, 345, 678."""
    rest = [digits[start : start + 3] for start in range(4, len(digits), 3)]
    if len(rest) > 1 and len(rest[-1]) == 1:
        rest[-2:] = ["".join(rest[-2:])]
    return [digits[:4], *rest]


def _said(group: str) -> str:
    return " ".join("ích" if not sign.isdecimal() else digit_by_digit(sign) for sign in group)


def _service(found: re.Match[str], _page: Page) -> str | None:
    digits = re.sub(r"\D", "", found[0])
    return ", ".join(map(digit_by_digit, (digits[:4], digits[4:])))


def _short(found: re.Match[str], page: Page) -> str | None:
    return digit_by_digit(found[0]) if page.follows(found.start(), *_CALL) else None


def _keypad(found: re.Match[str], _page: Page) -> str:
    names = {"*": "sao", "#": "thăng"}
    return ", ".join(names.get(part) or digit_by_digit(part) for part in re.findall(r"\d+|[*#]", found[0]))


_SEPARATED = r"(?:[ .-]?[\dxX*]){7,11}(?![\w*])"
TELEPHONES = (
    rule(r"1[89]00[ .-]?\d(?:[ .-]?\d){3,5}(?![\w.,]?\d|\w)", _service),
    rule(r"0\d" + _SEPARATED, _number),
    rule(r"84[35789]\d{8}(?!\w)", _number),
    rule(r"11[1-9](?!\w|[.,/:-]\d|%)", _short),
)
BY_SIGN = (
    rule(r"\+\d" + _SEPARATED, _number),
    rule(r"\(\+?\d{2,4}(?:[ .-]\d{1,4})?\)(?:[ .-]?[\dxX*]){6,9}(?![\w*])", _number),
    rule(r"[*#]\d{1,6}(?:\*\d{1,20}){0,3}#", _keypad),
)
"""Those that begin with a sign."""

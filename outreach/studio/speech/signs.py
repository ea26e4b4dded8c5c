"""Signs: a pause, a word, or nothing."""

import re

from outreach.studio.speech.page import Page

PAUSES = {
    ",": ",", ";": ",", ":": ",", "(": ",", ")": ",", "[": ",", "]": ",", "{": ",", "}": ",", "—": ",", "–": ",",
    "|": ",", "→": ",", ".": ".", "…": ",", "?": "?", "!": "!", "\n": "\n",
}  # fmt: skip
_UNSAID = frozenset("'\"«»“”‘’„‹›`´*•·_^\\-/#")
"""Quotes and marks of lists. A reader's voice leaves them out, and nothing is lost."""
_EACH = re.compile(
    r"\s?(?:tháng|năm|ngày|giờ|tuần|lần|hộ|người|khách|xã|thôn|quý|phút|giây|vụ|kỳ|công tơ)(?!\w)", re.IGNORECASE
)
_DIGIT_NEXT = re.compile(r"\s?[\d$]")


def sign(place: int, page: Page, behind_number: bool) -> str:
    """What one sign comes to; it depends on whether a number, or its unit, stands just before."""
    mark = page.text[place]
    if mark in "-–—−":
        return _dash(place, page, behind_number)
    if mark == "/":
        return _slash(place, page, behind_number)
    if mark in PAUSES:
        return PAUSES[mark]
    if mark in _UNSAID and not behind_number:
        return ""
    if mark in "<>" and not _DIGIT_NEXT.match(page.text, place + 1):
        return ""
    return _word(mark, page)


def _dash(place: int, page: Page, behind_number: bool) -> str:
    """«5-10» is a range, «-5» is below zero, «Tày-Nùng» nothing, and with spaces a dash is a pause."""
    digit_next = _DIGIT_NEXT.match(page.text, place + 1)
    if behind_number and digit_next:
        return "đến"
    around = page.text[max(0, place - 1) : place + 2]
    if digit_next and page.text[place + 1].isdecimal() and (place == 0 or around[0] in " (\n"):
        return "âm"
    return "," if around[0].isspace() and around[-1].isspace() else ""


def _slash(place: int, page: Page, behind_number: bool) -> str:
    """«kWh/tháng», «đồng/kWh»: each; «69 %/tổng số»: of; «xã/phường»: one, then the other."""
    following = page.text[place + 1 : place + 40].lstrip()
    unit = page.lexicon.unit.match(following)
    if _EACH.match(following) or (unit and (behind_number or len(unit[0]) > 1)):
        return "mỗi"
    return "trên" if behind_number or following[:1].isdecimal() else ","


def _word(mark: str, page: Page) -> str:
    known = page.lexicon.signs.get(mark)
    if known is None and mark not in _UNSAID:
        page.doubt(mark)
    return known or ""

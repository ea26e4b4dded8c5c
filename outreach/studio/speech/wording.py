"""Words: as they stand when they are Vietnamese, through the list when they are not, spelled out when nobody knows."""

import re

from outreach.studio.speech.letters import CAPITALS, is_syllable, spelled
from outreach.studio.speech.numbers import cardinal, ordinal, roman
from outreach.studio.speech.page import Page, rule

_NUMBERED = (
    "điều", "khoản", "chương", "phần", "mục", "tiểu mục", "quý", "thế kỷ", "thế kỉ", "khóa", "khoá", "kỳ", "kỳ họp",
    "lần", "đợt", "giai đoạn", "tập", "bậc", "loại", "hạng", "cấp", "nhóm", "vùng", "khu vực", "đại hội", "bảng",
    "phụ lục", "thứ", "nhiệm kỳ", "học kỳ", "vòng", "số", "hồi",
)  # fmt: skip
_CENTRE = ("Văn", "Y ", "Dạy", "Giáo", "Hành", "Học", "Truyền", "Chăm", "Điều", "Dịch", "Phục", "Phát", "Kiểm")
_NOT_ROMAN = ("VI", "MI", "DI", "CC", "CD")
_APOSTROPHES = re.compile("['’ʼ`]")


def _dotted(found: re.Match[str], page: Page) -> str | None:
    return page.lexicon.dotted.get(found[1])


def _roman(found: re.Match[str], page: Page) -> str | None:
    letters, place = found[0], found.start()
    value = roman(letters)
    if not value or letters in page.lexicon.words:
        return None
    if page.follows(place, "thứ"):
        return ordinal(value)
    expected = page.follows(place, *_NUMBERED) or _opens_a_line(found, page)
    return cardinal(value) if expected or (len(letters) > 1 and letters not in _NOT_ROMAN) else None


def _quarter(found: re.Match[str], page: Page) -> str | None:
    """«quý III/2023», «đợt I/2023»."""
    value = roman(found[1]) if page.follows(found.start(), *_NUMBERED) else 0
    return f"{cardinal(value)} năm {cardinal(int(found[2]))}" if value else None


def _opens_a_line(found: re.Match[str], page: Page) -> bool:
    start, end = found.span()
    return (start == 0 or page.text[start - 1] == "\n") and page.text[end : end + 1] in (".", ")", "-")


def _town(found: re.Match[str], page: Page) -> str:
    """«TT Cao Lộc» is a town, «TT Văn hóa» a centre."""
    return "trung tâm" if page.after(found.end()).lstrip().startswith(_CENTRE) else "thị trấn"


def _word(found: re.Match[str], page: Page) -> str:
    written = _APOSTROPHES.sub("", found[0])
    return (
        page.lexicon.word(written) or page.lexicon.units.get(_unit_alone(written), "") or _as_it_stands(written, page)
    )


def _unit_alone(written: str) -> str:
    """«kWh» stands for itself anywhere; a single letter is a unit only behind a number."""
    return written if len(written) > 1 else ""


def _as_it_stands(written: str, page: Page) -> str:
    if len(written) == 1 and not is_syllable(written):
        return spelled(written)
    if is_syllable(written):
        return written.lower() if written.isupper() and len(written) > 1 else written
    page.doubt(written)
    return spelled(written)


WORDS = (
    rule(rf"([A-ZĐÔ][A-Za-zĐ]{{0,3}})\.\s?(?=[{CAPITALS}])", _dotted),
    rule(r"([IVX]{1,4})/(\d{4})(?!\w)", _quarter),
    rule(r"[IVX]{1,7}(?![\w&])", _roman),
    rule(rf"TT(?= [{CAPITALS}])", _town),
    rule(r"[^\W\d_]{1,80}(?:['’ʼ`][^\W\d_]{1,80})?", _word),
)

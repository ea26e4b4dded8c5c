"""Telephone numbers as people write them, and the one form in which we keep them: ``84xxxxxxxxx``.

A prefix says whether a number can exist, never whose network it is on: numbers move between networks.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"  # rings in a house; takes neither SMS nor Zalo


class PhoneNote(StrEnum):
    """What we did to a number so that it can be dialled; people are shown it."""

    NONE = ""
    PREFIX_2018 = "prefix_2018"  # eleven digits, as before 2018
    ZERO_LOST = "zero_lost"  # a spreadsheet took the number for a number


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    kind: PhoneKind
    note: PhoneNote = PhoneNote.NONE

    @property
    def national(self) -> str:
        """As it is dialled in Vietnam."""
        return national(self.number)


def masked(number: str) -> str:
    """A canonical number for those who need not know it: enough to tell two apart with the person beside you."""
    return f"0{number[2:4]}****{number[-3:]}" if number else ""


def national(number: str) -> str:
    """A canonical number as it is dialled in Vietnam."""
    return f"0{number[2:]}" if number else ""


@dataclass(frozen=True, slots=True)
class PhoneProblem:
    """A number that cannot be one: why, and what was probably meant ("" when we cannot tell)."""

    value: str
    reason: str
    suggestion: str = ""


_MOBILE = re.compile(r"(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
_STARTS = frozenset(
    f"0{two}"
    for two in (
        *(f"3{n}" for n in "23456789"),
        *(f"5{n}" for n in "25689"),
        *(f"7{n}" for n in "06789"),
        *(f"8{n}" for n in "123456789"),
        *(f"9{n}" for n in "012346789"),
    )
)
_BEFORE_2018 = {
    "120": "70",
    "121": "79",
    "122": "77",
    "126": "76",
    "128": "78",
    "123": "83",
    "124": "84",
    "125": "85",
    "127": "81",
    "129": "82",
    **{f"16{n}": f"3{n}" for n in "23456789"},
    "186": "56",
    "188": "58",
    "199": "59",
}
_AREA = "20[3-9]|21[0-689]|22[0-25-9]|23[2-9]|24|25[124-9]|26[0-39]|27[0-7]|28|29[0-4679]"  # the 63 provinces of 2017
_LANDLINE = re.compile(rf"(?=\d{{10}}$)(?:{_AREA})\d+", re.ASCII)
_FLOAT = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d{1,2}|\d{8,}\.0+", re.ASCII)
_REMARK = re.compile(r"\([^()\d]*\)|^\W*(?:s?đt|tel|phone|mobile|di động|điện thoại)\b[\s:.]*", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,;|\n\r\v]+|\s+(?:hoặc|và|-|–)\s+", re.IGNORECASE)
_MARKS = str.maketrans(dict.fromkeys(" .-–—()'’‘_\t\xa0\u200b\u202d\u202c\ufeff"))
_LOOKALIKES = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1"})
MOST = 10
"""Numbers in one cell; more are no customer's."""


def plain_mobile(text: str) -> str:
    """The canonical number of a mobile written in the common way, 0912345678; "" for anything else.

    Lists hold hundreds of thousands of these, so they go by this quick way.
    """
    if len(text) == 10 and text[:3] in _STARTS and text.isdecimal() and text.isascii():
        return "84" + text[1:]
    return ""


_NOTES = {note.value: note for note in PhoneNote}


def is_mobile(number: str) -> bool:
    """Whether a canonical number can take a message."""
    return number.startswith("84") and _MOBILE.fullmatch(number, 2) is not None


def phone_of(number: str, note: str = "") -> Phone:
    """A phone that was kept, from its canonical number."""
    return Phone(number, PhoneKind.MOBILE if is_mobile(number) else PhoneKind.LANDLINE, _NOTES[note])


def read_phones(cell: str) -> tuple[tuple[Phone, ...], tuple[PhoneProblem, ...]]:
    """All numbers of a cell, mobiles and landlines in the order written, each once; and what is no number."""
    if plain := plain_mobile(cell):
        return (Phone(plain, PhoneKind.MOBILE),), ()
    phones: dict[str, Phone] = {}
    problems = []
    parts = _parts(cell)
    if len(parts) > MOST:
        return (), (PhoneProblem(cell, f"có {len(parts)} số trong một ô: giữ nhiều nhất {MOST}"),)
    for part in parts:
        found = read_phone(part)
        if isinstance(found, PhoneProblem):
            problems.append(found)
        else:
            phones.setdefault(found.number, found)
    return tuple(phones.values()), tuple(problems)


def _parts(cell: str) -> list[str]:
    parts = [part.strip() for part in _BETWEEN.split(cell)]
    return [piece for part in parts if part for piece in _apart(part)]


def _apart(part: str) -> list[str]:
    """Two numbers with only a blank or a dash between them: told by each being whole."""
    pieces = re.split(r"[\s-]+", part)
    if len(pieces) > 1 and all(isinstance(read_phone(piece), Phone) for piece in pieces):
        return pieces
    return [part]


def read_phone(text: str) -> Phone | PhoneProblem:
    """One number, however it was written."""
    written = _REMARK.sub("", text).strip()
    if _FLOAT.fullmatch(written):
        written = format(Decimal(written).to_integral_value(), "f")
    digits = written.translate(_MARKS)
    international = digits.startswith("+")
    digits = digits.removeprefix("+")
    if not digits.isdecimal() or not digits.isascii():
        return _not_digits(text, digits)
    return _from_digits(digits, international) or _wrong(text, digits, international)


def _from_digits(digits: str, international: bool = False) -> Phone | None:
    if digits.startswith("0084"):
        return _from_national(digits[4:].removeprefix("0"))
    if digits.startswith("84") and (international or len(digits) >= 11):
        return _from_national(digits[2:].removeprefix("0"))
    if international:
        return None
    if digits.startswith("0"):
        return _from_national(digits[1:])
    return _from_national(digits, PhoneNote.ZERO_LOST)


def _from_national(digits: str, note: PhoneNote = PhoneNote.NONE) -> Phone | None:
    """From the digits after the trunk zero."""
    if _MOBILE.fullmatch(digits):
        return Phone(f"84{digits}", PhoneKind.MOBILE, note)
    if len(digits) == 10 and digits[:3] in _BEFORE_2018:
        return Phone(f"84{_BEFORE_2018[digits[:3]]}{digits[3:]}", PhoneKind.MOBILE, PhoneNote.PREFIX_2018)
    if _LANDLINE.fullmatch(digits):
        return Phone(f"84{digits}", PhoneKind.LANDLINE, note)
    return None


def _not_digits(text: str, digits: str) -> PhoneProblem:
    meant = _from_digits(digits.translate(_LOOKALIKES)) if digits.translate(_LOOKALIKES).isdecimal() else None
    return PhoneProblem(text, "có ký tự không phải chữ số", meant.national if meant else "")


def _wrong(text: str, digits: str, international: bool) -> PhoneProblem:
    return PhoneProblem(text, _why(digits, international))


def _why(digits: str, international: bool) -> str:
    """The first thing that is wrong with digits that are no number."""
    size = len(digits)
    found = {
        "số nước ngoài: chỉ gửi được số Việt Nam (+84)": international and not digits.startswith("84"),
        "số tổng đài, không phải số của khách hàng": digits.startswith(("1800", "1900")),
        f"thiếu chữ số: chỉ có {size}": size < 9,
        f"thừa chữ số: có {size}; nhiều số thì cách nhau bằng dấu chấm phẩy": size > 12,
        f"số di động có 10 chữ số, ở đây có {size}": digits[:3] in _STARTS,
        "số cố định gồm mã vùng (0205, 0239, 024…), đủ 11 chữ số": digits.startswith("02"),
    }
    return next((why for why, so in found.items() if so), "không có đầu số này")

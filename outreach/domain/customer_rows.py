"""Judging the rows of a list, one by one: a line to be kept, or every reason why not.

Written for hundreds of thousands of rows: values that repeat (words of names, hamlets, communes) are judged once.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from outreach.domain.commune_names import CommuneNames, Unknown
from outreach.domain.customer_columns import FIELDS
from outreach.domain.customers import CODE, AgreementState, PaymentWay, folded, unit_of
from outreach.domain.legacy_fonts import SPOILT, legacy_of
from outreach.domain.phones import PhoneNote, plain_mobile, read_phones

LONGEST_NAME = 120
LONGEST_HAMLET = 80
REMEMBERED = 50_000
"""Values judged once and remembered; a list of nothing but different ones must not fill the memory."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong in a row, as it goes back to whoever sent the list."""

    row: int
    column: str
    value: str
    reason: str
    suggestion: str = ""


class Unfit(Exception):
    """A value that cannot be kept."""

    def __init__(self, reason: str, suggestion: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


Meant = TypeVar("Meant")


class _Known(dict[str, Meant]):
    """What written values mean, each judged when it first comes."""

    def __init__(self, judge: Callable[[str], Meant]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, written: str) -> Meant:
        meant = self._judge(written)
        if len(self) >= REMEMBERED:
            self.clear()
        self[written] = meant
        return meant


Line = tuple[str, ...]
_is_code = CODE.fullmatch


class RowJudge:
    """Judges the rows of one list, and counts what it met on the way."""

    def __init__(self, columns: Mapping[str, Sequence[int]], communes: CommuneNames) -> None:
        """``columns`` gives the indexes of each field's columns; the last cell of a row stands for those it lacks."""
        first = [columns[field][0] if columns.get(field) else -1 for field in FIELDS]
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*first)
        self._width = max(first) + 1
        self._phones = tuple(columns.get("phone", ()))
        self._known = (
            _Known(lambda written: _commune(communes, written)),
            _Known(_hamlet),
            _Known(_power_unit),
            _Known(_reading_day),
            _Known(_payment),
            _Known(_agreement),
        )
        judges = (_code, _name, self._phone, *(known.__getitem__ for known in self._known))
        self._judges: dict[str, Callable[[str], str]] = dict(zip(FIELDS, judges, strict=True))
        self._seen: dict[str, int] = {}
        self._persons: dict[int, int] = {}
        self.counts = dict.fromkeys(("prefix_2018", "zero_lost", "landline_only", "no_phone", "alike"), 0)
        self.alike: list[tuple[int, int, str]] = []

    def line(self, number: int, cells: list[str]) -> Line:
        """The row as it is kept, in the order of ``CustomerLine``; raises :class:`Unfit` if anything is wrong."""
        cells.append("")
        if len(cells) <= self._width:
            cells.extend([""] * (self._width + 1 - len(cells)))
        code, name, phone, commune, hamlet, unit, day, payment, agreement = self._pick(cells)
        communes, hamlets, units, days, payments, agreements = self._known
        if not _is_code(code):
            code = _code(code)
        if code in self._seen:
            raise Unfit("")
        mobile = phones = plain_mobile(phone)
        if not mobile or len(self._phones) > 1:
            phones = self._phone(self._all_phones(cells))
            mobile = _first_mobile(phones)
        name, bare = _NAMES[name]
        line = (
            code,
            name,
            bare,
            mobile,
            phones,
            place := communes[commune],
            home := hamlets[hamlet],
            units[unit] or unit_of(code),
            days[day],
            payments[payment],
            agreements[agreement],
        )
        self._seen[code] = number
        if not mobile:
            self.counts["landline_only" if phones else "no_phone"] += 1
        elif phones is not mobile:
            self._count_notes(phones)
        if (first := self._persons.setdefault(hash((bare, place, home)), number)) != number:
            self._note_alike(first, number, name)
        return line

    def row_of(self, code: str) -> int:
        """In which row a good line stood."""
        return self._seen[code]

    def faults(self, number: int, cells: list[str], headings: Mapping[str, str]) -> list[BadRow]:
        """Everything wrong with a row that :meth:`line` refused."""
        picked = dict(zip(FIELDS, self._picked(cells), strict=True))
        picked["phone"] = self._all_phones(cells)
        bad = []
        for field, value in picked.items():
            try:
                meant = self._judges[field](value)
            except Unfit as unfit:
                bad.append(BadRow(number, headings.get(field, ""), _shown(value), unfit.reason, unfit.suggestion))
                continue
            if field == "code" and (before := self._seen.get(meant)):
                bad.append(BadRow(number, headings[field], meant, f"mã này đã có ở dòng {before}: chỉ giữ một dòng"))
        return bad

    def _picked(self, cells: list[str]) -> tuple[str, ...]:
        if len(cells) <= self._width:
            cells.extend([""] * (self._width + 1 - len(cells)))
        return self._pick(cells)

    def _all_phones(self, cells: Sequence[str]) -> str:
        return "; ".join(cells[at] for at in self._phones if at < len(cells) and cells[at].strip())

    @staticmethod
    def _phone(written: str) -> str:
        if not written.strip():
            return ""
        phones, problems = read_phones(written)
        if problems:
            wrong = problems[0]
            which = "" if wrong.value.strip() == written.strip() else f"«{_shown(wrong.value)}»: "
            raise Unfit(f"{which}{wrong.reason}", wrong.suggestion)
        return " ".join(f"{phone.number}:{phone.note}" if phone.note else phone.number for phone in phones)

    def _count_notes(self, phones: str) -> None:
        for note in (PhoneNote.PREFIX_2018, PhoneNote.ZERO_LOST):
            self.counts[note] += note in phones

    def _note_alike(self, first: int, number: int, name: str) -> None:
        self.counts["alike"] += 1
        if len(self.alike) < SHOWN:
            self.alike.append((first, number, name))


SHOWN = 200
"""Pairs of rows that may be one person, kept to be shown."""


def _first_mobile(phones: str) -> str:
    numbers = (phone.partition(":")[0] for phone in phones.split())
    return next((number for number in numbers if len(number) == 11), "")


def _shown(value: str) -> str:
    """A cell as it goes back: without what cannot be seen, and not a novel."""
    text = "".join(sign if sign.isprintable() else "�" for sign in value[:200])
    return text if len(value) <= 200 else f"{text}…"


def _code(written: str) -> str:
    code = unicodedata.normalize("NFC", written).strip().upper()
    if not code:
        raise Unfit("đang để trống mã khách hàng")
    if not _is_code(code):
        bare = re.sub(r"[\W_]+", "", code, flags=re.ASCII)
        raise Unfit("mã gồm 2 chữ cái rồi chữ và số, viết liền, như PA11CL0001234", bare if _is_code(bare) else "")
    return code


def _name(written: str) -> str:
    name = " ".join(map(_sound_word, written.split()))
    if not name:
        raise Unfit("đang để trống tên khách hàng")
    if len(name) > LONGEST_NAME:
        raise Unfit(f"tên dài {len(name)} ký tự: rút còn {LONGEST_NAME}")
    return name


def _word(written: str) -> str:
    """A word of a name in NFC; fonts of the nineties and invisible signs are refused, since nobody could read them."""
    word = unicodedata.normalize("NFC", written).replace("Ð", "Đ").replace("ð", "đ")
    font = legacy_of(word)
    if font == SPOILT:
        raise Unfit("chữ bị vỡ: tệp đã được mở bằng sai bảng mã; xuất lại bằng UTF-8")
    if font:
        raise Unfit(f"chữ viết bằng phông cũ {font}: chuyển sang Unicode")
    if word.startswith("#") or not word.isprintable():
        raise Unfit("có ký tự không nhìn thấy hoặc lỗi công thức: gõ lại")
    return word


_sound_word = _Known(_word).__getitem__
_NAMES = _Known(lambda written: (name := _name(written), folded(name)))


def _commune(communes: CommuneNames, written: str) -> str:
    if not written.strip():
        raise Unfit("đang để trống xã")
    try:
        return communes.find(unicodedata.normalize("NFC", written))
    except Unknown as unknown:
        raise Unfit(unknown.reason, unknown.suggestion) from unknown


def _hamlet(written: str) -> str:
    hamlet = " ".join(map(_word, written.split())).removesuffix(".0")
    if len(hamlet) > LONGEST_HAMLET:
        raise Unfit(f"tên thôn dài {len(hamlet)} ký tự: rút còn {LONGEST_HAMLET}")
    return hamlet


def _power_unit(written: str) -> str:
    return _hamlet(written)


def _reading_day(written: str) -> str:
    text = folded(written).removeprefix("ngay").strip().removesuffix(".0")
    if text == "cuoi thang":
        return "31"
    if text and not (text.isdecimal() and text.isascii() and 1 <= int(text[:3]) <= 31):
        raise Unfit("ngày ghi chỉ số là một số từ 1 đến 31")
    return str(int(text)) if text else ""


_PAYMENTS = {
    PaymentWay.CASH: (
        *("tien mat", "tm", "cash", "thu tai nha", "thu tai quay", "tai quay", "tien mat tai quay", "thu ngan vien"),
    ),
    PaymentWay.CASHLESS: (
        *(
            "khong dung tien mat",
            "khong tien mat",
            "kdtm",
            "ktm",
            "chuyen khoan",
            "ck",
            "ngan hang",
            "vi dien tu",
            "vi",
        ),
        *("uy nhiem chi", "uy nhiem thu", "trich no", "trich no tu dong", "tu dong", "atm", "qr", "online", "cashless"),
        *("internet banking", "mobile banking", "momo", "vnpay", "zalopay", "viettelpay", "viettel money"),
    ),
}
_PAYMENT = {word: way for way, words in _PAYMENTS.items() for word in words}
_AGREEMENTS = {
    AgreementState.NONE: ("", "chua", "chua hoi", "chua lien he", "chua gui", "none"),
    AgreementState.ASKED: ("da hoi", "da gui", "da lien he", "cho ky", "dang cho", "chua ky", "asked"),
    AgreementState.SIGNED: ("da ky", "ky", "dong y", "da dong y", "da ky thoa thuan", "roi", "x", "signed"),
    AgreementState.REFUSED: ("tu choi", "khong dong y", "khong ky", "refused"),
}
_AGREEMENT = {word: state for state, words in _AGREEMENTS.items() for word in words}


def _payment(written: str) -> str:
    word = folded(written)
    if word and word not in _PAYMENT:
        raise Unfit("cách thanh toán này chưa biết", "Tiền mặt; Không dùng tiền mặt")
    return _PAYMENT.get(word, PaymentWay.UNKNOWN).value


def _agreement(written: str) -> str:
    word = folded(written)
    if word not in _AGREEMENT:
        raise Unfit("tình trạng thỏa thuận này chưa biết", "Chưa; Đã gửi; Đã ký; Từ chối")
    return _AGREEMENT[word].value

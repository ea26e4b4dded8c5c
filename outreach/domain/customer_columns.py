"""Which column of a power company's list means what: guessed from its headings, or told by a person and remembered."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from outreach.domain.customers import folded
from outreach.domain.errors import RuleBroken

REQUIRED = ("code", "name", "commune")
SPELLINGS: dict[str, tuple[str, ...]] = {
    "code": (
        *("ma khach hang", "ma kh", "makh", "ma khang", "ma so khach hang", "ma kh hang", "ma hop dong", "so ma kh"),
        *("ma khach", "customer code", "code"),
    ),
    "name": (
        *("ten khach hang", "ten kh", "tenkh", "ten khang", "ho va ten", "ho ten", "ho ten khach hang", "khach hang"),
        *("ho va ten khach hang", "chu hop dong", "ten chu ho", "ten", "customer name", "name"),
    ),
    "phone": (
        *("dien thoai", "so dien thoai", "sdt", "so dt", "dt", "dtdd", "so di dong", "di dong", "dien thoai di dong"),
        *(
            "sdt nhan tin",
            "so dien thoai nhan tin",
            "dien thoai khach hang",
            "so dien thoai khach hang",
            "tel",
            "phone",
        ),
    ),
    "commune": (
        *("ma xa", "ma xa phuong", "ma don vi hanh chinh", "ma dvhc", "xa phuong thi tran", "xa phuong", "xa thi tran"),
        *("phuong xa", "ten xa", "ten xa phuong", "xa", "phuong", "don vi hanh chinh", "commune"),
    ),
    "hamlet": (
        *("thon ban", "thon", "ban", "xom", "thon xom", "thon to dan pho", "thon to", "thon ban to dan pho"),
        *("to dan pho", "tdp", "khu pho", "khoi pho", "khoi", "khu", "khu vuc", "hamlet"),
    ),
    "power_unit": (
        *(
            "ma dien luc",
            "dien luc",
            "ma don vi quan ly",
            "ma dviqly",
            "don vi quan ly",
            "dvql",
            "ma dvql",
            "ma don vi",
        ),
        *("ma dl", "don vi", "power unit"),
    ),
    "reading_day": (
        *("ngay ghi chi so", "ngay ghi chi so cu", "ngay gcs", "ngay gcs cu", "ngay ghi", "ngay ghi cu", "ngay doc"),
        *("ngay chot", "ngay chot chi so", "phien ghi chi so", "phien gcs", "reading day"),
    ),
    "payment": (
        *("hinh thuc thanh toan", "httt", "hinh thuc tt", "cach thanh toan", "phuong thuc thanh toan", "pttt"),
        *("thanh toan", "payment"),
    ),
    "agreement": (
        *("thoa thuan", "tinh trang thoa thuan", "trang thai thoa thuan", "ky thoa thuan", "tinh trang ky thoa thuan"),
        *("agreement",),
    ),
}
"""Of each field the headings that mean it, folded; where a list has two of them, the one named first here counts."""

FIELDS = tuple(SPELLINGS)
Told = Mapping[str, Sequence[str]]
_MEANT = {heading: field for field, headings in SPELLINGS.items() for heading in headings}
MOST_COLUMNS = 200
LOOKED_AT = 20
"""Rows from the top among which the headings are looked for: titles and addresses stand above them."""


def heading_key(heading: str) -> str:
    """Headings meet without accents, case and signs: "Mã KH", "MA_KH" and "Mã  kh." are one."""
    return " ".join(re.sub(r"[\W_]+", " ", folded(heading)).split())


def fingerprint(headings: Iterable[str]) -> str:
    """The same for lists with the same headings in the same order."""
    return hashlib.sha256("\n".join(map(heading_key, headings)).encode()).hexdigest()


def guess(headings: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each field the headings that mean it; several only for phones."""
    found: dict[str, list[str]] = {}
    for heading in headings:
        if field := _meaning(heading):
            found.setdefault(field, []).append(heading)
    return {
        field: tuple(found[field]) if field == "phone" else (min(found[field], key=_rank),)
        for field in FIELDS
        if field in found
    }


def _meaning(heading: str) -> str:
    key = heading_key(heading)
    return _MEANT.get(key) or _MEANT.get(re.sub(r" ?\d$", "", key), "")


def _rank(heading: str) -> int:
    key = heading_key(heading)
    headings = SPELLINGS[_meaning(heading)]
    return headings.index(key) if key in headings else len(headings)


def find_headings(rows: Sequence[Sequence[str]], told: Told) -> int | None:
    """The index of the row of headings among the first of a list: the one that names most fields; None if none does."""
    scores = [_score(row, told) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _score(row: Sequence[str], told: Told) -> int:
    wanted = {heading_key(heading) for headings in told.values() for heading in headings}
    return len(guess(row)) + 2 * len(wanted & {heading_key(cell) for cell in row})


class Unmapped(RuleBroken):
    """The columns cannot be told: somebody has to say which of the ``headings`` is what."""

    def __init__(self, why: RuleBroken, headings: Sequence[str]) -> None:
        super().__init__(why.message, **why.facts)
        self.headings = tuple(headings)


def settle(headings: Sequence[str], told: Told, remembered: Told | None = None) -> dict[str, tuple[str, ...]]:
    """The mapping to use: what a person told, before what was confirmed for such a list, before what we guess."""
    try:
        return _settle(headings, told, remembered)
    except RuleBroken as why:
        raise Unmapped(why, headings) from why


def _settle(headings: Sequence[str], told: Told, remembered: Told | None) -> dict[str, tuple[str, ...]]:
    known = {heading_key(heading): heading for heading in reversed(headings) if heading_key(heading)}
    mapping = dict(guess(headings))
    for source in (remembered or {}, told):
        for field, named in source.items():
            _check_told(field, named, known)
            mapping[field] = tuple(known[heading_key(heading)] for heading in named)
    mapping = {field: named for field, named in mapping.items() if named}
    lacking = [field for field in REQUIRED if field not in mapping]
    if lacking:
        raise RuleBroken(
            "Không biết cột nào là {fields}. Các cột trong tệp: {headings}. Chọn cột cho từng mục rồi kiểm tra lại.",
            fields=", ".join(FIELD_NAMES[field] for field in lacking),
            headings="; ".join(heading for heading in headings if heading)[:400],
        )
    return mapping


FIELD_NAMES = {
    "code": "mã khách hàng",
    "name": "tên khách hàng",
    "phone": "điện thoại",
    "commune": "xã",
    "hamlet": "thôn",
    "power_unit": "điện lực",
    "reading_day": "ngày ghi chỉ số",
    "payment": "hình thức thanh toán",
    "agreement": "thỏa thuận",
}


def _check_told(field: str, named: Sequence[str], known: Mapping[str, str]) -> None:
    if field not in SPELLINGS:
        raise RuleBroken("Không có mục «{field}»; các mục là: {fields}.", field=field, fields=", ".join(FIELDS))
    for heading in named:
        if heading_key(heading) not in known:
            raise RuleBroken(
                "Tệp không có cột «{heading}»; các cột là: {headings}.",
                heading=heading,
                headings="; ".join(known.values())[:400],
            )


def places_of(headings: Sequence[str], mapping: Told) -> dict[str, tuple[int, ...]]:
    """Of each mapped field the indexes of its columns; a heading that stands twice means all of its columns."""
    keys = [heading_key(heading) for heading in headings]
    return {
        field: tuple(at for at, key in enumerate(keys) if key in {heading_key(heading) for heading in named})
        for field, named in mapping.items()
    }

"""The places of a campaign: each known, valid all the time it runs, named once, and small enough to have speakers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.documents.fields import Section
from outreach.documents.plan_period import Period
from outreach.documents.report import spoken
from outreach.domain.units import Place, matching_key

KEY = "communes"
_OFFERED = 3
_LONGEST_CODE = 10


@dataclass(frozen=True, slots=True)
class Register:
    """The known places, found by code, by name, and by what is above them."""

    by_code: dict[str, tuple[Place, ...]]
    by_name: dict[str, tuple[Place, ...]]
    parents: frozenset[str]

    def valid(self, code: str, period: Period) -> Place | None:
        """The one place that a code means during the whole of a period."""
        places = self.by_code.get(code, ())
        return next((place for place in places if _lives(place, period)), None)


def register_of(places: Sequence[Place], period: Period) -> Register:
    by_code, by_name = defaultdict(list), defaultdict(list)
    parents = set()
    for place in places:
        by_code[place.code].append(place)
        for name in (place.name, place.label):
            by_name[matching_key(name)].append(place)
        if place.parent and (place.valid_on(period.first) or place.valid_on(period.last)):
            parents.add(place.parent)
    frozen = [{key: tuple(found) for key, found in index.items()} for index in (by_code, by_name)]
    return Register(frozen[0], frozen[1], frozenset(parents))


def read_communes(root: Section, places: Sequence[Place], period: Period) -> tuple[str, ...]:
    codes = root.texts(KEY)
    register = register_of(places, period)
    for number, code in enumerate(codes):
        if root.report.sound((KEY, number)) and (advice := _fault(code, register, period, root.has("duties"))):
            root.report.add((KEY, number), code, advice)
    return codes


def _fault(code: str, register: Register, period: Period, has_duties: bool) -> str | None:
    """What is wrong with a code, as advice; None when nothing is."""
    if code not in register.by_code:
        return f"không có mã này trong bảng địa phương; {_offer(code, register, period)}"
    if not period.known:
        return None
    if register.valid(code, period) is None:
        return _outlived(register.by_code[code], register, period)
    if has_duties and code in register.parents:
        return "đây không phải một xã, còn có đơn vị bên dưới: viết mã của từng xã, phường, thị trấn"
    return None


def _outlived(places: tuple[Place, ...], register: Register, period: Period) -> str:
    told = []
    for place in places:
        until = f"đến {spoken(place.valid_to)}" if place.valid_to else "trở đi"
        told.append(f"{place.label} từ {spoken(place.valid_from)} {until}")
    span = f"{spoken(period.first)}–{spoken(period.last)}"
    successors = dict.fromkeys(code for place in places for code in place.successors)
    heirs = [found.label + f" ({code})" for code in successors for found in register.by_code.get(code, ())[-1:]]
    after = f"; đơn vị kế tiếp: {', '.join(heirs)}" if heirs else ""
    return f"không có giá trị suốt thời gian {span} (chỉ có {', '.join(told)}){after}: đổi mã hoặc đổi thời gian"


def _offer(written: str, register: Register, period: Period) -> str:
    """The codes that were most likely meant: by name, or one slip away."""
    named = register.by_name.get(matching_key(written), ())
    near = named or [place for code in _one_slip(written) for place in register.by_code.get(code, ())]
    offered = dict.fromkeys(f"«{p.code}» {p.label}" for p in near if not period.known or _lives(p, period))
    if offered:
        return f"có phải {' hay '.join(list(offered)[:_OFFERED])}?"
    return 'viết mã hành chính như trong places.csv, giữ số 0 ở đầu, ví dụ "06184"'


def _lives(place: Place, period: Period) -> bool:
    return place.valid_on(period.first) and place.valid_on(period.last)


def _one_slip(code: str) -> Iterable[str]:
    """Codes that differ by a lost leading zero, two digits in the wrong order, or one wrong digit."""
    yield f"0{code}"
    if len(code) > _LONGEST_CODE:
        return
    places = range(len(code))
    yield from (code[:i] + code[i + 1 : i + 2] + code[i] + code[i + 2 :] for i in places[:-1])
    yield from (code[:i] + digit + code[i + 1 :] for i in places[::-1] for digit in "0123456789")

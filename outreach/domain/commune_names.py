"""Finding the commune that a list means, by its code or by any spelling of its name."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches

from outreach.domain.customers import folded
from outreach.domain.units import Place, matching_key

GONE = "xã này không còn vào ngày của danh sách"
KINDS = frozenset({"Xã", "Phường", "Thị trấn", "Đặc khu"})
_SHORT = {"x": "xa", "p": "phuong", "tt": "thi tran", "đk": "dac khu", "dk": "dac khu"}


class Unknown(Exception):
    """A commune that cannot be told from what was written: why, and what to write instead."""

    def __init__(self, reason: str, suggestion: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


class CommuneNames:
    """The communes that existed on a day, as far as ``within`` (all of them when None)."""

    def __init__(self, places: Iterable[Place], day: date, within: frozenset[str] | None = None) -> None:
        known = tuple(places)
        communes = [place for place in known if place.kind in KINDS]
        here = [p for p in communes if p.valid_on(day) and (within is None or p.code in within)]
        self._by_code = {place.code: place for place in here}
        self._parents = {place.code: place.name for place in known}
        self._gone = [place for place in communes if not place.valid_on(day)]
        self._exact, self._loose = _by_keys(here, matching_key), _by_keys(here, folded)

    def find(self, written: str) -> str:
        """The code of the one commune that is meant; raises :class:`Unknown`."""
        text = " ".join(written.split())
        number = text.removesuffix(".0")
        if number.isdecimal() and number.isascii():
            return self._of_code(number)
        name, _comma, above = text.partition(",")
        found = self._named(name) or self._named(text)
        if above and len(found) > 1:
            found = [place for place in found if folded(self._parents.get(place.parent or "", "")) in folded(above)]
        if len(found) == 1:
            return found[0].code
        raise self._unknown(name, found)

    def _of_code(self, number: str) -> str:
        code = number if number in self._by_code else number.zfill(5)  # a spreadsheet took the zeros
        if code in self._by_code:
            return code
        raise self._gone_one(code) or Unknown("không có xã, thị trấn nào mang mã này vào ngày của danh sách")

    def _named(self, name: str) -> list[Place]:
        if whole := _written_out(name):
            return self._loose.get(whole, [])
        return self._exact.get(matching_key(name)) or self._loose.get(folded(name)) or []

    def _unknown(self, name: str, found: list[Place]) -> Unknown:
        if found:
            choices = "; ".join(f"{place.label} {place.code}" for place in found[:4])
            return Unknown("nhiều nơi cùng tên: ghi mã xã", choices)
        if gone := self._gone_one(_written_out(name) or folded(name)):
            return gone
        near = get_close_matches(folded(name), self._loose, n=1, cutoff=0.7)
        return Unknown("không có trong danh mục xã", self._loose[near[0]][0].label if near else "")

    def _gone_one(self, asked: str) -> Unknown | None:
        """A place of this code or folded name that is no more (or not yet), with what came after it."""
        for place in self._gone:
            if asked in (place.code, folded(place.name), folded(place.label)):
                after = [self._by_code[one].label for one in place.successors if one in self._by_code]
                return Unknown(GONE, "; ".join(after))
        return None


def _written_out(name: str) -> str:
    """Folded, with its kind in full, where a kind is abbreviated: "TT Đồng Đăng"; else empty."""
    words = name.replace(".", ". ").split()
    kind = _SHORT.get(words[0].casefold().rstrip(".")) if words else None
    return f"{kind} {folded(' '.join(words[1:]))}" if kind else ""


def _by_keys(places: Iterable[Place], key: Callable[[str], str]) -> dict[str, list[Place]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        for name in {key(place.name), key(place.label)}:
            found[name].append(place)
    return dict(found)

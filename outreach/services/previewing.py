"""Previewing a wording on a whole list: how many parts, at what price, the longest text, and which rows have a fault.

A list is read once and nothing of it is kept but counts, the first few rows and the longest.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.domain.errors import Problem, RuleBroken
from outreach.domain.message_checks import banned, controls, has_banned
from outreach.domain.message_text import Encoding, Gauge, Parts, final, measure
from outreach.domain.wordings import Render
from outreach.domain.zalo_templates import ZaloParameter, problems_of

FIRST_ROWS = 3
FIRST_FAULTS = 20
Rows = Iterable[Mapping[str, str]]
"""The merge values of one person each."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as one person on the list would get it."""

    code: str
    text: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Costing:
    """A list in one spelling. ``histogram`` are (parts, texts); ``price`` in VND before tax.

    ``too_long`` have more parts than the carrier takes; ``wide`` are in UCS-2, which without accents is a waste.
    """

    texts: int
    parts: int
    price: int
    histogram: tuple[tuple[int, int], ...]
    too_long: int
    wide: int
    longest: Sample | None
    first: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A wording on its whole list. Rows with a fault cannot be sent as they are; the first few are told."""

    rows: int
    accented: Costing
    unaccented: Costing
    faulty: int
    faults: tuple[Problem, ...]


def preview(render: Render, rows: Rows, gauge: Gauge, price: Callable[[int], int]) -> Preview:
    """One pass over a list; faults are about the row's own values, lengths are told with each spelling."""
    accented, unaccented = _Column(gauge), _Column(gauge)
    faults, count = _Faults(), 0
    for values in rows:
        count += 1
        code = values.get("code", "")
        try:
            text = render(values)
        except RuleBroken as broken:
            faults.add((Problem(code, "", str(broken)),))
            continue
        plain = final(text, False)
        accented.add(code, text)
        unaccented.add(code, plain)
        faults.add(_row_faults(code, plain, values, render.needed, gauge))
    return Preview(count, accented.costing(price), unaccented.costing(price), faults.count, tuple(faults.first))


def zalo_faults(
    parameters: Sequence[ZaloParameter], fields: Sequence[tuple[str, Render]], rows: Rows
) -> tuple[int, tuple[Problem, ...]]:
    """One pass over a list: how many rows have a value that Zalo would refuse, and the first few such values."""
    faults = _Faults()
    for values in rows:
        code = values.get("code", "")
        try:
            filled = {name: render(values) for name, render in fields}
        except RuleBroken as broken:
            faults.add((Problem(code, "", str(broken)),))
            continue
        faults.add(problems_of(parameters, code, filled))
    return faults.count, tuple(faults.first)


class _Column:
    """Counts the texts of one spelling while they pass."""

    __slots__ = ("_first", "_gauge", "_histogram", "_longest", "_wide")

    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge
        self._histogram: Counter[int] = Counter()
        self._wide = 0
        self._longest: Sample | None = None
        self._first: list[Sample] = []

    def add(self, code: str, text: str) -> None:
        told = measure(text, self._gauge)
        self._histogram[told.parts] += 1
        self._wide += told.encoding is Encoding.UCS2
        longest = self._longest
        if longest is None or (told.parts, told.units) > (longest.parts.parts, longest.parts.units):
            self._longest = Sample(code, text, told)
        if len(self._first) < FIRST_ROWS:
            self._first.append(Sample(code, text, told))

    def costing(self, price: Callable[[int], int]) -> Costing:
        parts = sum(parts * texts for parts, texts in self._histogram.items())
        too_long = sum(texts for parts, texts in self._histogram.items() if parts > self._gauge.most_parts)
        return Costing(
            texts=self._histogram.total(),
            parts=parts,
            price=price(parts),
            histogram=tuple(sorted(self._histogram.items())),
            too_long=too_long,
            wide=self._wide,
            longest=self._longest,
            first=tuple(self._first),
        )


class _Faults:
    """Counts the rows with a fault; keeps the first few faults."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Problem] = []

    def add(self, found: Sequence[Problem]) -> None:
        if found:
            self.count += 1
            self.first.extend(found[: FIRST_FAULTS - len(self.first)])


def _row_faults(
    code: str, plain: str, values: Mapping[str, str], needed: tuple[str, ...], gauge: Gauge
) -> Sequence[Problem]:
    """Nearly every row has none, and is let go after four quick looks."""
    found: list[Problem] = []
    if not plain:
        found.append(Problem(code, "", "tin của người này trống không: xem lại các điều kiện {% if … %}"))
    if has_banned(plain, gauge):
        found.extend(Problem(code, sign.value, sign.advice) for sign in banned(plain, gauge)[:1])
    if not plain.isprintable():
        found.extend(Problem(code, control.value, control.advice) for control in controls(plain))
    empty = [name for name in needed if not values[name]]
    if empty:
        advice = "đang trống, câu sẽ bị hổng: bổ sung, hoặc dùng |default(…)"
        found.append(Problem(code, ", ".join(empty), advice))
    return found

"""Previewing a wording on a whole list: how many parts, at what price, the longest text, and which rows have a fault.

A list is read once and nothing of it is kept but counts, the first few rows and the longest. Whoever looks over a row
gets back what would be sent, so that nothing is rendered or measured twice.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from outreach.domain.errors import Problem, RuleBroken
from outreach.domain.message_checks import banned, controls, has_banned
from outreach.domain.message_text import Encoding, Gauge, Parts, final, measure
from outreach.domain.wordings import Render
from outreach.domain.zalo_templates import ZaloParameter, problems_of

FIRST_ROWS = 3
FIRST_FAULTS = 20
Fields = tuple[tuple[str, Render], ...]
Written = tuple[str, int, tuple[tuple[str, str], ...]]
"""What one person would get: the final text, its parts, and what stands in the fields of a Zalo notice."""


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


class Overview:
    """Looks over a list row by row; faults are about the row's own values, lengths are told with each spelling.

    ``fields`` are filled for everybody, and checked against ``parameters``: none when nothing goes by Zalo.
    """

    def __init__(
        self,
        text: Render,
        gauge: Gauge,
        accented: bool = False,
        fields: Fields = (),
        parameters: Sequence[ZaloParameter] = (),
    ) -> None:
        self._text, self._gauge, self._goes_accented = text, gauge, accented
        self._fields, self._parameters = fields, parameters
        self._accented, self._unaccented = _Column(gauge), _Column(gauge)
        self._rows, self._faulty = 0, 0
        self._faults: list[Problem] = []

    def look(self, values: Mapping[str, str]) -> Written | None:
        """At one person's merge values; None when their message cannot be put together at all."""
        self._rows += 1
        code, found = values.get("code", ""), list[Problem]()
        measured, fields = self._measured(code, values, found), self._filled(code, values, found)
        if found:
            self._faulty += 1
            self._faults.extend(found[: FIRST_FAULTS - len(self._faults)])
        return None if measured is None or fields is None else (*measured, fields)

    def _measured(self, code: str, values: Mapping[str, str], found: list[Problem]) -> tuple[str, int] | None:
        try:
            text = self._text(values)
        except RuleBroken as broken:
            found.append(Problem(code, "", str(broken)))
            return None
        plain = final(text, False)
        accented, unaccented = self._accented.add(code, text), self._unaccented.add(code, plain)
        found.extend(_row_faults(code, plain, values, self._text.needed, self._gauge))
        return (text, accented) if self._goes_accented else (plain, unaccented)

    def _filled(self, code: str, values: Mapping[str, str], found: list[Problem]) -> tuple[tuple[str, str], ...] | None:
        if not self._fields and not self._parameters:
            return ()
        try:
            filled = tuple([(name, render(values)) for name, render in self._fields])
        except RuleBroken as broken:
            found.append(Problem(code, "", str(broken)))
            return None
        found.extend(problems_of(self._parameters, code, dict(filled)))
        return filled

    def preview(self, price: Callable[[int], int]) -> Preview:
        accented, unaccented = self._accented.costing(price), self._unaccented.costing(price)
        return Preview(self._rows, accented, unaccented, self._faulty, tuple(self._faults))


class _Column:
    """Counts the texts of one spelling while they pass."""

    __slots__ = ("_first", "_gauge", "_histogram", "_longest", "_wide")

    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge
        self._histogram: Counter[int] = Counter()
        self._wide = 0
        self._longest: Sample | None = None
        self._first: list[Sample] = []

    def add(self, code: str, text: str) -> int:
        """The parts of the text."""
        told = measure(text, self._gauge)
        self._histogram[told.parts] += 1
        self._wide += told.encoding is Encoding.UCS2
        longest = self._longest
        if longest is None or (told.parts, told.units) > (longest.parts.parts, longest.parts.units):
            self._longest = Sample(code, text, told)
        if len(self._first) < FIRST_ROWS:
            self._first.append(Sample(code, text, told))
        return told.parts

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

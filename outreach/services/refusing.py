"""Taking in lists of numbers that want no advertising: the national do-not-call list, as a table of numbers."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from outreach.domain.customer_ports import Sheet, SheetOpener
from outreach.domain.customer_rows import BadRow
from outreach.domain.errors import RuleBroken
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.phones import plain_mobile, read_phones
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork

LOT = 5_000
TOLD = 100
"""Lines without a number that are told; a list of nothing else is no such list."""


@dataclass(frozen=True, slots=True)
class RefusalsTaken:
    """``new`` numbers were put down, ``known`` ones had been before; ``bad`` tells of rows that hold no number."""

    new: int
    known: int
    unread: int
    bad: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class RefusalLists:
    transactions: Transactions
    clock: Clock
    open_sheet: SheetOpener

    def take(self, path: Path, name: str, by: str, sheet: str = "", progress: Progress | None = None) -> RefusalsTaken:
        """Put every number of a list down as wanting no advertising, in one transaction; again: nothing is doubled."""
        with self.open_sheet(path, sheet, name) as opened:
            reading = _Reading(opened, progress)
            numbers = array("Q", map(int, reading.numbers()))  # eight bytes each, and no lock meanwhile
        if not numbers:
            raise RuleBroken("Tệp {name} không có số điện thoại nào.", name=name)
        new, seen, left = 0, 0, map(str, numbers)
        with self.transactions.writing() as uow:
            while lot := list(dict.fromkeys(islice(left, LOT))):
                new += self._put(uow, lot, by, name)
                seen += len(lot)
            uow.commit()
        return RefusalsTaken(new, seen - new, reading.unread, tuple(reading.bad))

    def _put(self, uow: UnitOfWork, lot: list[str], by: str, name: str) -> int:
        known = uow.suppressions.among(lot, [Scope.ADVERTISING], Source.DO_NOT_CALL)
        now = self.clock.now()
        fresh = [
            Suppression(number, Scope.ADVERTISING, Source.DO_NOT_CALL, now, by, name)
            for number in lot
            if number not in known
        ]
        return uow.suppressions.add(fresh)


class _Reading:
    """The numbers of a sheet, in whatever column they stand; the first row may be headings."""

    def __init__(self, sheet: Sheet, progress: Progress | None) -> None:
        self._sheet = sheet
        self._progress = progress
        self.unread = 0
        self.bad: list[BadRow] = []

    def numbers(self) -> Iterator[str]:
        for number, cells in self._sheet.rows:
            found = list(_mobiles(cells))
            yield from found
            if not found and number > 1 and any(cell.strip() for cell in cells):
                self._put_down(number, cells)
            if self._progress and not number % LOT:
                self._progress(number, max(number, self._sheet.of))

    def _put_down(self, number: int, cells: list[str]) -> None:
        self.unread += 1
        if len(self.bad) < TOLD:
            self.bad.append(BadRow(number, "", ", ".join(cells)[:200], "không có số điện thoại nào"))


def _mobiles(cells: Iterable[str]) -> Iterator[str]:
    """Landlines too: a refusal of calls is kept for whoever calls."""
    for cell in cells:
        if plain := plain_mobile(cell):
            yield plain
        elif len(cell) >= 9:  # a running number is no telephone
            yield from (phone.number for phone in read_phones(cell)[0])

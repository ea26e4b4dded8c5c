"""Whose customers a list restricted to one place may touch: those of its communes, also as they were called before."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from outreach.domain.ports import Transactions, UnitOfWork

LOT = 1_000


@dataclass(frozen=True, slots=True)
class Belonging:
    """``own``: the communes of the place, its ``within`` on the day of the list and their kin of other days."""

    transactions: Transactions
    own: frozenset[str]

    def strangers(self, codes: Sequence[str]) -> frozenset[str]:
        """Those of these codes that are customers of another place already."""
        with self.transactions.reading() as uow:
            return uow.customers.outside(codes, self.own)

    def keeping(self, lines: Iterable[Sequence[str]], refuse: Callable[[str], None]) -> Iterator[Sequence[str]]:
        """The lines of our own customers and of new ones; the codes of all others are refused."""
        source = iter(lines)
        while lot := list(islice(source, LOT)):
            strangers = self.strangers([line[0] for line in lot])
            for line in lot:
                if line[0] in strangers:
                    refuse(line[0])
                else:
                    yield line


def own_communes(uow: UnitOfWork, within: str, day: date) -> frozenset[str]:
    """The place on that day, and what was merged into it or has come out of it when boundaries were redrawn."""
    own = set(uow.places.below(within, day))
    others = [place for place in uow.places.all() if not place.valid_on(day)]
    kin = {place.code for place in others if own.intersection(place.successors)}
    born = {code for place in uow.places.all() if place.code in own for code in place.successors}
    return frozenset(own | kin | (born & {place.code for place in others}))

"""Putting customers in as they come, with no list to check: what a replay begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.domain.customer_ports import CustomerLine, Put
from outreach.domain.ports import Clock, Transactions

ALL_COLUMNS = frozenset(CustomerLine._fields)


@dataclass(frozen=True, slots=True)
class Enlisting:
    transactions: Transactions
    clock: Clock

    def enlist(self, lines: Iterable[CustomerLine], source: str) -> Put:
        """Add or renew by code; the same ones again change nothing."""
        with self.transactions.writing() as uow:
            put = uow.customers.put(lines, ALL_COLUMNS, self.clock.now(), source)
            uow.commit()
        return put

"""The sweep that reminds officers of hand-operated stations: before the broadcast, and until they have confirmed.

A reminder is a row on the officer's page, not yet a message to a phone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import Broadcast
from outreach.domain.ledger import Reminder
from outreach.domain.ports import Clock, Transactions
from outreach.services.reading_places import hand_operated

BEFORE = timedelta(minutes=45)
CONFIRM_AFTER = timedelta(minutes=15)
CONFIRM_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Reminding:
    transactions: Transactions
    clock: Clock

    def remind(self) -> int:
        """Raise the reminders that are due; each once. Returns how many were new."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            near = uow.broadcasts.between(now - timedelta(days=1), now + BEFORE, live=True)
            new = uow.matters.remind(_due(near, hand_operated(uow, sorted({b.commune for b in near})), now))
            uow.commit()
        return new


def _due(broadcasts: Sequence[Broadcast], by_hand: frozenset[str], now: datetime) -> Iterator[Reminder]:
    for broadcast in broadcasts:
        if broadcast.commune in by_hand:
            for kind, at in _moments(broadcast):
                if at <= now:
                    yield Reminder(broadcast.id, broadcast.commune, kind, now)


def _moments(broadcast: Broadcast) -> tuple[tuple[str, datetime], ...]:
    end = broadcast.span.end
    return (
        ("before", broadcast.starts_at - BEFORE),
        ("confirm", end + CONFIRM_AFTER),
        ("confirm_again", end + CONFIRM_AGAIN_AFTER),
    )

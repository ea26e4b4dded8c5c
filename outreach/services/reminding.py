"""The sweep that reminds officers of hand-operated stations: before the broadcast, and until they have confirmed.

A reminder is a row on the officer's page, not yet a message to a phone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import Broadcast
from outreach.domain.ledger import Reminder
from outreach.domain.ports import Clock, Transactions, UnitOfWork
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
        with self.transactions.reading() as uow:
            if not _unraised(uow, now):
                return 0
        with self.transactions.writing() as uow:
            new = uow.matters.remind(_unraised(uow, now))
            uow.commit()
        return new


def _unraised(uow: UnitOfWork, now: datetime) -> tuple[Reminder, ...]:
    """Reminders that are due and not yet raised."""
    near = uow.broadcasts.between(now - timedelta(days=1), now + BEFORE, live=True)
    due = tuple(_due(near, now))
    raised = uow.matters.raised(sorted({reminder.broadcast for reminder in due})) if due else frozenset()
    new = [reminder for reminder in due if (reminder.broadcast, reminder.kind) not in raised]
    by_hand = hand_operated(uow, sorted({reminder.commune for reminder in new})) if new else frozenset()
    return tuple(reminder for reminder in new if reminder.commune in by_hand)


def _due(broadcasts: Sequence[Broadcast], now: datetime) -> Iterator[Reminder]:
    for broadcast in broadcasts:
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

"""The last minute of a notice: what still waits has become useless and goes on the list of those to phone."""

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.notices import NoticeState
from outreach.domain.ports import Clock, Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class Expiring:
    transactions: Transactions
    clock: Clock

    def expire(self) -> int:
        """Expire what waits in notices whose time is over; a notice with nothing open is finished. Returns how many."""
        now = self.clock.now()
        self._cancel_stragglers(now)
        with self.transactions.reading() as uow:
            running = uow.notices.in_state(NoticeState.APPROVED, NoticeState.PAUSED)
        over = [notice for notice in running if notice.content.expires_at <= now]
        if not over:
            return 0
        with self.transactions.writing() as uow:
            expired = sum(_end(uow, notice.slug, now) for notice in over)
            uow.commit()
        return expired

    def _cancel_stragglers(self, now: datetime) -> None:
        """What was on its way when its notice ended, and came back to wait, waits for nothing."""
        with self.transactions.reading() as uow:
            ended = uow.notices.in_state(NoticeState.CANCELLED, NoticeState.FINISHED)
            if not ended or uow.deliveries.next_waiting([notice.id for notice in ended]) is None:
                return
        with self.transactions.writing() as uow:
            for notice in ended:
                end = uow.deliveries.cancel if notice.state is NoticeState.CANCELLED else uow.deliveries.expire
                end(notice.id, now)
            uow.commit()


def _end(uow: UnitOfWork, slug: str, now: datetime) -> int:
    """Under its lock: somebody may have cancelled it a moment ago."""
    notice = uow.notices.lock(slug)
    if notice is None or notice.over:
        return 0
    expired = uow.deliveries.expire(notice.id, now)
    if not uow.deliveries.any_open(notice.id):
        uow.notices.set_state(notice, NoticeState.FINISHED)
    return expired

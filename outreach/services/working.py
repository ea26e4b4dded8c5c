"""A worker: reads receipts, settles, expires and sends, again and again. Any number may run beside each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.errors import StoreAway
from outreach.domain.notices import NoticeState
from outreach.domain.ports import Clock, Transactions
from outreach.services.expiring import Expiring
from outreach.services.quotas import QuotaReading
from outreach.services.receiving import Receiving, Unheard
from outreach.services.sending import Sending
from outreach.services.settling import UnknownSettling

ROUND_S = 1.0


@dataclass(frozen=True, slots=True)
class Working:
    """What one worker does. ``wait`` sleeps so many seconds, or less when it is told to stop."""

    transactions: Transactions
    clock: Clock
    receiving: Receiving
    settling: UnknownSettling
    expiring: Expiring
    quotas: QuotaReading
    sending: Sending
    wait: Callable[[float], None]

    def round(self, stop: Callable[[], bool], progress: Callable[[int], None] | None = None) -> int:
        """Everything once; returns how much was done."""
        self.quotas.read()
        idle, unheard = self._look()
        done = self.receiving.poll(unheard)
        if idle and not done:
            return 0
        done += self.receiving.read() + self.settling.settle() + self.expiring.expire()
        return done + self.sending.send_due(stop, progress)

    def _look(self) -> tuple[bool, Unheard]:
        """Whether nothing is due (nearly every round of a day is so), and what is to be asked about: in one reading."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            notices = uow.notices.in_state(NoticeState.APPROVED, NoticeState.PAUSED, NoticeState.FINISHED)
            running = [one for one in notices if one.state is not NoticeState.FINISHED]
            due = (
                *(one.content.expires_at for one in running),
                uow.deliveries.next_unsettled(),
                uow.deliveries.next_waiting([one.id for one in running]),
            )
            idle = not any(_within(at, now, 0) for at in due) and not uow.receipts.unread(1)
            return idle, self.receiving.silent(uow, notices)

    def work(self, stop: Callable[[], bool], until_idle: bool, progress: Callable[[int], None] | None = None) -> None:
        """Work until told to stop or, if so asked, until nothing can be done before somebody or tomorrow comes."""
        while not stop():
            try:
                done = self.round(stop, progress)
                if until_idle and not done and not self._soon():
                    return
            except StoreAway:
                done = 0
            if not done:
                self.wait(ROUND_S)

    def _soon(self) -> bool:
        """Whether something will be due within one lease, so that it is worth waiting."""
        with self.transactions.reading() as uow:
            now = self.clock.now()
            sending = [notice for notice in uow.notices.in_state(NoticeState.APPROVED) if notice.sending]
            open_now = [one.id for one in sending if any(one.may_send(medium, now) for medium in one.content.route)]
            due = (uow.deliveries.next_unsettled(), uow.deliveries.next_waiting(open_now))
        return any(_within(at, now, self.sending.pace.lease_s) for at in due)


def _within(at: datetime | None, now: datetime, seconds: float) -> bool:
    return at is not None and (at - now).total_seconds() <= seconds

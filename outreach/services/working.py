"""A worker: reads receipts, settles, expires and sends, again and again. Any number may run beside each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.errors import RuleBroken, StoreAway
from outreach.domain.gates import Lines
from outreach.domain.notices import NoticeState
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.expiring import Expiring
from outreach.services.quotas import QuotaReading
from outreach.services.receiving import Receiving, Unheard
from outreach.services.rerouting import Rerouting
from outreach.services.sending import Sending
from outreach.services.settling import UnknownSettling

ROUND_S = 1.0
MOST_FAILURES = 20
_ALIVE = (NoticeState.APPROVED, NoticeState.PAUSED)
_ENDED = (NoticeState.CANCELLED, NoticeState.FINISHED)


@dataclass(frozen=True, slots=True)
class Working:
    """What one worker does. ``wait`` sleeps so many seconds, or less when it is told to stop."""

    transactions: Transactions
    clock: Clock
    receiving: Receiving
    settling: UnknownSettling
    expiring: Expiring
    rerouting: Rerouting
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
        done += self.receiving.read() + self.settling.settle() + self.expiring.expire() + self.rerouting.reroute()
        return done + self.sending.send_due(stop, progress)

    def _look(self) -> tuple[bool, Unheard]:
        """Whether nothing is due (nearly every round of a day is so), and what is to be asked about: in one reading."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            if self.sending.lines.rehearsal:
                _refuse_after_earnest(uow, self.sending.lines)
            notices = uow.notices.in_state(*_ALIVE, *_ENDED)
            running = [one for one in notices if one.state in _ALIVE]
            due = (
                *(one.content.expires_at for one in running),
                uow.deliveries.next_unsettled(now),
                uow.deliveries.next_waiting([one.id for one in running]),
            )
            stragglers = uow.deliveries.next_waiting([one.id for one in notices if one.state in _ENDED])
            idle = not any(_within(at, now, 0) for at in due) and not stragglers and not uow.receipts.unread(1)
            return idle, self.receiving.silent(uow, notices)

    def work(
        self,
        stop: Callable[[], bool],
        until_idle: bool,
        progress: Callable[[int], None] | None = None,
        trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Work until told to stop or, if so asked, until nothing can be done before somebody or tomorrow comes.

        A database that is away is waited for. What nobody foresaw is told to ``trouble``, and tried again later; the
        same again and again ends the worker; what a rule forbids ends it at once.
        """
        failures = 0
        while not stop():
            try:
                done, failures = self.round(stop, progress), 0
                if until_idle and not done and not self._soon():
                    return
            except StoreAway:
                done = 0
            except RuleBroken:
                raise
            except Exception as unforeseen:
                done, failures = 0, failures + 1
                if trouble is None or failures >= MOST_FAILURES:
                    raise
                trouble(unforeseen)
            if not done:
                self.wait(ROUND_S)

    def _soon(self) -> bool:
        """Whether something will be due within one lease, so that it is worth waiting."""
        with self.transactions.reading() as uow:
            now, lease = self.clock.now(), timedelta(seconds=self.sending.pace.lease_s)
            gates = {gate.channel: gate for gate in uow.gates.all()}
            usable = {
                channel.medium
                for channel, _ in self.sending.lines.channels
                if channel.name not in gates or gates[channel.name].opens_by_itself(now)
            }
            if _within(uow.deliveries.next_unsettled(now), now, lease.total_seconds()):
                return True
            return any(
                notice.may_send(medium, now) and uow.deliveries.any_ready(notice.id, medium, now + lease)
                for notice in uow.notices.in_state(NoticeState.APPROVED)
                for medium in usable
            )


def _refuse_after_earnest(uow: UnitOfWork, lines: Lines) -> None:
    """What is meant for people must not end in a sandbox, and count as told, for a setting that was forgotten."""
    earnest = [gate.channel for gate in uow.gates.all() if lines.channel(gate.channel) is None]
    if earnest:
        raise RuleBroken(
            "Cơ sở dữ liệu này đã gửi tin thật qua {channels}: đặt OUTREACH_SEND=live, hoặc thử ở cơ sở dữ liệu khác.",
            channels=", ".join(earnest),
        )


def _within(at: datetime | None, now: datetime, seconds: float) -> bool:
    return at is not None and (at - now).total_seconds() <= seconds

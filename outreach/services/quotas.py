"""Reading what providers still let us send today, before and during a run."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from outreach.domain.gates import Lines
from outreach.domain.messages import Channel
from outreach.domain.ports import Clock, Transactions

EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class QuotaReading:
    transactions: Transactions
    clock: Clock
    lines: Lines
    _asked: dict[str, datetime] = field(default_factory=dict)

    def read(self) -> None:
        """Ask each channel every few minutes. One that tells nothing leaves what is known (a refusal, say) as it is."""
        now = self.clock.now()
        for channel, _ in self.lines.channels:
            asked = self._asked.get(channel.name)
            if asked is None or not timedelta(0) <= now - asked < EVERY:
                self._asked[channel.name] = now
                self._read(channel, now)

    def _read(self, channel: Channel, now: datetime) -> None:
        quota = channel.quota()
        if quota is None:
            return
        with self.transactions.writing() as uow:
            gate = uow.gates.lock(channel.name, now)
            uow.gates.put(replace(gate, quota_left=quota.remaining, quota_daily=quota.daily, quota_at=now))
            uow.commit()

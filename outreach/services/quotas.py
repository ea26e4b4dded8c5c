"""Reading what providers still let us send today, before and during a run."""

from dataclasses import dataclass, replace

from outreach.domain.gates import Lines
from outreach.domain.ports import Clock, Transactions


@dataclass(frozen=True, slots=True)
class QuotaReading:
    transactions: Transactions
    clock: Clock
    lines: Lines

    def read(self) -> None:
        """Ask the channels whose figure is old; one that tells none is not asked again for a while."""
        if not self.lines.channels:
            return
        now = self.clock.now()
        with self.transactions.reading() as uow:
            gates = {gate.channel: gate for gate in uow.gates.all()}
        for channel, _ in self.lines.channels:
            known = gates.get(channel.name)
            if known is not None and not known.asks_quota(now):
                continue
            quota = channel.quota()
            with self.transactions.writing() as uow:
                gate = replace(uow.gates.lock(channel.name, now), quota_at=now)
                if quota is not None:
                    gate = replace(gate, quota_left=quota.remaining, quota_daily=quota.daily)
                uow.gates.put(gate)
                uow.commit()

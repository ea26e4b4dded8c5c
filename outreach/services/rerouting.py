"""When a medium can be used no more before it is too late, whoever waits for it goes on to the next one in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from outreach.domain.feasibility import Load, finishes_at
from outreach.domain.gates import Lines
from outreach.domain.messages import Medium
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.ports import Clock, Transactions, UnitOfWork

LOOK_AHEAD = timedelta(hours=1)
"""Nobody is moved while there is this much more time than the next medium needs."""


@dataclass(frozen=True, slots=True)
class Rerouting:
    transactions: Transactions
    clock: Clock
    lines: Lines

    def reroute(self) -> int:
        """Move those who would be told too late, if they waited on; returns how many."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            endangered = [
                (notice, medium, onward)
                for notice in uow.notices.in_state(NoticeState.APPROVED)
                for medium, onward in pairwise(notice.content.route)
                if notice.sending and self._too_long(uow, notice, medium, onward, now)
            ]
        if not endangered:
            return 0
        with self.transactions.writing() as uow:
            moved = sum(uow.deliveries.reroute(one.id, medium, onward, now) for one, medium, onward in endangered)
            uow.commit()
        return moved

    def _too_long(self, uow: UnitOfWork, notice: Notice, medium: Medium, onward: Medium, now: datetime) -> bool:
        """Whether the medium is shut and the next one would be late if it began an hour from now."""
        if now < notice.content.starts_at or self._usable(uow, medium, now):
            return False
        parts, messages = uow.deliveries.waiting(notice.id, medium)
        lines = self.lines.of(onward)
        if not messages or not lines:
            return False
        rate = lines[0][1].per_s
        weight = parts if onward is Medium.SMS else messages  # only an SMS has parts
        load = Load(weight, messages, rate, None, notice.content.hours(onward))
        return finishes_at(load, now + LOOK_AHEAD, notice.content.expires_at) is None

    def _usable(self, uow: UnitOfWork, medium: Medium, now: datetime) -> bool:
        gates = {gate.channel: gate for gate in uow.gates.all()}
        return any(
            channel.name not in gates or gates[channel.name].lot(1, now) > 0 for channel, _ in self.lines.of(medium)
        )

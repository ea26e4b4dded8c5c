"""Settling what is unknown: by asking, by repeating the same request id, or by a person. Never by a blind message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.deliveries import AttemptState, Claimed, DeliveryState, Pace, Step
from outreach.domain.gates import Lines
from outreach.domain.law import closes_at, next_open, scopes_against
from outreach.domain.messages import Channel, Settling
from outreach.domain.notice_ports import InHand, Recorded
from outreach.domain.notices import Notice
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.claiming import Lot, Steady, claims_of, parts_of, within_parts
from outreach.services.recording import Recording

MOST = 500
JUMP_S = 5.0
Overdue = tuple[InHand, Notice, Claimed]


class ClockWatch:
    """Notices when the wall clock was set. For one lease afterwards nothing is settled: what looks overdue may still be
    in the hands of a worker that is alive."""

    def __init__(self, clock: Clock, steady: Steady, pace: Pace) -> None:
        self._clock, self._steady, self._pace = clock, steady, pace
        self._offset: float | None = None
        self._calm_from = float("-inf")

    def _difference(self) -> float:
        return self._clock.now().timestamp() - self._steady()

    def calm(self) -> bool:
        offset = self._difference()
        if self._offset is None:
            self._offset = offset
        elif abs(offset - self._offset) > JUMP_S:
            self._offset, self._calm_from = offset, self._steady() + self._pace.lease_s
        return self._steady() >= self._calm_from


@dataclass(frozen=True, slots=True)
class UnknownSettling:
    transactions: Transactions
    clock: Clock
    steady: Steady
    pace: Pace
    lines: Lines
    recording: Recording
    watch: ClockWatch
    worker: str

    def settle(self) -> int:
        """Settle what is overdue now; returns how many were looked at."""
        if not self.watch.calm():
            return 0
        by_channel: dict[str, list[Overdue]] = {}
        for one in self._overdue():
            by_channel.setdefault(one[0].channel, []).append(one)
        for name, overdue in by_channel.items():
            channel = self.lines.channel(name)
            if channel is None:  # no longer configured: nobody can be asked
                self._to_person(overdue, "channel-gone")
            elif channel.settling is Settling.LOOK_UP:
                self._look_up(channel, overdue)
            elif channel.settling is Settling.REPEAT:
                self._repeat(channel, overdue)
            else:
                self._wait_or_ask(overdue)
        return sum(map(len, by_channel.values()))

    def _overdue(self) -> list[Overdue]:
        now = self.clock.now()
        with self.transactions.reading() as uow:
            due = uow.deliveries.next_unsettled(now)
        if due is None or due > now:
            return []
        with self.transactions.writing() as uow:
            found = uow.deliveries.overdue(now, MOST, now + timedelta(seconds=self.pace.lease_s), self.worker)
            notices = uow.notices.named(sorted({one.notice for one in found}))
            uow.commit()
        return [_with_claim(one, notices[one.notice]) for one in found]

    def _look_up(self, channel: Channel, overdue: Sequence[Overdue]) -> None:
        claimed = [claim for _, _, claim in overdue]
        with self.transactions.reading() as uow:
            known = frozenset(uow.deliveries.owners(sorted({claim.message.number for claim in claimed})))
        self.recording.record_found(channel, claimed, channel.look_up([claim.message for claim in claimed], known))

    def _repeat(self, channel: Channel, overdue: Sequence[Overdue]) -> None:
        """The same request id sends nothing twice, but it may send: it is bound by hours, expiry and refusals."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            bars = {claim.delivery: _bar(uow, one, notice, now) for one, notice, claim in overdue}
        self._to_person([one for one in overdue if bars[one[2].delivery] == "over"], "too-late-to-repeat")
        later = [one for one in overdue if bars[one[2].delivery] == "closed"]
        soonest = now + timedelta(seconds=self.pace.settle_s)
        self._step(later, [_wait(max(next_open(claim.hours, now), soonest), claim) for _, _, claim in later])
        again = self._let_through(channel, [one for one in overdue if not bars[one[2].delivery]])
        if again:
            shut = min(min(claim.expires_at, closes_at(claim.hours, now)) for claim in again)
            lot = Lot(channel, again, min(shut, now + timedelta(seconds=self.pace.last_start_s)))
            may_start = lot.may_start(self.clock, self.steady, self.pace.last_start_s)
            answers = list(channel.send([claim.message for claim in again], may_start))
            self.recording.record_repeated(channel, again, answers)

    def _let_through(self, channel: Channel, overdue: Sequence[Overdue]) -> tuple[Claimed, ...]:
        """Those that the channel's gate lets go now, which pay as new ones do; the others wait for their turn."""
        if not overdue:
            return ()
        now, rate = self.clock.now(), self.lines.rate(channel.name)
        with self.transactions.writing() as uow:
            gate = uow.gates.lock(channel.name, now).refilled(rate, now)
            most = min(gate.lot(len(overdue), now), int(gate.tokens))
            first = [one.ready for one, _, _ in overdue[: max(most, 0)]]
            paid = within_parts(first, channel.medium, gate.tokens)
            uow.gates.put(gate.paid(sum(parts_of(one, channel.medium) for one in paid), len(paid)))
            uow.commit()
        pause = rate.burst / rate.per_s if gate.opens_by_itself(now) else self.pace.settle_s
        turn = now + timedelta(seconds=max(pause, 1.0))
        rest = overdue[len(paid) :]
        self._step(rest, [_wait(turn, claim) for _, _, claim in rest])
        return tuple(claim for _, _, claim in overdue[: len(paid)])

    def _wait_or_ask(self, overdue: Sequence[Overdue]) -> None:
        """Nobody can tell: a receipt may still come, then a person decides."""
        now, patience = self.clock.now(), timedelta(seconds=self.pace.doubt_s)
        over = [one for one in overdue if now >= one[0].started_at + patience]
        self._to_person(over, "no-answer")
        waiting = [one for one in overdue if now < one[0].started_at + patience]
        self._step(waiting, [_wait(one.started_at + patience, claim) for one, _, claim in waiting])

    def _to_person(self, overdue: Sequence[Overdue], why: str) -> None:
        self._step(overdue, [Step(DeliveryState.IN_DOUBT, why, tries=claim.tries) for _, _, claim in overdue])

    def _step(self, overdue: Sequence[Overdue], steps: Sequence[Step]) -> None:
        if not overdue:
            return
        now = self.clock.now()
        rows = [
            Recorded(claim.delivery, claim.no, AttemptState.UNKNOWN, step, reason=step.reason)
            for (_, _, claim), step in zip(overdue, steps, strict=True)
        ]
        with self.transactions.writing() as uow:
            uow.deliveries.record(rows, now)
            uow.commit()


def _with_claim(one: InHand, notice: Notice) -> Overdue:
    return one, notice, claims_of(notice, one.medium, [(one.ready, one.ready.no, one.started_at)])[0]


def _wait(until: datetime, claim: Claimed) -> Step:
    return Step(DeliveryState.UNKNOWN, "no-answer", until, claim.medium, claim.tries)


def _bar(uow: UnitOfWork, one: InHand, notice: Notice, now: datetime) -> str:
    """What forbids repeating: "over" for good, "closed" for now; empty: nothing."""
    barred = uow.suppressions.among([one.ready.number], scopes_against(notice.content.message_class))
    if barred or now >= notice.content.expires_at or notice.over:
        return "over"
    return "" if notice.may_send(one.medium, now) else "closed"

"""Recording what came of calls: attempts, deliveries, the channel's gate, and whatever must be held for a person."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.domain.deliveries import HELD_BACK, Claimed, DeliveryState, Pace, Step, attempt_after, step_after
from outreach.domain.errors import StoreAway
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import Answered, Channel, Fault, Medium, Outcome, Verdict
from outreach.domain.notice_ports import Recorded
from outreach.domain.ports import Clock, Transactions, UnitOfWork

PATIENCE_S = 180
"""How long outcomes in memory wait for a database that is away; after that the leases run out and they are settled."""
_HOLDS_CHANNEL = {Fault.CHANNEL, Fault.TOKEN}


@dataclass(frozen=True, slots=True)
class Recording:
    transactions: Transactions
    clock: Clock
    pace: Pace
    pause: Callable[[float], None]

    def record(self, channel: Channel, claimed: Iterable[Claimed], answers: Iterable[Answered]) -> int:
        """Write the outcomes down, trying again while the database is away. Returns how many were accepted."""
        by_request = {one.message.request_id: one for one in claimed}
        outcomes = [(by_request[answer.request_id], answer.outcome) for answer in answers]
        for _ in range(PATIENCE_S):
            try:
                return self._write(channel, outcomes)
            except StoreAway:
                self.pause(1.0)
        return self._write(channel, outcomes)

    def record_repeated(self, channel: Channel, claimed: Iterable[Claimed], answers: Iterable[Answered]) -> int:
        """As :meth:`record`, of a request that was unknown before: one not begun this time is as unknown as it was."""
        return self.record(channel, claimed, [_still_unknown(answer) for answer in answers])

    def _write(self, channel: Channel, outcomes: list[tuple[Claimed, Outcome]]) -> int:
        if not outcomes:
            return 0
        now = self.clock.now()
        with self.transactions.writing() as uow:
            wrong = _wrong_texts(outcomes)
            settled = [
                (one, _for_one_only(outcome) if one.notice not in wrong else outcome) for one, outcome in outcomes
            ]
            uow.deliveries.record([self._recorded(one, outcome, now) for one, outcome in settled], now)
            for notice, code in wrong.items():
                uow.notices.hold(notice, code)
            uow.suppressions.add(_refusals(outcomes, now))
            self._judge(uow, channel, outcomes, now)
            uow.commit()
        return sum(outcome.verdict is Verdict.ACCEPTED for _, outcome in outcomes)

    def _recorded(self, claimed: Claimed, outcome: Outcome, now: datetime) -> Recorded:
        step = step_after(claimed, outcome, now, now + timedelta(seconds=self.pace.settle_s))
        if step.state is DeliveryState.UNKNOWN and now - claimed.message.started_at > _LONGEST_UNKNOWN:
            step = Step(DeliveryState.IN_DOUBT, outcome.reason, tries=step.tries)
        return Recorded(
            claimed.delivery,
            claimed.no,
            attempt_after(outcome),
            step,
            outcome.code,
            outcome.reason,
            outcome.provider_id,
            outcome.cost,
        )

    def _judge(self, uow: UnitOfWork, channel: Channel, outcomes: list[tuple[Claimed, Outcome]], now: datetime) -> None:
        """Good and bad answers move the breaker; a fault of the channel itself holds it for a person."""
        bad = sum(_is_bad(outcome) for _, outcome in outcomes)
        idle = sum(outcome.reason == HELD_BACK for _, outcome in outcomes)
        gate = uow.gates.lock(channel.name, now).judged(len(outcomes) - bad - idle, bad, now)
        for _, outcome in outcomes:
            if outcome.fault in _HOLDS_CHANNEL:
                gate = gate.held_for(outcome.reason or outcome.code, now)
            elif outcome.fault is Fault.QUOTA:
                gate = replace(gate, quota_left=0, quota_at=now)
        uow.gates.put(gate)


_LONGEST_UNKNOWN = timedelta(hours=24)


_SAYS_NOTHING = {Fault.BUSY, Fault.HOURS, Fault.TOKEN, Fault.CHANNEL, Fault.QUOTA}


def _still_unknown(answer: Answered) -> Answered:
    outcome = answer.outcome
    if outcome.verdict is Verdict.REFUSED and outcome.fault in _SAYS_NOTHING:
        return Answered(answer.request_id, replace(outcome, verdict=Verdict.UNKNOWN))
    return answer


def _is_bad(outcome: Outcome) -> bool:
    """A failure of the provider; a number that cannot be reached says nothing about the provider."""
    unsure = outcome.verdict is Verdict.UNKNOWN or outcome.fault is Fault.BUSY
    return unsure and outcome.reason != HELD_BACK


def _wrong_texts(outcomes: Iterable[tuple[Claimed, Outcome]]) -> Mapping[int, str]:
    """The notices whose text itself is refused: most of a lot fails for it. One bad row alone is that row's fault."""
    told = list(outcomes)
    answered = Counter(one.notice for one, outcome in told if outcome.verdict is not Verdict.UNKNOWN)
    wrong = Counter(one.notice for one, outcome in told if outcome.fault is Fault.MESSAGE)
    codes = {one.notice: outcome.reason or outcome.code for one, outcome in told if outcome.fault is Fault.MESSAGE}
    return {notice: codes[notice] for notice, count in wrong.items() if 2 * count >= answered[notice]}


def _for_one_only(outcome: Outcome) -> Outcome:
    if outcome.fault is not Fault.MESSAGE:
        return outcome
    return replace(outcome, fault=Fault.NUMBER, permanent=True)


def _refusals(outcomes: Iterable[tuple[Claimed, Outcome]], now: datetime) -> list[Suppression]:
    """Who has told the provider that they want no more from us is not to be told by another way either."""
    return [
        Suppression(one.message.number, Scope.ALL, _source_of(one.medium), now, "", outcome.code)
        for one, outcome in outcomes
        if outcome.fault is Fault.REFUSES
    ]


def _source_of(medium: Medium) -> Source:
    return Source.ZALO if medium is Medium.ZALO else Source.PHONE

"""Recording what came of calls: attempts, deliveries, the channel's gate, and whatever must be held for a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from outreach.domain.deliveries import (
    HELD_BACK,
    NOT_FOUND,
    Claimed,
    DeliveryState,
    Pace,
    Step,
    attempt_after,
    step_after,
)
from outreach.domain.errors import StoreAway
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import Answered, Channel, Fault, Medium, Outcome, Verdict, sensible, storable
from outreach.domain.notice_ports import Accepted, Recorded
from outreach.domain.ports import Clock, Transactions, UnitOfWork

PATIENCE_S = 180
"""How long outcomes in memory wait for a database that is away; after that the leases run out and they are settled."""
About = tuple[int, int]
_HOLDS_CHANNEL = {Fault.CHANNEL, Fault.TOKEN}


@dataclass(frozen=True, slots=True)
class Recording:
    transactions: Transactions
    clock: Clock
    pace: Pace
    pause: Callable[[float], None]

    def record(self, channel: Channel, claimed: Iterable[Claimed], answers: Iterable[Answered]) -> int:
        """Write the outcomes down, trying again while the database is away. Returns how many were accepted."""
        return self._patiently(partial(self._write, channel, _matched(claimed, answers)))

    def record_repeated(self, channel: Channel, claimed: Iterable[Claimed], answers: Iterable[Answered]) -> int:
        """As :meth:`record`, of a request that was unknown before: one not begun this time is as unknown as it was."""
        return self.record(channel, claimed, [_still_unknown(answer) for answer in answers])

    def record_found(self, channel: Channel, claimed: Iterable[Claimed], answers: Iterable[Answered]) -> int:
        """As :meth:`record`, of what was looked up: two workers may have found the same message at the same time."""
        return self._patiently(partial(self._write, channel, _matched(claimed, answers), found=True))

    def _patiently(self, write: Callable[[], int]) -> int:
        for _ in range(PATIENCE_S):
            try:
                return write()
            except StoreAway:
                self.pause(1.0)
        return write()

    def _write(self, channel: Channel, outcomes: list[tuple[Claimed, Outcome]], found: bool = False) -> int:
        if not outcomes:
            return 0
        now = self.clock.now()
        with self.transactions.writing() as uow:
            if found:
                uow.gates.lock(channel.name, now)  # whoever else looked writes before or after us
            taken, others = _parted(_each_its_own(uow, outcomes) if found else outcomes)
            for alike, ids in taken.items():
                uow.deliveries.accept(alike, ids, now)
            if others:
                self._write_others(uow, others, len(outcomes), now)
            self._judge(uow, channel, others, len(outcomes), now)
            uow.commit()
        return len(outcomes) - len(others)

    def _write_others(
        self, uow: UnitOfWork, others: list[tuple[Claimed, Outcome]], answered: int, now: datetime
    ) -> None:
        wrong = {
            notice: code for notice, code in _wrong_texts(others).items() if _is_wrong(uow, notice, others, answered)
        }
        settled = [(one, outcome if one.notice in wrong else _for_one_only(outcome)) for one, outcome in others]
        uow.deliveries.record([self._recorded(one, outcome, now) for one, outcome in settled], now)
        for notice, code in wrong.items():
            uow.notices.hold(notice, code)
        uow.suppressions.add(_refusals(others, now))

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

    def _judge(
        self, uow: UnitOfWork, channel: Channel, others: list[tuple[Claimed, Outcome]], count: int, now: datetime
    ) -> None:
        """Good and bad answers move the breaker; a fault of the channel itself holds it for a person."""
        bad = sum(_is_bad(outcome) for _, outcome in others)
        idle = sum(outcome.reason == HELD_BACK for _, outcome in others)
        gate = uow.gates.lock(channel.name, now).judged(count - bad - idle, bad, now)
        for _, outcome in others:
            if outcome.fault in _HOLDS_CHANNEL:
                gate = gate.held_for(outcome.reason or outcome.code, now)
            elif outcome.fault is Fault.QUOTA:
                gate = replace(gate, quota_left=0, quota_at=now)
        uow.gates.put(gate)


_LONGEST_UNKNOWN = timedelta(hours=24)


_SAYS_NOTHING = {Fault.BUSY, Fault.HOURS, Fault.TOKEN, Fault.CHANNEL, Fault.QUOTA}


def _matched(claimed: Iterable[Claimed], answers: Iterable[Answered]) -> list[tuple[Claimed, Outcome]]:
    by_request = {one.message.request_id: one for one in claimed}
    return [(by_request[answer.request_id], _storable(answer.outcome)) for answer in answers]


def _each_its_own(uow: UnitOfWork, outcomes: list[tuple[Claimed, Outcome]]) -> list[tuple[Claimed, Outcome]]:
    """One message answers for one attempt: whoever finds it second has found nothing, and looks again."""
    owners = uow.deliveries.owners(sorted({one.message.number for one, _ in outcomes}))
    return [
        (one, outcome if _owns(owners, one, outcome.provider_id) else Outcome(Verdict.UNKNOWN, reason="of-another"))
        for one, outcome in outcomes
    ]


def _owns(owners: dict[str, About], one: Claimed, provider_id: str) -> bool:
    me = (one.delivery, one.no)
    return not provider_id or owners.setdefault(provider_id, me) == me


def _still_unknown(answer: Answered) -> Answered:
    outcome = answer.outcome
    if outcome.verdict is Verdict.REFUSED and outcome.fault in _SAYS_NOTHING:
        return Answered(answer.request_id, outcome._replace(verdict=Verdict.UNKNOWN))
    return answer


def _is_bad(outcome: Outcome) -> bool:
    """A failure of the provider; a number that cannot be reached says nothing about the provider."""
    unsure = outcome.verdict is Verdict.UNKNOWN or outcome.fault is Fault.BUSY
    return unsure and outcome.reason != HELD_BACK and outcome.code != NOT_FOUND  # that was a good answer to a question


def _parted(
    outcomes: list[tuple[Claimed, Outcome]],
) -> tuple[dict[Accepted, dict[int, str]], list[tuple[Claimed, Outcome]]]:
    """Those accepted, which need no thought, and the others."""
    taken: dict[Accepted, dict[int, str]] = {}
    others = []
    for pair in outcomes:
        claimed, outcome = pair
        if outcome.verdict is Verdict.ACCEPTED:
            alike = Accepted(claimed.no, claimed.tries + 1, outcome.code, outcome.cost)
            taken.setdefault(alike, {})[claimed.delivery] = outcome.provider_id
        else:
            others.append(pair)
    return taken, others


ENOUGH = 5
"""Refusals of a text, with nobody who got it, that show that the text is wrong and not a row of the list."""


def _wrong_texts(others: list[tuple[Claimed, Outcome]]) -> Mapping[int, str]:
    """The notices of which a text was refused, with the provider's reason."""
    return {one.notice: outcome.reason or outcome.code for one, outcome in others if outcome.fault is Fault.MESSAGE}


def _is_wrong(uow: UnitOfWork, notice: int, others: list[tuple[Claimed, Outcome]], answered: int) -> bool:
    """Whether the text itself is refused: half of a large lot, or enough of them before anybody got it."""
    faults = sum(one.notice == notice and outcome.fault is Fault.MESSAGE for one, outcome in others)
    unsure = sum(outcome.verdict is Verdict.UNKNOWN for _, outcome in others)
    if faults >= 2 * ENOUGH and 2 * faults >= answered - unsure:
        return True
    reasons = {outcome.reason for one, outcome in others if one.notice == notice and outcome.fault is Fault.MESSAGE}
    before = sum(count for _, reason, count in uow.deliveries.reasons(notice) if reason in reasons)
    got_it = uow.deliveries.counts(notice).keys() & {DeliveryState.ACCEPTED, DeliveryState.DELIVERED}
    return faults + before >= ENOUGH and not got_it


def _storable(outcome: Outcome) -> Outcome:
    """Providers say strange things; none of them may keep an outcome from being written down."""
    code, reason, given = storable(outcome.code), storable(outcome.reason), storable(outcome.provider_id)
    if (code, reason, given) == (outcome.code, outcome.reason, outcome.provider_id) and outcome.cost is None:
        return outcome
    return outcome._replace(code=code, reason=reason, provider_id=given, cost=sensible(outcome.cost))


def _for_one_only(outcome: Outcome) -> Outcome:
    if outcome.fault is not Fault.MESSAGE:
        return outcome
    return outcome._replace(fault=Fault.NUMBER, permanent=True)


def _refusals(outcomes: Iterable[tuple[Claimed, Outcome]], now: datetime) -> list[Suppression]:
    """Who has told the provider that they want no more from us is not to be told by another way either."""
    return [
        Suppression(one.message.number, Scope.ALL, _source_of(one.medium), now, "", outcome.code)
        for one, outcome in outcomes
        if outcome.fault is Fault.REFUSES
    ]


def _source_of(medium: Medium) -> Source:
    return Source.ZALO if medium is Medium.ZALO else Source.PHONE

"""Claiming a lot: who may be told now, by which channel, at what rate; attempt rows are written before any call."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.deliveries import Claimed, DeliveryState, Pace, Step
from outreach.domain.gates import Gate, Lines, Rate
from outreach.domain.law import ADVERTISING_CAP, CAP_PERIOD, closes_at, next_open, scopes_against
from outreach.domain.messages import Channel, Medium, Message, MessageClass
from outreach.domain.notice_ports import Ready
from outreach.domain.notices import Notice, NoticeState, request_id
from outreach.domain.ports import Clock, Transactions, UnitOfWork

Steady = Callable[[], float]
"""Seconds on a clock that nobody can set."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Deliveries claimed together, for one channel. No call of theirs may begin at ``not_after`` or later."""

    channel: Channel
    claimed: tuple[Claimed, ...]
    not_after: datetime

    def may_start(self, clock: Clock, steady: Steady, seconds: float) -> Callable[[], bool]:
        """Whether a call may begin, by both clocks: one may be set while we wait, the other stands while we sleep."""
        begun = steady()
        return lambda: clock.now() < self.not_after and steady() - begun < seconds


@dataclass(frozen=True, slots=True)
class Claiming:
    transactions: Transactions
    clock: Clock
    pace: Pace
    worker: str

    def claim(self, channel: Channel, rate: Rate, busy: bool = False) -> Lot | None:
        """The next lot for a channel, or None when nothing may go by it now. While ``busy`` there is probably more."""
        now = self.clock.now()
        if not busy and not self._anything(channel.medium, now):
            return None
        with self.transactions.writing() as uow:
            gate = uow.gates.lock(channel.name, now).refilled(rate, now)
            most = min(gate.lot(channel.batch, now), int(gate.tokens))
            lot = self._first_lot(uow, channel, gate, most, now) if most > 0 else None
            uow.commit()
        return lot

    def in_use(self, lines: Lines) -> list[tuple[Channel, Rate]]:
        """Of each medium the preferred channel that is open; one that is being probed is used beside the next one."""
        if all(len(lines.of(medium)) < 2 for medium in Medium):
            return list(lines.channels)  # nothing to choose
        now, used = self.clock.now(), []
        with self.transactions.reading() as uow:
            gates = {gate.channel: gate for gate in uow.gates.all()}
        for medium in Medium:
            for channel, rate in lines.of(medium):
                gate = gates.get(channel.name)
                if gate is not None and gate.lot(1, now) == 0:
                    continue
                used.append((channel, rate))
                if gate is None or not gate.probing:
                    break
        return used

    def _anything(self, medium: Medium, now: datetime) -> bool:
        """Looks before it takes the writer's lock."""
        with self.transactions.reading() as uow:
            notices = [notice for notice in uow.notices.in_state(NoticeState.APPROVED) if notice.may_send(medium, now)]
            return any(uow.deliveries.any_ready(notice.id, medium, now) for notice in notices)

    def _first_lot(self, uow: UnitOfWork, channel: Channel, gate: Gate, most: int, now: datetime) -> Lot | None:
        """Of the notice that must be told soonest."""
        notices = [one for one in uow.notices.in_state(NoticeState.APPROVED) if one.may_send(channel.medium, now)]
        for notice in sorted(notices, key=lambda one: (one.content.expires_at, one.id)):
            found = uow.deliveries.ready(notice.id, channel.medium, now, most)
            ready = within_parts(lawful(uow, notice, channel.medium, found, now), channel.medium, gate.tokens)
            if ready:
                return self._take(uow, notice, channel, gate, ready, now)
        return None

    def _take(
        self, uow: UnitOfWork, notice: Notice, channel: Channel, gate: Gate, ready: Sequence[Ready], now: datetime
    ) -> Lot:
        lease_until = now + timedelta(seconds=self.pace.lease_s)
        uow.deliveries.take(ready, channel.medium, channel.name, self.worker, now, lease_until)
        uow.gates.put(gate.paid(sum(parts_of(one, channel.medium) for one in ready), len(ready)))
        last = now + timedelta(seconds=self.pace.last_start_s)
        shut = closes_at(notice.content.hours(channel.medium), now)
        claimed = claims_of(notice, channel.medium, ((one, one.no + 1, now) for one in ready))
        return Lot(channel, tuple(claimed), min(last, shut, notice.content.expires_at))


def claims_of(notice: Notice, medium: Medium, ready: Iterable[tuple[Ready, int, datetime]]) -> list[Claimed]:
    """Deliveries of one notice, each with the number of its attempt and when that was begun, as what is sent."""
    content = notice.content
    hours, fallback, ref = content.hours(medium), content.after(medium), notice.ref
    kind, accented, template = content.message_class, content.accented, content.zalo_template
    return [
        Claimed(
            one.delivery,
            no,
            one.tries,
            notice.id,
            medium,
            Message(
                request_id(ref, one.delivery, no),
                one.number,
                one.text,
                one.parts,
                kind,
                started_at,
                accented,
                template,
                one.fields,
            ),
            hours,
            content.expires_at,
            fallback,
        )
        for one, no, started_at in ready
    ]


def parts_of(ready: Ready, medium: Medium) -> int:
    """What one message counts for: only an SMS has parts."""
    return ready.parts if medium is Medium.SMS else 1


def within_parts(ready: Sequence[Ready], medium: Medium, tokens: float) -> list[Ready]:
    """As many as the bucket pays for; the first one always, or a long text would never go."""
    left, taken = tokens, list[Ready]()
    for one in ready:
        parts = parts_of(one, medium)
        if taken and parts > left:
            break
        left -= parts
        taken.append(one)
    return taken


def lawful(uow: UnitOfWork, notice: Notice, medium: Medium, ready: Sequence[Ready], now: datetime) -> Sequence[Ready]:
    """Those who may be told now. Who refuses is set aside for good, who has had enough advertising until tomorrow."""
    if not ready:
        return ready
    numbers, kind = [one.number for one in ready], notice.content.message_class
    aside: dict[int, Step] = {}
    barred = uow.suppressions.among(numbers, scopes_against(kind))
    if barred:
        step = Step(DeliveryState.SUPPRESSED, "refuses")
        aside = {one.delivery: step for one in ready if one.number in barred}
    if kind is MessageClass.ADVERTISING:
        aside |= _over_cap(uow, notice, medium, [one for one in ready if one.delivery not in aside], now)
    if not aside:
        return ready
    uow.deliveries.set_aside(aside.items(), now)
    return [one for one in ready if one.delivery not in aside]


def _over_cap(
    uow: UnitOfWork, notice: Notice, medium: Medium, ready: Sequence[Ready], now: datetime
) -> dict[int, Step]:
    """Held, not dropped: until the oldest of the last three is a day old, and inside the hours."""
    uow.gates.lock_advertising()
    adverts = [one.id for one in uow.notices.all() if one.content.message_class is MessageClass.ADVERTISING]
    sent = uow.deliveries.sent_to([one.number for one in ready], adverts, now - CAP_PERIOD)
    aside: dict[int, Step] = {}
    for one in ready:
        times = sent.setdefault(one.number, [])
        if len(times) < ADVERTISING_CAP:
            times.append(now)
            continue
        due = next_open(notice.content.hours(medium), sorted(times)[-ADVERTISING_CAP] + CAP_PERIOD)
        aside[one.delivery] = Step(DeliveryState.WAITING, "advertising-cap", due, medium, one.tries)
    return aside

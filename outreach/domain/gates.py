"""What a channel may take now: a token bucket counted in parts, a breaker by error ratio, a daily quota, a hold.

One row per channel, changed in the transaction that claims or records: two workers share one rate.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.domain.law import tomorrow
from outreach.domain.messages import Channel, Medium

SAMPLE = 20
"""Fewer outcomes than this prove nothing (one commune sends few messages; a national threshold would never trip)."""
TRIP_RATIO = 0.5
WINDOW = timedelta(minutes=2)
PROBE = 5
FIRST_LOT = 20
"""A channel that has not yet shown that it works is tried with few messages first."""
FULL = 1e9
"""A bucket that has never been used: filled up to whatever its rate allows."""
_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 180, 600))


@dataclass(frozen=True, slots=True)
class Rate:
    """Parts a second, and how many may go at once."""

    per_s: float
    burst: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The channels that this installation has, in the order in which they are preferred, each with its rate.

    ``rehearsal``: none of them reaches anybody.
    """

    channels: tuple[tuple[Channel, Rate], ...]
    rehearsal: bool = False

    def of(self, medium: Medium) -> tuple[tuple[Channel, Rate], ...]:
        return tuple((channel, rate) for channel, rate in self.channels if channel.medium is medium)

    def channel(self, name: str) -> Channel | None:
        return next((channel for channel, _ in self.channels if channel.name == name), None)

    def rate(self, name: str) -> Rate:
        """Of a channel that is there."""
        return next(rate for channel, rate in self.channels if channel.name == name)


@dataclass(frozen=True, slots=True)
class Gate:
    """The state of one channel's gate. ``hold`` is why a person must act first; empty: nothing holds it."""

    channel: str
    tokens: float
    refilled_at: datetime
    hold: str = ""
    held_at: datetime | None = None
    good: int = 0
    bad: int = 0
    window_at: datetime | None = None
    open_until: datetime | None = None
    trips: int = 0
    warm: bool = False
    quota_left: int | None = None
    quota_daily: int | None = None
    quota_at: datetime | None = None

    def refilled(self, rate: Rate, now: datetime) -> "Gate":
        """The bucket as of ``now``; a clock that went back adds nothing."""
        gone = max((now - self.refilled_at).total_seconds(), 0.0)
        return replace(self, tokens=min(self.tokens + gone * rate.per_s, float(rate.burst)), refilled_at=now)

    @property
    def probing(self) -> bool:
        """Whether the breaker has tripped and not yet been closed by a good answer."""
        return self.open_until is not None

    def lot(self, most: int, now: datetime) -> int:
        """How many messages may be claimed at once now; 0 while held, tripped or out of quota."""
        if self.hold or self._shut(now):
            return 0
        small = PROBE if self.probing else most if self.warm else min(most, FIRST_LOT)
        return max(small if self.quota_left is None else min(small, self._quota(now)), 0)

    def opens_by_itself(self, now: datetime) -> bool:
        """Whether messages may go now, or once the breaker's pause is over: nobody need act and no day need pass."""
        return self.lot(1, now if not self._shut(now) or self.open_until is None else self.open_until) > 0

    def _shut(self, now: datetime) -> bool:
        """Whether the breaker is open. A time further off than any pause was written by a clock that was wrong."""
        return self.open_until is not None and now < self.open_until <= now + _PAUSES[-1]

    def _new_day(self, now: datetime) -> bool:
        return self.quota_at is not None and tomorrow(self.quota_at) <= now

    def _quota(self, now: datetime) -> int:
        """What is left today; on a new day it is asked for again, so a few may go until then."""
        assert self.quota_left is not None
        return FIRST_LOT if self._new_day(now) else self.quota_left

    def paid(self, parts: int, messages: int) -> "Gate":
        """After claiming so much. The bucket may go below zero by one message: it then waits the longer."""
        left = None if self.quota_left is None else max(self.quota_left - messages, 0)
        return replace(self, tokens=self.tokens - parts, quota_left=left)

    def judged(self, good: int, bad: int, now: datetime) -> "Gate":
        """After so many good and bad answers. Bad are failures of the provider, not of a number."""
        if good + bad == 0:
            return self
        if good and self.quota_left is not None and self._new_day(now):
            return replace(self, quota_left=None).judged(good, bad, now)  # yesterday's: it takes messages again
        if self.probing:
            return self._probed(good, bad, now)
        fresh = self.window_at is None or now - self.window_at > WINDOW or now < self.window_at
        ok, failed = (good, bad) if fresh else (self.good + good, self.bad + bad)
        gate = replace(self, good=ok, bad=failed, window_at=now if fresh else self.window_at)
        if ok + failed >= SAMPLE and failed >= TRIP_RATIO * (ok + failed):
            return gate._tripped(now)
        return replace(gate, warm=gate.warm or ok >= SAMPLE, trips=0 if ok >= SAMPLE else gate.trips)

    def _probed(self, good: int, bad: int, now: datetime) -> "Gate":
        if bad >= TRIP_RATIO * (good + bad):
            return self._tripped(now)
        return replace(self, open_until=None, good=good, bad=bad, window_at=now, warm=False)

    def _tripped(self, now: datetime) -> "Gate":
        pause = _PAUSES[min(self.trips, len(_PAUSES) - 1)]
        return replace(self, open_until=now + pause, trips=self.trips + 1, good=0, bad=0, window_at=None, warm=False)

    def held_for(self, reason: str, now: datetime) -> "Gate":
        return self if self.hold else replace(self, hold=reason, held_at=now)

    def released(self) -> "Gate":
        """A person says that it may go on; it starts again with few messages."""
        return replace(
            self, hold="", held_at=None, open_until=None, trips=0, good=0, bad=0, warm=False, quota_left=None
        )

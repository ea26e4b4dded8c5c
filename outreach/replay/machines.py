"""The simulated speaker boxes: each pulls its schedule, plays by its own clock what it holds, and uploads its log.

Nothing is remembered here. What a box holds at an instant follows from when it last reached us and which schedules
had been made by then; its journal follows from what it held; and what we have of the journal stands in our register.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from outreach.domain.broadcasts import EvidenceKind
from outreach.domain.calendar import Span
from outreach.domain.stations import Manifest, Node
from outreach.replay.chance import between
from outreach.replay.scenario import Scenario
from outreach.services.gathering import NodeEvent, NodeGathering

HOUR = timedelta(hours=1)
BOOT = timedelta(minutes=2)
"""A box sounds again this long after its power came back."""
LOOK_BACK = timedelta(hours=3)
"""Longer than a recording: what began earlier is in the journal already, unless the power was cut."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entry of a schedule, as the box reads it."""

    id: str
    sha256: str
    starts_at: datetime
    latest_start: datetime
    length: timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """What a box holds: the number of its schedule (0: none yet) and what it must play."""

    version: int
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a box's journal."""

    written_at: datetime
    event: NodeEvent


@dataclass(frozen=True, slots=True)
class Machine:
    """One box. ``epoch`` is when the replay starts, ``minute`` the step of the hour at which it calls; ``held`` tells
    what it holds after calling at an instant.
    """

    node: Node
    scenario: Scenario
    epoch: datetime
    minute: int
    held: Callable[[datetime], Held]

    def reaches_us(self, at: datetime) -> bool:
        offline = any(fault.machine == self.node.id and at in fault.span for fault in self.scenario.offline)
        return not offline and self._dark(at) is None

    def calls(self, at: datetime) -> bool:
        """Whether the box asks for its schedule at this step: once an hour, each in its own minute."""
        step = self.scenario.step
        return (at - self.epoch) // step % (HOUR // step) == self.minute and self.reaches_us(at)

    def wrote(self, now: datetime) -> bool:
        """Whether this step put anything into the journal."""
        return bool(self.journal(now - self.scenario.step, now))

    def journal(self, after: datetime, through: datetime) -> list[Entry]:
        """What was written in ``(after, through]``, in order."""
        entries = (entry for play in self._due(after, through) for entry in self._write(play))
        return sorted(
            (e for e in entries if after < e.written_at <= through), key=lambda e: (e.written_at, e.event.seq)
        )

    def _due(self, after: datetime, through: datetime) -> Iterator[Occurrence]:
        """Occurrences that may have left an entry in a stretch of time, each by what was held when it came up."""
        ended = [cut.start for cut in self._cuts() if after < cut.end + LOOK_BACK and cut.end < through]
        since = min([after, *ended]) - LOOK_BACK
        calls = self._calls_until(since, through)
        for call, next_call in zip(calls, [*calls[1:], through], strict=False):
            yield from (o for o in self.held(call).occurrences if call < o.starts_at <= next_call)

    def _calls_until(self, since: datetime, through: datetime) -> list[datetime]:
        """The last call not after ``since``, and those from then on."""
        step = self.scenario.step
        at = self.epoch + (since - self.epoch) // step * step
        while at > self.epoch and not self.calls(at):
            at -= step
        calls = []
        while at < through:
            if self.calls(at):
                calls.append(at)
            at += step
        return calls

    def _write(self, play: Occurrence) -> Iterator[Entry]:
        begun = self._beginning(play)
        dark = self._dark(play.starts_at)
        if begun is None:
            returned = dark.end + BOOT if dark else play.starts_at
            yield self._entry(play, 3, returned, EvidenceKind.SKIPPED, play.starts_at, 0.0, "Mất điện suốt giờ phát.")
            return
        yield self._entry(play, 1, begun, EvidenceKind.STARTED, begun)
        cut = next((cut for cut in self._cuts() if begun < cut.start < begun + play.length), None)
        if cut is None:
            yield self._entry(play, 2, begun + play.length, EvidenceKind.ENDED, begun, 1.0)
        else:
            share = round((cut.start - begun) / play.length, 3)
            yield self._entry(play, 2, cut.end + BOOT, EvidenceKind.ENDED, begun, share, "Mất điện giữa chừng.")

    def _beginning(self, play: Occurrence) -> datetime | None:
        """When it is heard: in time, a little late where power came back, or not at all."""
        dark = self._dark(play.starts_at)
        begun = dark.end + BOOT if dark else play.starts_at
        slip = timedelta(seconds=between(self.scenario.seed, 0, 3, "slip", self.node.id, play.id))
        return begun + slip if begun <= play.latest_start else None

    def _entry(
        self,
        play: Occurrence,
        line: int,
        written_at: datetime,
        kind: EvidenceKind,
        at: datetime,
        share: float | None = None,
        note: str = "",
    ) -> Entry:
        """``seq`` follows from what is written, so that the same line has the same number whenever it is sent."""
        seq = (play.starts_at - self.epoch) // timedelta(minutes=1) * 4 + line
        return Entry(written_at, NodeEvent(seq, kind, play.id, at, share, play.sha256, note))

    def _dark(self, at: datetime) -> Span | None:
        return next((cut for cut in self._cuts() if at in cut), None)

    def _cuts(self) -> tuple[Span, ...]:
        return tuple(cut.span for cut in self.scenario.cuts(self.node.commune))


def read_manifest(manifest: Manifest | None) -> Held:
    if manifest is None:
        return Held(0, ())
    occurrences = json.loads(manifest.payload)["occurrences"]
    return Held(manifest.version, tuple(_occurrence(item) for item in occurrences))


def _occurrence(item: dict[str, Any]) -> Occurrence:
    return Occurrence(
        item["id"],
        item["sha256"],
        datetime.fromisoformat(item["start_utc"]),
        datetime.fromisoformat(item["latest_start_utc"]),
        timedelta(milliseconds=item["duration_ms"]),
    )


def machine(node: Node, scenario: Scenario, epoch: datetime, gathering: NodeGathering) -> Machine:
    """A box that asks us for its schedule; what it was given at an instant never changes, so it is asked for once."""

    @lru_cache(maxsize=1024)
    def held(at: datetime) -> Held:
        return read_manifest(gathering.manifest(node.id, before=at))

    minute = between(scenario.seed, 0, HOUR // scenario.step - 1, "minute", node.id)
    return Machine(node, scenario, epoch, minute, held)


def act(boxes: Sequence[Machine], gathering: NodeGathering, now: datetime) -> None:
    """One step of all boxes: those that reach us and have something to say or to ask call us, one after another."""
    calling = [box for box in boxes if box.reaches_us(now) and (box.calls(now) or box.wrote(now))]
    known = gathering.nodes() if calling else {}
    for box in calling:
        _call(box, known[box.node.id], gathering, now)


def _call(box: Machine, known: Node, gathering: NodeGathering, now: datetime) -> None:
    """Upload what the journal has that we have not, then pull the schedule when it is time."""
    through = known.log_through or box.epoch
    if through < now:
        gathering.report(known.id, [entry.event for entry in box.journal(through, now)], now)
    if box.calls(now) and (version := box.held(now).version) > known.manifest:
        gathering.acknowledge(known.id, version)

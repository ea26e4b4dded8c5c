"""Placing broadcasts in the station's week.

Never in quiet hours, never over a relayed programme or another broadcast, early enough that a make-up slot
remains on a later day, and always at the same hour of the same weekday for one commune: an officer who does it
alone at 05:20 should not have to look it up.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.calendar import DutyWeek, QuietHours, Span, Window, free_start, local

LEAD = timedelta(hours=2)
"""Nothing is placed closer than this: an officer must be reminded, a node must fetch."""
SETTLE = timedelta(minutes=10)
"""A session opens with its signature tune and greeting; the recording follows."""
GRID = timedelta(minutes=5)
HABITS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """A free opening: a broadcast may start at ``starts_at`` and must not start after ``latest_start``."""

    starts_at: datetime
    latest_start: datetime


@dataclass(frozen=True, slots=True)
class StationWeek:
    """What decides where a recording fits in one week of one station."""

    week: DutyWeek
    windows: tuple[Window, ...]
    relays: tuple[Window, ...]
    quiet: QuietHours
    length: timedelta


def open_slots(station: StationWeek, busy: Sequence[Span] = ()) -> tuple[Slot, ...]:
    """One slot for each window of each day in which the recording fits, in order of time."""
    slots = []
    for day in station.week.span.days():
        relayed = [span for relay in station.relays if (span := relay.on(day))]
        for window in station.windows:
            if (span := window.on(day)) and (slot := _slot_in(span, station, (*relayed, *busy))):
                slots.append(slot)
    return tuple(sorted(slots, key=lambda slot: slot.starts_at))


def _slot_in(window: Span, station: StationWeek, busy: Sequence[Span]) -> Slot | None:
    settled = Span(window.start + SETTLE, window.end)
    start = free_start(settled, busy, station.length, GRID) or free_start(window, busy, station.length, GRID)
    if start is None or station.quiet.forbids(Span(start, start + station.length)):
        return None
    next_taken = min((span.start for span in busy if span.start >= start + station.length), default=window.end)
    latest = min(next_taken, window.end) - station.length
    return Slot(start, start if station.quiet.forbids(Span(start, latest + station.length)) else latest)


def choose(slots: Sequence[Slot], needed: int, now: datetime, habit: int) -> tuple[Slot, ...]:
    """Pick ``needed`` slots on different days where there are enough, each with a make-up slot on a later day.

    ``habit`` (see :func:`habit_of`) keeps a commune on its weekday and hour. Fewer slots come back when the week
    has no more to give; the caller's ledger then says so.
    """
    ahead = [slot for slot in slots if slot.starts_at >= now + LEAD]
    chosen: list[Slot] = []
    for _ in range(needed):
        candidates = _candidates(ahead, chosen)
        if not candidates:
            break
        chosen.append(candidates[habit % len(candidates)])
    return tuple(sorted(chosen, key=lambda slot: slot.starts_at))


def _candidates(ahead: Sequence[Slot], chosen: Sequence[Slot]) -> list[Slot]:
    taken = {local(slot.starts_at).date() for slot in chosen}
    rest = [slot for slot in ahead if slot not in chosen]
    other_day = [slot for slot in rest if local(slot.starts_at).date() not in taken] or rest
    last_day = local(ahead[-1].starts_at).date() if ahead else None
    early = [slot for slot in other_day if local(slot.starts_at).date() != last_day]
    return early[: max(1, (len(early) + 1) // 2)] or other_day[:1]


def choose_makeup(slots: Sequence[Slot], now: datetime) -> Slot | None:
    """The next slot that can still be reached."""
    return next((slot for slot in slots if slot.starts_at >= now + LEAD), None)


def habit_of(commune: str) -> int:
    """A number that stays with a commune, so that its slot of the week does too; few enough to plan by groups."""
    return zlib.crc32(commune.encode()) % HABITS


def clash(wanted: Span, others: Iterable[Span]) -> Span | None:
    return next((other for other in others if wanted.overlaps(other)), None)

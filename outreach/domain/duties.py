"""The ledger of a duty: commune × local week, judged from what was played, what is planned and what is still unknown.

Unknown is a state of its own: a node that is away is *pending*, neither done nor failed, and so is a broadcast
that the officer has not yet spoken of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState
from outreach.domain.calendar import DAY, DutyWeek
from outreach.domain.planning import LEAD, Slot


class CellState(StrEnum):
    KEPT = "kept"
    PLANNED = "planned"
    PENDING = "pending"
    AT_RISK = "at_risk"
    MISSED = "missed"
    EXCUSED = "excused"
    WITHDRAWN = "withdrawn"  # the plan no longer asks for it: only in a cell's history


FINAL = (CellState.KEPT, CellState.MISSED, CellState.EXCUSED)


class Reason(StrEnum):
    """Why a cell is in its state; the screens have a sentence for each."""

    PLAYED = "played"
    EXCUSED = "excused"
    ON_SCHEDULE = "on_schedule"
    MAKEUP_PLANNED = "makeup_planned"
    AWAITING_LOG = "awaiting_log"
    AWAITING_STATEMENT = "awaiting_statement"
    NOTHING_PLANNED = "nothing_planned"
    LAST_SLOT = "last_slot"
    NOT_DELIVERED = "not_delivered"
    NO_SLOT_LEFT = "no_slot_left"
    NOT_PLAYED = "not_played"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class CellKey:
    duty: str
    commune: str
    week: date


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the ledger as it was judged at ``as_of``; ``version`` counts how often the judgement changed.

    ``review_at`` is the next instant at which passing time alone may change it (None: only news can).
    """

    key: CellKey
    state: CellState
    reason: Reason
    kept: int
    needed: int
    as_of: datetime
    review_at: datetime | None
    version: int = 1
    evidence: tuple[str, ...] = ()

    def same_judgement(self, other: "Cell") -> bool:
        mine = (self.state, self.reason, self.kept, self.needed, self.evidence)
        return mine == (other.state, other.reason, other.kept, other.needed, other.evidence)


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """All that decides a cell. ``plays`` count for this week by their start, whatever week they were planned in.

    ``slots`` are the station's free openings of the week; ``node`` says that machines alone play and report.
    """

    week: DutyWeek
    needed: int
    plays: tuple[Broadcast, ...]
    planned: tuple[Broadcast, ...]
    slots: tuple[Slot, ...]
    node: bool
    excused: bool = False


NOT_DELIVERED_ALARM = timedelta(hours=24)


def distinct_plays(plays: Iterable[Broadcast]) -> tuple[Broadcast, ...]:
    """Plays of one station that do not overlap: the same minutes told twice are one play."""
    counted: list[Broadcast] = []
    for play in sorted(plays, key=lambda b: (b.played_at or b.starts_at, b.id)):
        last = counted[-1] if counted else None
        if last is None or (play.played_at and last.played_at and play.played_at >= last.played_at + last.length):
            counted.append(play)
    return tuple(counted)


def judge_week(key: CellKey, facts: WeekFacts, now: datetime) -> Cell:
    """Judge one cell as of ``now``."""
    state, reason = _judge(facts, now)
    evidence = tuple(sorted(play.id for play in facts.plays))
    review = None if state in FINAL else _review_at(facts, now)
    return Cell(key, state, reason, len(facts.plays), facts.needed, now, review, evidence=evidence)


def _judge(facts: WeekFacts, now: datetime) -> tuple[CellState, Reason]:
    if len(facts.plays) >= facts.needed:
        return CellState.KEPT, Reason.PLAYED
    if facts.excused:
        return CellState.EXCUSED, Reason.EXCUSED
    live = [b for b in facts.planned if b.state in LIVE]
    if now >= facts.week.span.end:
        return _judge_ended(facts, live)
    unknown = [b for b in live if b.span.end <= now and relied_on(facts, b, now)]
    ahead = sorted((b for b in live if b.span.end > now), key=lambda b: b.starts_at)
    return _judge_running(facts, unknown, ahead, now)


def relied_on(facts: WeekFacts, broadcast: Broadcast, now: datetime) -> bool:
    """Whether the week may still be kept by a live broadcast.

    One that a node should have played without ever having acknowledged it may have been played, if the
    acknowledgement was lost; while there is time, nobody waits for that.
    """
    never_acknowledged = facts.node and broadcast.state is BroadcastState.PLANNED
    return not (never_acknowledged and broadcast.span.end <= now)


def _judge_ended(facts: WeekFacts, unknown: list[Broadcast]) -> tuple[CellState, Reason]:
    if len(facts.plays) + len(unknown) >= facts.needed:
        return CellState.PENDING, _awaiting(facts)
    return CellState.MISSED, Reason.NOT_PLAYED


def _awaiting(facts: WeekFacts) -> Reason:
    return Reason.AWAITING_LOG if facts.node else Reason.AWAITING_STATEMENT


def _judge_running(
    facts: WeekFacts, unknown: list[Broadcast], ahead: list[Broadcast], now: datetime
) -> tuple[CellState, Reason]:
    missing = facts.needed - len(facts.plays) - len(unknown)
    if missing <= 0:
        return _judge_unknown(facts, now)
    if len(ahead) < missing:
        open_slots = any(slot.starts_at >= now + LEAD for slot in facts.slots)
        return CellState.AT_RISK, Reason.NOTHING_PLANNED if open_slots else Reason.NO_SLOT_LEFT
    if _undelivered(facts, ahead[:missing], now):
        return CellState.AT_RISK, Reason.NOT_DELIVERED
    if _slack(facts, ahead[missing - 1]) < _slack_wanted(facts, now):
        return CellState.AT_RISK, Reason.LAST_SLOT
    return CellState.PLANNED, Reason.MAKEUP_PLANNED if _failed_before(facts) else Reason.ON_SCHEDULE


def _judge_unknown(facts: WeekFacts, now: datetime) -> tuple[CellState, Reason]:
    """Past the middle of the week, silence after an earlier failure is no longer just waited for."""
    reason = _awaiting(facts)
    late = now >= facts.week.middle and _failed_before(facts)
    pressing = late and reason is Reason.AWAITING_STATEMENT
    return (CellState.AT_RISK if pressing else CellState.PENDING), reason


def _failed_before(facts: WeekFacts) -> bool:
    return any(b.state in (BroadcastState.MISSED, BroadcastState.INTERRUPTED) for b in facts.planned)


def _undelivered(facts: WeekFacts, ahead: list[Broadcast], now: datetime) -> bool:
    soon = now + NOT_DELIVERED_ALARM
    return facts.node and any(b.state is BroadcastState.PLANNED and b.starts_at <= soon for b in ahead)


def _slack(facts: WeekFacts, last_needed: Broadcast) -> timedelta:
    """How much later than the last needed broadcast a make-up could still start."""
    openings = [slot.starts_at for slot in facts.slots if slot.starts_at > last_needed.span.end]
    return max(openings) - last_needed.starts_at if openings else timedelta(0)


def _slack_wanted(facts: WeekFacts, now: datetime) -> timedelta:
    """Any make-up slot will do early in the week; past its middle two days are wanted."""
    return 2 * DAY if now >= facts.week.middle else timedelta(microseconds=1)


def _review_at(facts: WeekFacts, now: datetime) -> datetime | None:
    moments = [facts.week.middle, facts.week.span.end]
    for broadcast in facts.planned:
        if broadcast.state in LIVE:
            moments += [broadcast.span.end, broadcast.starts_at - NOT_DELIVERED_ALARM]
    moments += [slot.starts_at - LEAD + timedelta(microseconds=1) for slot in facts.slots[-1:]]
    return min((moment for moment in moments if moment > now), default=None)

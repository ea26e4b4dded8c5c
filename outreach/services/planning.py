"""Filling the weeks of a duty with broadcasts, and making up for those that failed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState, EvidenceKind, Purpose, broadcast_id
from outreach.domain.calendar import DutyWeek, Span, local
from outreach.domain.campaigns import Campaign, CampaignState, Duty
from outreach.domain.duties import Cell, CellKey, Reason, WeekFacts, judge_week, relied_on
from outreach.domain.planning import Slot, choose, choose_makeup, habit_of, open_slots
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork
from outreach.domain.stations import Station, by_hand
from outreach.services.sounding import silenced
from outreach.services.weeks import DutyContext, context_of, gather_facts, settle, slots_of
from outreach.services.witnessing import SYSTEM

Busy = defaultdict[str, list[Span]]
MANY = 500
"""From this many communes on, read the whole register instead of naming them."""
_FAILED = (BroadcastState.MISSED, BroadcastState.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class WeekPlanning:
    """The sweep that leaves no week without a plan while it can still be kept."""

    transactions: Transactions
    clock: Clock

    def fill(self) -> int:
        """Place what is lacking in every active campaign; returns how many broadcasts were placed."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            if not any(_lacks(uow, campaign) for campaign in uow.campaigns.all()):
                return 0
        with self.transactions.writing() as uow:
            placed = sum(fill_campaign(uow, campaign, now) for campaign in uow.campaigns.all())
            uow.commit()
        return placed


def _lacks(uow: UnitOfWork, campaign: Campaign) -> bool:
    active = campaign.state is CampaignState.ACTIVE
    return active and any(uow.ledger.unplanned(campaign.duty_id(duty)) for duty in _audible(uow, campaign))


def fill_campaign(uow: UnitOfWork, campaign: Campaign, now: datetime) -> int:
    if campaign.state is not CampaignState.ACTIVE:
        return 0
    return sum(_fill_duty(uow, context_of(campaign, duty), now) for duty in _audible(uow, campaign))


def _audible(uow: UnitOfWork, campaign: Campaign) -> tuple[Duty, ...]:
    """Those whose recording may be played: with a withdrawn one nothing is planned until there is another."""
    mute = silenced(uow, campaign)
    return tuple(duty for duty in campaign.plan.duties if duty.recording not in mute)


def _fill_duty(uow: UnitOfWork, context: DutyContext, now: datetime) -> int:
    lacking = uow.ledger.unplanned(context.id)
    if not lacking:
        return 0
    uow.stations.lock(cell.key.commune for cell in lacking)
    still = uow.ledger.lock([cell.key for cell in lacking])
    facts = gather_facts(uow, [key for key, cell in still.items() if cell.reason is Reason.NOTHING_PLANNED])
    stations = uow.stations.get(sorted({key.commune for key in facts}))
    busy = _busy_for(uow, facts)
    placed = [
        broadcast
        for key, week in facts.items()
        for broadcast in _place(context, key, week, stations[key.commune], busy[key.commune], len(week.planned), now)
    ]
    uow.broadcasts.add(placed)
    settle(uow, facts, now)
    return len(placed)


def _busy_for(uow: UnitOfWork, facts: dict[CellKey, WeekFacts]) -> Busy:
    if not facts:
        return defaultdict(list)
    first = min(week.week.span.start for week in facts.values())
    last = max(week.week.span.end for week in facts.values())
    communes = sorted({key.commune for key in facts})
    there = uow.broadcasts.between(first, last, communes)
    return _busy(uow, there, uow.stations.get(communes))


def _busy(uow: UnitOfWork, there: Sequence[Broadcast], stations: dict[str, Station]) -> Busy:
    """What stations are taken by: live broadcasts of any campaign, and whole sessions in which a person cancelled."""
    busy: Busy = defaultdict(list)
    refused = _cancelled_by_people(uow, [b.id for b in there if b.state is BroadcastState.CANCELLED])
    for broadcast in there:
        if broadcast.state in LIVE:
            busy[broadcast.commune].append(broadcast.span)
        elif broadcast.id in refused:
            busy[broadcast.commune].extend(_sessions(stations[broadcast.commune], broadcast))
    return busy


def _sessions(station: Station, broadcast: Broadcast) -> list[Span]:
    day = local(broadcast.starts_at).date()
    windows = [span for window in station.windows if (span := window.on(day)) and span.overlaps(broadcast.span)]
    return windows or [broadcast.span]


def _cancelled_by_people(uow: UnitOfWork, ids: Sequence[str]) -> frozenset[str]:
    rows = uow.evidence.of(ids)
    return frozenset(row.broadcast for row in rows if row.kind is EvidenceKind.CANCELLED and row.by != SYSTEM)


def _place(
    context: DutyContext,
    key: CellKey,
    facts: WeekFacts,
    station: Station,
    busy: Sequence[Span],
    taken: int,
    now: datetime,
) -> Iterator[Broadcast]:
    """New broadcasts for a week; their numbers go on after the ``taken`` ones that it has had."""
    relied = [b for b in facts.planned if b.state in LIVE and relied_on(facts, b, now)]
    missing = facts.needed - len(facts.plays) - len(relied)
    failed = [b for b in facts.planned if b.state in _FAILED or (b.state in LIVE and b not in relied)]
    slots = open_slots(context.station_week(station, facts.week), tuple(busy)) if busy else facts.slots
    for number, slot in enumerate(_pick(slots, missing, bool(failed), key, now), start=taken + 1):
        purpose, replaces = (Purpose.MAKEUP, failed[-1].id) if failed else (Purpose.WEEKLY, "")
        yield make_broadcast(context, key, slot, number, purpose, now, SYSTEM, replaces)


def _pick(slots: Sequence[Slot], missing: int, makeup: bool, key: CellKey, now: datetime) -> tuple[Slot, ...]:
    if makeup and missing == 1:
        slot = choose_makeup(slots, now)
        return (slot,) if slot else ()
    return choose(slots, missing, now, habit_of(key.commune))


def make_broadcast(
    context: DutyContext,
    key: CellKey,
    slot: Slot,
    number: int,
    purpose: Purpose,
    now: datetime,
    by: str,
    replaces: str = "",
) -> Broadcast:
    recording = next(r for r in context.campaign.plan.recordings if r.slug == context.duty.recording)
    return Broadcast(
        id=broadcast_id(key.duty, key.commune, key.week, number),
        campaign=context.campaign.slug,
        duty=key.duty,
        commune=key.commune,
        week=key.week,
        starts_at=slot.starts_at,
        latest_start=slot.latest_start,
        length=recording.length,
        recording_sha256=recording.sha256,
        purpose=purpose,
        planned_at=now,
        planned_by=by,
        replaces=replaces,
    )


def write_first_plan(
    uow: UnitOfWork,
    context: DutyContext,
    wanted: Sequence[tuple[str, DutyWeek]],
    now: datetime,
    progress: Progress | None = None,
) -> None:
    """Write the cells and first broadcasts of (commune, week) pairs that are new to a duty.

    Judged in memory, so that a nation's plan is written once; the same result as adding empty cells and filling them.
    """
    if not wanted:
        return
    communes = sorted({commune for commune, _ in wanted})
    some = communes if len(communes) < MANY else None
    stations = uow.stations.get(some)
    hands = frozenset(c for c, clusters in by_hand(stations.values(), uow.stations.nodes()).items() if clusters)
    span = Span(min(week.span.start for _, week in wanted), max(week.span.end for _, week in wanted))
    there = uow.broadcasts.between(span.start, span.end, some)
    busy = _busy(uow, there, stations)
    taken = Counter((b.commune, b.week) for b in there if b.duty == context.id)
    first = FirstWeeks(context, now)
    cells: list[Cell] = []
    broadcasts: list[Broadcast] = []
    for done, (commune, week) in enumerate(wanted, start=1):
        known = Known(commune not in hands, tuple(busy.get(commune, ())), taken[commune, week.monday])
        cell, placed = first.week(week, stations[commune], known)
        cells.append(cell)
        broadcasts.extend(placed)
        if progress and done % 100 == 0:
            progress(done, len(wanted))
    uow.ledger.add(cells)
    uow.broadcasts.add(broadcasts)


@dataclass(frozen=True, slots=True)
class Known:
    """What a week that is new to a duty begins with: machines alone, times taken, numbers used before it left."""

    node: bool
    busy: tuple[Span, ...]
    taken: int


class FirstWeeks:
    """Plans and judges weeks in which nothing has happened yet.

    Communes of the same hours, habit and equipment get the same answer under their own names: it is worked out once.
    """

    def __init__(self, context: DutyContext, now: datetime) -> None:
        self._context, self._now = context, now
        self._worked_out: dict[tuple[object, ...], tuple[Cell, tuple[Broadcast, ...]]] = {}

    def week(self, week: DutyWeek, station: Station, known: Known) -> tuple[Cell, tuple[Broadcast, ...]]:
        alike = (week.monday, station.windows, station.relays, known, habit_of(station.commune))
        if alike not in self._worked_out:
            self._worked_out[alike] = self._work_out(week, station, known)
        cell, placed = self._worked_out[alike]
        if cell.key.commune == station.commune:
            return cell, placed
        key = replace(cell.key, commune=station.commune)
        numbered = enumerate(placed, start=known.taken + 1)
        return replace(cell, key=key), tuple(_renamed(broadcast, key, number) for number, broadcast in numbered)

    def _work_out(self, week: DutyWeek, station: Station, known: Known) -> tuple[Cell, tuple[Broadcast, ...]]:
        key = CellKey(self._context.id, station.commune, week.monday)
        slots = slots_of(self._context.station_week(station, week))
        facts = WeekFacts(week, self._context.duty.per_week, (), (), slots, known.node)
        placed = tuple(_place(self._context, key, facts, station, known.busy, known.taken, self._now))
        return judge_week(key, replace(facts, planned=placed), self._now), placed


def _renamed(broadcast: Broadcast, key: CellKey, number: int) -> Broadcast:
    return replace(broadcast, id=broadcast_id(key.duty, key.commune, key.week, number), commune=key.commune)

"""Judging cells: gathers the facts of weeks set-wise and writes what changed. Used inside a unit of work."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from outreach.domain.broadcasts import Broadcast
from outreach.domain.calendar import DutyWeek, week_of
from outreach.domain.campaigns import Campaign, Duty
from outreach.domain.duties import Cell, CellKey, WeekFacts, distinct_plays, judge_week
from outreach.domain.errors import NotFound
from outreach.domain.plan_mapping import plan_from_mapping
from outreach.domain.planning import Slot, StationWeek, open_slots
from outreach.domain.ports import UnitOfWork
from outreach.domain.stations import Station, by_hand


@lru_cache(maxsize=8192)
def slots_of(station: StationWeek) -> tuple[Slot, ...]:
    """The openings of a week; most communes of a country share them."""
    return open_slots(station)


@dataclass(frozen=True, slots=True)
class DutyContext:
    """A duty with its campaign, by its name among all campaigns."""

    id: str
    campaign: Campaign
    duty: Duty
    length: timedelta

    def week(self, key: CellKey) -> DutyWeek | None:
        return next((week for week in self.duty.weeks if week.monday == key.week), None)

    def station_week(self, station: Station, week: DutyWeek) -> StationWeek:
        return StationWeek(week, station.windows, station.relays, self.campaign.plan.quiet, self.length)


def duty_context(uow: UnitOfWork, duty_id: str) -> DutyContext:
    """A duty by its name; one that the plan has dropped is still known as it last was: late news may be about it."""
    campaign = uow.campaigns.get(duty_id.partition(".")[0])
    duty = campaign.duty(duty_id) if campaign else None
    if campaign is not None and duty is None:
        campaign, duty = _as_it_last_was(uow, campaign, duty_id)
    if campaign is None or duty is None:
        raise NotFound("Không có nhiệm vụ phát «{duty}».", duty=duty_id)
    return context_of(campaign, duty)


def _as_it_last_was(uow: UnitOfWork, campaign: Campaign, duty_id: str) -> tuple[Campaign, Duty | None]:
    for version in reversed(uow.campaigns.versions(campaign.slug)):
        before = replace(campaign, plan=plan_from_mapping(version.content), version=version.number)
        if duty := before.duty(duty_id):
            return before, duty
    return campaign, None


def context_of(campaign: Campaign, duty: Duty) -> DutyContext:
    length = next(r.length for r in campaign.plan.recordings if r.slug == duty.recording)
    return DutyContext(campaign.duty_id(duty), campaign, duty, length)


def key_of(broadcast: Broadcast) -> CellKey:
    return CellKey(broadcast.duty, broadcast.commune, broadcast.week)


def keys_touched(broadcast: Broadcast) -> tuple[CellKey, ...]:
    """The cell a broadcast was planned for and the one that its play counts for."""
    if broadcast.played_at is None:
        return (key_of(broadcast),)
    return (key_of(broadcast), replace(key_of(broadcast), week=week_of(broadcast.played_at)))


def settle(uow: UnitOfWork, keys: Iterable[CellKey], now: datetime) -> tuple[Cell, ...]:
    """Judge cells afresh and write those whose judgement changed; returns the changed ones.

    Everybody who writes about a commune locks its station first, in the order of the codes, and so waits in line.
    """
    wanted = tuple(set(keys))
    uow.stations.lock(key.commune for key in wanted)
    cells = uow.ledger.lock(wanted)
    facts = gather_facts(uow, tuple(cells))
    judged = [judge_week(key, facts[key], now) for key in cells if key in facts]
    changed = [
        replace(cell, version=cells[cell.key].version + 1)
        for cell in judged
        if not cell.same_judgement(cells[cell.key])
    ]
    uow.ledger.revise(changed)
    uow.ledger.postpone(
        cell for cell in judged if cell.same_judgement(cells[cell.key]) and cell.review_at != cells[cell.key].review_at
    )
    return tuple(changed)


def gather_facts(uow: UnitOfWork, keys: Sequence[CellKey]) -> dict[CellKey, WeekFacts]:
    """Facts for many cells with a handful of queries; cells whose week left the plan are absent."""
    contexts = {duty: duty_context(uow, duty) for duty in {key.duty for key in keys}}
    communes = sorted({key.commune for key in keys})
    stations = uow.stations.get(communes)
    hands = by_hand(stations.values(), uow.stations.nodes(communes))
    planned, plays = _group(uow.broadcasts.of_cells(keys))
    excused = uow.matters.excused(keys)
    return {
        key: WeekFacts(
            week=week,
            needed=contexts[key.duty].duty.per_week,
            plays=distinct_plays(play for play in plays[key] if play.played_at in week.span),
            planned=tuple(planned[key]),
            slots=slots_of(contexts[key.duty].station_week(stations[key.commune], week)),
            node=not hands[key.commune],
            excused=key in excused,
        )
        for key in keys
        if (week := contexts[key.duty].week(key)) and key.commune in stations
    }


Grouped = defaultdict[CellKey, list[Broadcast]]


def _group(broadcasts: Iterable[Broadcast]) -> tuple[Grouped, Grouped]:
    planned: Grouped = defaultdict(list)
    plays: Grouped = defaultdict(list)
    for broadcast in broadcasts:
        planned[key_of(broadcast)].append(broadcast)
        if broadcast.counts and broadcast.played_at:
            plays[CellKey(broadcast.duty, broadcast.commune, week_of(broadcast.played_at))].append(broadcast)
    return planned, plays

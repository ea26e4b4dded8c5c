"""What an officer does on the week view: add, move, cancel, and set the station's hours."""

from dataclasses import dataclass, replace
from datetime import datetime

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState, Purpose
from outreach.domain.calendar import QuietHours, Window, local, monday_of
from outreach.domain.duties import CellKey
from outreach.domain.errors import RuleBroken
from outreach.domain.people import Action, Person
from outreach.domain.planning import Slot, open_slots
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.stations import Station
from outreach.services.fitting import withdraw_misfits
from outreach.services.permitting import require
from outreach.services.placing import place, station_of
from outreach.services.planning import fill_campaign
from outreach.services.weeks import DutyContext, duty_context, key_of
from outreach.services.witnessing import cancellation, find, find_locked, witness


@dataclass(frozen=True, slots=True)
class Arranging:
    transactions: Transactions
    clock: Clock

    def add(self, by: Person, duty: str, commune: str, starts_at: datetime) -> Broadcast:
        """Place one more broadcast at a time that the officer chose."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            require(uow, by, Action.ARRANGE, commune, local(starts_at).date())
            uow.stations.lock([commune])
            broadcast = place(uow, duty_context(uow, duty), commune, starts_at, now, by.username, Purpose.ADDED)
            uow.commit()
        return broadcast

    def move(self, by: Person, broadcast: str, starts_at: datetime) -> Broadcast:
        """Cancel a broadcast and place another instead, in the same week or not at all."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            old = find_locked(uow, broadcast)
            require(uow, by, Action.ARRANGE, old.commune, local(old.starts_at).date())
            _refuse_begun(old, now)
            if monday_of(local(starts_at).date()) != old.week:
                raise RuleBroken("Chỉ chuyển được trong cùng tuần: mỗi tuần phải có lượt phát của tuần đó.")
            witness(uow, (cancellation(old, by.username, now, "Chuyển sang giờ khác."),), now)
            context = duty_context(uow, old.duty)
            new = place(uow, context, old.commune, starts_at, now, by.username, Purpose.MOVED, old.id)
            uow.commit()
        return new

    def cancel(self, by: Person, broadcast: str, why: str) -> None:
        """Cancel a broadcast that has not begun; the planner looks for another time by itself."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            old = find_locked(uow, broadcast)
            require(uow, by, Action.ARRANGE, old.commune, local(old.starts_at).date())
            _refuse_begun(old, now)
            if not why.strip():
                raise RuleBroken("Ghi lý do hủy, để người xem sau hiểu vì sao.")
            witness(uow, (cancellation(old, by.username, now, why.strip()),), now)
            uow.commit()

    def set_hours(self, by: Person, commune: str, windows: tuple[Window, ...], relays: tuple[Window, ...]) -> Station:
        """Set when a station may be heard; what no longer fits is withdrawn and planned again."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            require(uow, by, Action.ARRANGE, commune, local(now).date())
            uow.stations.lock([commune])
            if not windows:
                raise RuleBroken("Đài phải có ít nhất một khung giờ phát.")
            station = replace(station_of(uow, commune), windows=windows, relays=relays)
            uow.stations.put([station])
            for campaign in uow.campaigns.all():
                _refuse_quiet(campaign.plan.quiet, windows, now)
                withdraw_misfits(uow, campaign, now, commune)
                fill_campaign(uow, campaign, now)
            uow.commit()
        return station

    def openings(self, broadcast: str) -> tuple[Slot, ...]:
        """The times to which a broadcast could be moved."""
        with self.transactions.reading() as uow:
            old = find(uow, broadcast)
            return openings(uow, duty_context(uow, old.duty), key_of(old), self.clock.now())


def openings(uow: UnitOfWork, context: DutyContext, key: CellKey, now: datetime) -> tuple[Slot, ...]:
    """Free slots still ahead in the week of a cell."""
    week = context.week(key)
    if week is None:
        return ()
    others = uow.broadcasts.between(week.span.start, week.span.end, [key.commune], live=True)
    station_week = context.station_week(station_of(uow, key.commune), week)
    return tuple(slot for slot in open_slots(station_week, [b.span for b in others]) if slot.starts_at > now)


def _refuse_begun(broadcast: Broadcast, now: datetime) -> None:
    if broadcast.state not in LIVE or broadcast.state is BroadcastState.PLAYING or broadcast.starts_at <= now:
        raise RuleBroken("Lượt phát này đã bắt đầu hoặc đã xong, không đổi được nữa.")


def _refuse_quiet(quiet: QuietHours, windows: tuple[Window, ...], now: datetime) -> None:
    for window in windows:
        span = Window(window.opens, window.closes).on(local(now).date())
        if span and quiet.forbids(span):
            raise RuleBroken(
                "Khung giờ {opens}–{closes} chạm giờ yên tĩnh ({starts}–{ends}).",
                opens=f"{window.opens:%H:%M}",
                closes=f"{window.closes:%H:%M}",
                starts=f"{quiet.starts:%H:%M}",
                ends=f"{quiet.ends:%H:%M}",
            )

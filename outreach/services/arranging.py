"""What an officer does on the week view: add, move, cancel, and set the station's hours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState, Purpose
from outreach.domain.calendar import QuietHours, Span, Window, local, monday_of
from outreach.domain.campaigns import CampaignState
from outreach.domain.duties import CellKey
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.people import Action, Person
from outreach.domain.planning import Slot, clash, open_slots
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.stations import Station
from outreach.services.fitting import relay_at, withdraw_misfits
from outreach.services.permitting import require
from outreach.services.planning import fill_campaign, make_broadcast
from outreach.services.sounding import silenced
from outreach.services.weeks import DutyContext, duty_context, key_of, settle
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
            broadcast = _place(uow, duty_context(uow, duty), commune, starts_at, now, by, Purpose.ADDED)
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
            new = _place(uow, context, old.commune, starts_at, now, by, Purpose.MOVED, old.id)
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
            station = replace(_station(uow, commune), windows=windows, relays=relays)
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
    station_week = context.station_week(_station(uow, key.commune), week)
    return tuple(slot for slot in open_slots(station_week, [b.span for b in others]) if slot.starts_at > now)


def _place(
    uow: UnitOfWork,
    context: DutyContext,
    commune: str,
    starts_at: datetime,
    now: datetime,
    by: Person,
    purpose: Purpose,
    replaces: str = "",
) -> Broadcast:
    key = CellKey(context.id, commune, monday_of(local(starts_at).date()))
    uow.ledger.lock([key])
    others = _refuse_bad_time(uow, context, key, starts_at, now)
    number = sum(1 for b in uow.broadcasts.of_cells([key]) if key_of(b) == key) + 1
    latest = _latest_start(uow, context, key, starts_at, others)
    new = make_broadcast(context, key, Slot(starts_at, latest), number, purpose, now, by.username, replaces)
    uow.broadcasts.add([new])
    settle(uow, [key], now)
    return new


def _latest_start(
    uow: UnitOfWork, context: DutyContext, key: CellKey, starts_at: datetime, others: Sequence[Broadcast]
) -> datetime:
    """Up to the end of the session, the next relayed programme or broadcast; never before it was meant."""
    station, day = _station(uow, key.commune), local(starts_at).date()
    windows = [span for window in station.windows if (span := window.on(day)) and starts_at in span]
    relays = [span for relay in station.relays if (span := relay.on(day))]
    next_taken = [span.start for span in (*relays, *(b.span for b in others)) if span.start > starts_at]
    limits = [*(window.end for window in windows), *next_taken]
    return max(starts_at, min(limits) - context.length) if windows else starts_at


def _refuse_bad_time(
    uow: UnitOfWork, context: DutyContext, key: CellKey, starts_at: datetime, now: datetime
) -> tuple[Broadcast, ...]:
    """Refuse what cannot be; returns the station's other broadcasts of that week."""
    week, wanted = context.week(key), Span(starts_at, starts_at + context.length)
    if context.campaign.state is not CampaignState.ACTIVE:
        raise RuleBroken("Chiến dịch này đã được thay thế, không xếp thêm lượt phát.")
    if context.duty.recording in silenced(uow, context.campaign):
        raise RuleBroken("Bản ghi âm của nhiệm vụ này đã được rút; chờ bản mới được duyệt rồi xếp lượt phát.")
    if starts_at <= now:
        raise RuleBroken("Giờ đã chọn đã qua; chọn một giờ sắp tới.")
    if week is None or starts_at not in week.span or key.commune not in context.campaign.plan.communes:
        raise RuleBroken("Ngày đã chọn nằm ngoài thời gian hoặc địa bàn của chiến dịch.")
    if context.campaign.plan.quiet.forbids(wanted):
        raise RuleBroken("Giờ đã chọn nằm trong giờ yên tĩnh: không phát loa lúc này.")
    if relay_at(_station(uow, key.commune), wanted):
        raise RuleBroken("Giờ đã chọn trùng chương trình tiếp sóng của đài.")
    others = uow.broadcasts.between(week.span.start, week.span.end, [key.commune], live=True)
    if clash(wanted, [other.span for other in others]):
        raise RuleBroken("Giờ đã chọn trùng một lượt phát khác của đài.")
    return others


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


def _station(uow: UnitOfWork, commune: str) -> Station:
    station = uow.stations.get([commune]).get(commune)
    if station is None:
        raise NotFound("Không có đài nào ở «{commune}».", commune=commune)
    return station

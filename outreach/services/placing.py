"""Placing a broadcast at an hour that a person chose, and keeping that hour when the sound changes.

Used inside a unit of work, by officers' steps and by whoever brings a plan into force.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from outreach.domain.broadcasts import Broadcast, Purpose
from outreach.domain.calendar import Span, local, monday_of
from outreach.domain.campaigns import Campaign, CampaignState
from outreach.domain.duties import CellKey
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.planning import Slot, clash
from outreach.domain.ports import UnitOfWork
from outreach.domain.stations import Station
from outreach.services.fitting import BY_PLANNER, relay_at
from outreach.services.planning import make_broadcast
from outreach.services.sounding import silenced
from outreach.services.weeks import DutyContext, context_of, key_of, settle


def keep_hours(uow: UnitOfWork, campaign: Campaign, withdrawn: Iterable[Broadcast], now: datetime) -> None:
    """What people placed stays at its hour with what the plan now plays; where that cannot be, the planner looks on."""
    for old in withdrawn:
        duty = campaign.duty(old.duty)
        if duty is None or old.purpose in BY_PLANNER:
            continue
        try:
            place(uow, context_of(campaign, duty), old.commune, old.starts_at, now, old.planned_by, old.purpose, old.id)
        except RuleBroken:
            continue  # longer than the gap, or outside the plan by now


def place(
    uow: UnitOfWork,
    context: DutyContext,
    commune: str,
    starts_at: datetime,
    now: datetime,
    by: str,
    purpose: Purpose,
    replaces: str = "",
) -> Broadcast:
    """One broadcast more at just this time. RuleBroken, and nothing written, where it cannot be."""
    key = CellKey(context.id, commune, monday_of(local(starts_at).date()))
    uow.ledger.lock([key])
    others = _refuse_bad_time(uow, context, key, starts_at, now)
    number = sum(1 for b in uow.broadcasts.of_cells([key]) if key_of(b) == key) + 1
    latest = _latest_start(uow, context, key, starts_at, others)
    new = make_broadcast(context, key, Slot(starts_at, latest), number, purpose, now, by, replaces)
    uow.broadcasts.add([new])
    settle(uow, [key], now)
    return new


def _latest_start(
    uow: UnitOfWork, context: DutyContext, key: CellKey, starts_at: datetime, others: Sequence[Broadcast]
) -> datetime:
    """Up to the end of the session, the next relayed programme or broadcast; never before it was meant."""
    station, day = station_of(uow, key.commune), local(starts_at).date()
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
    if relay_at(station_of(uow, key.commune), wanted):
        raise RuleBroken("Giờ đã chọn trùng chương trình tiếp sóng của đài.")
    others = uow.broadcasts.between(week.span.start, week.span.end, [key.commune], live=True)
    if clash(wanted, [other.span for other in others]):
        raise RuleBroken("Giờ đã chọn trùng một lượt phát khác của đài.")
    return others


def station_of(uow: UnitOfWork, commune: str) -> Station:
    station = uow.stations.get([commune]).get(commune)
    if station is None:
        raise NotFound("Không có đài nào ở «{commune}».", commune=commune)
    return station

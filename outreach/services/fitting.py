"""When a station's hours change, what the planner placed outside them is withdrawn; the next fill places it anew."""

from datetime import datetime

from outreach.domain.broadcasts import Broadcast, Purpose
from outreach.domain.calendar import Span, local
from outreach.domain.campaigns import Campaign
from outreach.domain.planning import clash
from outreach.domain.ports import UnitOfWork
from outreach.domain.stations import Station
from outreach.services.witnessing import SYSTEM, cancel_all

BY_PLANNER = (Purpose.WEEKLY, Purpose.MAKEUP)


def withdraw_misfits(uow: UnitOfWork, campaign: Campaign, now: datetime, commune: str | None = None) -> int:
    """Cancel broadcasts to come that no longer fit their station's hours.

    Those a person placed are left alone, but not in quiet hours.
    """
    live = uow.broadcasts.live_of_campaign(campaign.slug, now)
    to_come = [broadcast for broadcast in live if commune in (None, broadcast.commune)]
    stations = uow.stations.get(sorted({broadcast.commune for broadcast in to_come}))
    quiet = campaign.plan.quiet
    misfits = [b for b in to_come if quiet.forbids(b.span) or not _fits_or_was_chosen(stations[b.commune], b)]
    cancel_all(uow, misfits, SYSTEM, now, "Khung giờ của đài đã đổi.")
    return len(misfits)


def _fits_or_was_chosen(station: Station, broadcast: Broadcast) -> bool:
    return broadcast.purpose not in BY_PLANNER or fits(station, broadcast)


def fits(station: Station, broadcast: Broadcast) -> bool:
    """Whether a broadcast lies inside a window and touches no relayed programme."""
    day = local(broadcast.starts_at).date()
    windows = [span for window in station.windows if (span := window.on(day))]
    return any(_inside(broadcast.span, window) for window in windows) and relay_at(station, broadcast.span) is None


def relay_at(station: Station, span: Span) -> Span | None:
    day = local(span.start).date()
    return clash(span, [relayed for relay in station.relays if (relayed := relay.on(day))])


def _inside(span: Span, window: Span) -> bool:
    return window.start <= span.start and span.end <= window.end

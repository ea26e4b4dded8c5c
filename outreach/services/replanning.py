"""What an approved version changes: the plan names its bytes, and broadcasts to come play them and nothing else."""

from dataclasses import replace
from datetime import datetime

from outreach.domain.calendar import DutyWeek
from outreach.domain.campaigns import Campaign, Duty
from outreach.domain.errors import RuleBroken
from outreach.domain.ports import UnitOfWork
from outreach.domain.recordings import Recording, as_planned
from outreach.domain.stations import Station
from outreach.services.loading import bring_in
from outreach.services.planning import fill_campaign
from outreach.services.reading_places import places_of
from outreach.services.weeks import DutyContext, context_of, slots_of


def replan(uow: UnitOfWork, campaign: Campaign, approved: Recording, by: str, now: datetime) -> int:
    """Bring the campaign's plan into force with this version in it; returns how many broadcasts were taken back.

    A recording that no duty names is in nobody's plan, and is there to be downloaded.
    """
    duties = [duty for duty in campaign.plan.duties if duty.recording == approved.slug]
    named = tuple(as_planned(one, approved) if one.slug == approved.slug else one for one in campaign.plan.recordings)
    for duty in duties:
        _refuse_misfit(uow, context_of(campaign, duty), approved, now)
    loaded = bring_in(uow, replace(campaign.plan, recordings=named), by, now)
    fill_campaign(uow, campaign, now)  # where the same bytes are approved once more after they were withdrawn
    return loaded.withdrawn


def _refuse_misfit(uow: UnitOfWork, context: DutyContext, approved: Recording, now: datetime) -> None:
    """No station may be left without an hour because the recording has grown."""
    if approved.length <= context.length:
        return
    longer = replace(context, length=approved.length)
    stations = uow.stations.get(context.campaign.plan.communes)
    without = [code for code, station in sorted(stations.items()) if _lost(context, longer, station, now)]
    if without:
        first = places_of(uow, without[:1], context.campaign.plan.first)[without[0]]
        raise RuleBroken(
            "Bản ghi âm dài {length} giây: không còn vừa khung giờ nào của {count} xã, thị trấn ({place}…). "
            "Cắt ngắn bản ghi âm, hoặc nới khung giờ của đài.",
            length=round(approved.length.total_seconds()),
            count=len(without),
            place=first.label,
        )


def _lost(context: DutyContext, longer: DutyContext, station: Station, now: datetime) -> bool:
    """Whether there is a week to come that had openings for the shorter recording and has none for the longer."""
    return any(
        slots_of(context.station_week(station, week)) and not slots_of(longer.station_week(station, week))
        for week in _ahead(context.duty, now)
    )


def _ahead(duty: Duty, now: datetime) -> list[DutyWeek]:
    return [week for week in duty.weeks if week.span.end > now]

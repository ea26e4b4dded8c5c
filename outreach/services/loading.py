"""Loading a plan: a new version only when it says something new; what it no longer asks for is withdrawn."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outreach.domain.broadcasts import Broadcast
from outreach.domain.calendar import DutyWeek
from outreach.domain.campaigns import Campaign, CampaignState, Plan, changes_between, is_superseded_by
from outreach.domain.duties import CellKey
from outreach.domain.errors import RuleBroken
from outreach.domain.ledger import PlanVersion
from outreach.domain.notices import NoticeState
from outreach.domain.plan_mapping import plan_as_mapping
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork
from outreach.domain.stations import Station
from outreach.domain.units import Place
from outreach.services.fitting import withdraw_misfits
from outreach.services.placing import keep_hours
from outreach.services.planning import fill_campaign, write_first_plan
from outreach.services.sounding import hush, renew_recordings, with_our_sounds
from outreach.services.weeks import context_of, key_of, settle
from outreach.services.witnessing import SYSTEM, cancel_all


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading did: the version in force, whether it is new, what changed, which campaigns it replaced."""

    campaign: str
    version: int
    new: bool
    changes: tuple[str, ...]
    superseded: tuple[str, ...]
    withdrawn: int


@dataclass(frozen=True, slots=True)
class PlanLoading:
    transactions: Transactions
    clock: Clock

    def register(self, places: Iterable[Place]) -> None:
        """Add or renew places in the register."""
        with self.transactions.writing() as uow:
            uow.places.add(places)
            uow.commit()

    def places(self) -> tuple[Place, ...]:
        """The whole register."""
        with self.transactions.reading() as uow:
            return uow.places.all()

    def load(self, plan: Plan, by: str, progress: Progress | None = None) -> Loaded:
        """Bring a plan into force, whole or not at all. Loading the same plan again changes nothing."""
        with self.transactions.writing() as uow:
            uow.recordings.lock(plan.slug)  # before any station, as whoever approves a recording does
            loaded = bring_in(uow, with_our_sounds(uow, plan), by, self.clock.now(), progress)
            uow.commit()
        return loaded


def bring_in(uow: UnitOfWork, plan: Plan, by: str, now: datetime, progress: Progress | None = None) -> Loaded:
    """A new version of the plan and all that follows from it, unless it says nothing new."""
    content = plan_as_mapping(plan)
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    versions = uow.campaigns.versions(plan.slug)
    if versions and versions[-1].sha256 == sha256:
        return Loaded(plan.slug, versions[-1].number, False, (), (), 0)
    _refuse_superseded(uow, plan)
    version = _next_version(versions, plan.slug, sha256, content, now, by)
    return _bring_into_force(uow, plan, version, by, now, progress)


def _refuse_superseded(uow: UnitOfWork, plan: Plan) -> None:
    """A letter that has been replaced starts nothing any more, in whatever order the plans come."""
    for other in uow.campaigns.all():
        if is_superseded_by(plan, other.plan) and other.state is CampaignState.ACTIVE:
            raise RuleBroken(
                "Công văn của kế hoạch «{slug}» đã được thay thế bởi chiến dịch «{other}»: không nạp.",
                slug=plan.slug,
                other=other.slug,
            )


def _next_version(
    versions: tuple[PlanVersion, ...], slug: str, sha256: str, content: dict[str, Any], now: datetime, by: str
) -> PlanVersion:
    changes = changes_between(versions[-1].content, content) if versions else ()
    return PlanVersion(slug, len(versions) + 1, sha256, now, by, changes, content)


def _bring_into_force(
    uow: UnitOfWork, plan: Plan, version: PlanVersion, by: str, now: datetime, progress: Progress | None
) -> Loaded:
    before = uow.campaigns.get(plan.slug)
    unasked = _withdraw_unasked(uow, before, plan, by, now) if before else []
    if not uow.campaigns.add_version(version):
        raise RuleBroken("Có người khác vừa nạp kế hoạch «{slug}»; hãy nạp lại.", slug=plan.slug)
    campaign = uow.campaigns.get(plan.slug)
    assert campaign is not None  # written just above
    renew_recordings(uow, campaign, before.plan if before else None, now)
    _renew_stations(uow, plan, before.plan if before else None)
    withdrawn = len(unasked) + (withdraw_misfits(uow, campaign, now) if before else 0)
    _renew_cells(uow, campaign, now, progress)
    keep_hours(uow, campaign, unasked, now)
    fill_campaign(uow, campaign, now)
    withdrawn += hush(uow, campaign, now, "Bản ghi âm đã được rút.")
    superseded, also = _supersede_others(uow, campaign, now)
    return Loaded(plan.slug, version.number, True, version.changes, superseded, withdrawn + also)


def _renew_stations(uow: UnitOfWork, plan: Plan, before: Plan | None) -> None:
    """The plan's station is a supposition: it gives way to what the commune has said, and follows what it has not."""
    supposed = plan.stations
    uow.stations.add_missing(
        Station(commune, supposed.windows, supposed.relays, supposed.clusters) for commune in plan.communes
    )
    if before is None or before.stations == supposed:
        return
    old = before.stations
    untouched = [
        station
        for station in uow.stations.get(plan.communes).values()
        if (station.windows, station.relays, station.clusters) == (old.windows, old.relays, old.clusters)
    ]
    uow.stations.put(Station(s.commune, supposed.windows, supposed.relays, supposed.clusters) for s in untouched)


def _withdraw_unasked(uow: UnitOfWork, before: Campaign, plan: Plan, by: str, now: datetime) -> list[Broadcast]:
    """Under the old version still: cancel future broadcasts that the new one does not ask for; drop their cells.

    A week whose edges moved is planned afresh, so that a make-up slot remains in it.
    """
    new = Campaign(plan, before.version + 1, before.state)
    asked, were = _cells_of(new), _cells_of(before)
    sounds = {recording.slug: recording.sha256 for recording in plan.recordings}
    sound_of = {new.duty_id(duty): sounds[duty.recording] for duty in plan.duties}
    unasked = [
        broadcast
        for broadcast in uow.broadcasts.live_of_campaign(before.slug, now)
        if asked.get(key_of(broadcast)) != were[key_of(broadcast)]
        or broadcast.recording_sha256 != sound_of[broadcast.duty]
    ]
    cancel_all(uow, unasked, SYSTEM, now, f"Kế hoạch có bản mới ({by} nạp).")
    uow.ledger.drop(tuple(were.keys() - asked.keys()), now)
    return unasked


def _cells_of(campaign: Campaign) -> dict[CellKey, DutyWeek]:
    return {
        CellKey(campaign.duty_id(duty), commune, week.monday): week
        for duty in campaign.plan.duties
        for commune in campaign.plan.communes
        for week in duty.weeks
    }


def _renew_cells(uow: UnitOfWork, campaign: Campaign, now: datetime, progress: Progress | None) -> None:
    """Cells for what is new, judged afresh for what was there."""
    for duty in campaign.plan.duties:
        context = context_of(campaign, duty)
        there = {cell.key for cell in uow.ledger.of_duty(context.id)}
        settle(uow, there, now)
        fresh = [
            (commune, week)
            for commune in campaign.plan.communes
            for week in duty.weeks
            if CellKey(context.id, commune, week.monday) not in there
        ]
        write_first_plan(uow, context, fresh, now, progress)


def _supersede_others(uow: UnitOfWork, campaign: Campaign, now: datetime) -> tuple[tuple[str, ...], int]:
    """Withdraw the campaigns whose letter this campaign's letter replaces: broadcasts to come and recordings."""
    others = [
        other
        for other in uow.campaigns.all()
        if other.state is CampaignState.ACTIVE and is_superseded_by(other.plan, campaign.plan)
    ]
    withdrawn = sum(_supersede(uow, other, campaign, now) for other in others)
    return tuple(other.slug for other in others), withdrawn


def _supersede(uow: UnitOfWork, old: Campaign, new: Campaign, now: datetime) -> int:
    uow.campaigns.set_state(old.slug, CampaignState.SUPERSEDED, new.slug)
    for recording in uow.recordings.of(old.slug):  # versions that nobody has approved yet too
        uow.recordings.move(recording, recording.withdraw(SYSTEM, now, f"Công văn đã được thay thế ({new.slug})."))
    to_come = uow.broadcasts.live_of_campaign(old.slug, now)
    cancel_all(uow, to_come, SYSTEM, now, f"Công văn đã được thay thế (chiến dịch {new.slug}).")
    _cancel_notices(uow, old, now)
    unfinished = [key for key, week in _cells_of(old).items() if week.span.end > now]
    uow.ledger.drop(unfinished, now)
    return len(to_come)


def _cancel_notices(uow: UnitOfWork, old: Campaign, now: datetime) -> None:
    """A letter that has been replaced tells nobody anything any more, messages that still wait included."""
    for notice in uow.notices.all(old.slug):
        if not notice.over:
            uow.notices.set_state(notice, NoticeState.CANCELLED)
            uow.deliveries.cancel(notice.id, now)

"""The campaign as its readers see it: list, grid, one cell, and the status in figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from outreach.domain.calendar import DutyWeek, instant, local, monday_of
from outreach.domain.campaigns import Campaign
from outreach.domain.duties import Cell, CellKey
from outreach.domain.errors import NotFound
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.recordings import Recording
from outreach.domain.units import Place
from outreach.services.reading_places import in_order, place_of, places_of
from outreach.services.views import (
    CampaignLine,
    CampaignView,
    CellView,
    CommuneRow,
    DutyGrid,
    Pressing,
    Status,
)
from outreach.services.weeks import DutyContext, context_of, duty_context

PER_PAGE = 60
PRESSING_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Reporting:
    """``_orders`` keeps the communes of a plan in Vietnamese order, by (campaign, version, day)."""

    transactions: Transactions
    clock: Clock
    _orders: dict[tuple[str, int, date], tuple[Place, ...]] = field(default_factory=dict)

    def campaigns(self) -> tuple[CampaignLine, ...]:
        now = self.clock.now()
        with self.transactions.reading() as uow:
            return tuple(_line(uow, campaign, now) for campaign in uow.campaigns.all())

    def campaign(self, slug: str, as_of: datetime | None = None, page: int = 1) -> CampaignView:
        """The grid as it stands, or as it stood at ``as_of``."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            campaign = get_campaign(uow, slug)
            order = self._order(uow, campaign)
            contexts = [context_of(campaign, duty) for duty in campaign.plan.duties]
            return CampaignView(
                campaign=campaign,
                now=now,
                as_of=as_of,
                days_left=days_left(campaign, as_of or now),
                current=_current_week(contexts, as_of or now),
                grids=tuple(_grid(uow, context, order, as_of, page) for context in contexts),
                pressing=() if as_of else tuple(p for c in contexts for p in pressing(uow, c, PRESSING_SHOWN)),
                recordings=uow.recordings.of(slug),
                versions=uow.campaigns.versions(slug),
            )

    def _order(self, uow: UnitOfWork, campaign: Campaign) -> tuple[Place, ...]:
        """Named as of the campaign's last day: a report of 2023 prints with the names of 2023."""
        key = (campaign.slug, campaign.version, campaign.plan.last)
        if key not in self._orders:
            self._orders[key] = in_order(tuple(places_of(uow, campaign.plan.communes, campaign.plan.last).values()))
        return self._orders[key]

    def cell(self, key: CellKey) -> CellView:
        with self.transactions.reading() as uow:
            context = duty_context(uow, key.duty)
            week, history = context.week(key), uow.ledger.history(key)
            if week is None or not history:
                raise NotFound("Không có tuần này trong sổ nhiệm vụ.")
            broadcasts = uow.broadcasts.of_cells([key])
            return CellView(
                place=place_of(uow, key.commune, week.last),
                above=uow.places.above(key.commune, week.last),
                now=self.clock.now(),
                campaign=context.campaign,
                duty=context.duty,
                week=week,
                history=history,
                broadcasts=broadcasts,
                evidence=uow.evidence.of([broadcast.id for broadcast in broadcasts]),
                excuses=tuple(e for e in uow.matters.excuses(key.duty) if e.cell == key),
            )

    def recording(self, sha256: str) -> Recording | None:
        """The recording of some campaign that has this content."""
        with self.transactions.reading() as uow:
            return uow.recordings.by_sha256(sha256)

    def status(self, slug: str, as_of: datetime | None = None) -> Status:
        with self.transactions.reading() as uow:
            campaign = get_campaign(uow, slug)
            duties = [campaign.duty_id(duty) for duty in campaign.plan.duties]
            cells = tuple(cell for duty in duties for cell in uow.ledger.of_duty(duty, as_of))
            counts = dict(Counter(str(cell.state) for cell in cells))
            at = as_of or self.clock.now()
            return Status(slug, campaign.version, str(campaign.state), at, counts, cells)


def get_campaign(uow: UnitOfWork, slug: str) -> Campaign:
    campaign = uow.campaigns.get(slug)
    if campaign is None:
        raise NotFound("Không có chiến dịch «{slug}».", slug=slug)
    return campaign


def days_left(campaign: Campaign, now: datetime) -> int:
    """Local days until the end, the last day included; 0 when it is over."""
    return max(0, (campaign.plan.last - local(now).date()).days + 1)


def _line(uow: UnitOfWork, campaign: Campaign, now: datetime) -> CampaignLine:
    counts, this_week, monday = Counter[str](), Counter[str](), monday_of(local(now).date())
    for duty in campaign.plan.duties:
        for count in uow.ledger.counts(campaign.duty_id(duty)):
            counts[count.state] += count.count
            if count.week == monday:
                this_week[count.state] += count.count
    return CampaignLine(campaign, days_left(campaign, now), dict(counts), dict(this_week))


def _current_week(contexts: Iterable[DutyContext], now: datetime) -> DutyWeek | None:
    return next((week for context in contexts for week in context.duty.weeks if now in week.span), None)


def _grid(uow: UnitOfWork, context: DutyContext, order: Sequence[Place], as_of: datetime | None, page: int) -> DutyGrid:
    pages = max(1, -(-len(order) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = order[(page - 1) * PER_PAGE : page * PER_PAGE]
    cells, by_week = _cells_and_counts(uow, context.id, [place.code for place in shown], as_of)
    weeks = context.duty.weeks
    rows = tuple(CommuneRow(p, tuple(cells.get((p.code, week.monday)) for week in weeks)) for p in shown)
    totals = Counter[str]()
    for week_counts in by_week.values():
        totals.update(week_counts)
    return DutyGrid(context.id, context.duty, weeks, rows, dict(totals), by_week, page, pages)


CellsByPlace = dict[tuple[str, date], Cell]
CountsByWeek = dict[date, dict[str, int]]


def _cells_and_counts(
    uow: UnitOfWork, duty: str, communes: Sequence[str], as_of: datetime | None
) -> tuple[CellsByPlace, CountsByWeek]:
    by_week: defaultdict[date, Counter[str]] = defaultdict(Counter)
    if as_of is None:
        cells = uow.ledger.of_communes(duty, communes)
        for count in uow.ledger.counts(duty):
            by_week[count.week][count.state] += count.count
    else:
        cells = uow.ledger.of_duty(duty, as_of)
        for cell in cells:
            by_week[cell.key.week][cell.state] += 1
    return {(c.key.commune, c.key.week): c for c in cells}, {week: dict(counts) for week, counts in by_week.items()}


def pressing(uow: UnitOfWork, context: DutyContext, limit: int, communes: Sequence[str] = ()) -> tuple[Pressing, ...]:
    """Cells at risk or waiting, the running week's first by state; only begun weeks unless nothing is planned."""
    cells = [c for c in uow.ledger.pressing(context.id, limit) if not communes or c.key.commune in communes]
    places = places_of(uow, sorted({cell.key.commune for cell in cells}), context.campaign.plan.last)
    found = [(cell, context.week(cell.key)) for cell in cells]
    return tuple(Pressing(places[cell.key.commune], cell, week) for cell, week in found if week)


def end_of_day(day: date) -> datetime:
    """The instant just after a local day, for reports «as of» a day."""
    return instant(day + timedelta(days=1))

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
from outreach.domain.units import Place
from outreach.services.reading_places import chains_of, in_order, place_of, places_of
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
    """``_orders`` keeps the communes of each campaign in Vietnamese order, with what they were ordered by."""

    transactions: Transactions
    clock: Clock
    _orders: dict[str, tuple[tuple[int, date, str], tuple[Place, ...]]] = field(default_factory=dict)

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
        slug, plan = campaign.slug, campaign.plan
        key = (campaign.version, plan.last, uow.places.fingerprint())
        known, order = self._orders.get(slug, (None, ()))
        if known != key:
            order = in_order(tuple(places_of(uow, plan.communes, plan.last).values()))
            self._orders[slug] = (key, order)
        return order

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
    above = chains_of(uow, shown, context.campaign.plan.last)
    rows = tuple(CommuneRow(p, above[p.code], tuple(cells.get((p.code, w.monday)) for w in weeks)) for p in shown)
    totals = Counter[str]()
    for week_counts in by_week.values():
        totals.update(week_counts)
    return DutyGrid(context.id, context.duty, weeks, rows, dict(totals), by_week, page, pages)


CellsByPlace = dict[tuple[str, date], Cell]
CountsByWeek = dict[date, dict[str, int]]


def _cells_and_counts(
    uow: UnitOfWork, duty: str, communes: Sequence[str], as_of: datetime | None
) -> tuple[CellsByPlace, CountsByWeek]:
    by_week: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for count in uow.ledger.counts(duty, as_of):
        by_week[count.week][count.state] = count.count
    cells = uow.ledger.of_communes(duty, communes, as_of)
    return {(cell.key.commune, cell.key.week): cell for cell in cells}, dict(by_week)


def pressing(
    uow: UnitOfWork, context: DutyContext, limit: int, communes: Sequence[str] | None = None
) -> tuple[Pressing, ...]:
    """The first cells at risk, then those that wait; of each the oldest week first. None: of all communes."""
    return described(uow, context, uow.ledger.pressing(context.id, limit, communes))


def described(uow: UnitOfWork, context: DutyContext, cells: Sequence[Cell]) -> tuple[Pressing, ...]:
    """Cells with their places; one whose week the plan no longer has is left out."""
    day = context.campaign.plan.last
    places = places_of(uow, sorted({cell.key.commune for cell in cells}), day)
    above = chains_of(uow, places.values(), day)
    found = [(cell, cell.key.commune, context.week(cell.key)) for cell in cells]
    return tuple(Pressing(places[code], above[code], cell, week) for cell, code, week in found if week)


def end_of_day(day: date) -> datetime:
    """The instant just after a local day, for reports «as of» a day."""
    return instant(day + timedelta(days=1))

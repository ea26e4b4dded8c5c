"""The pages of one commune, one broadcast, and one person's day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.domain.broadcasts import LIVE, Broadcast
from outreach.domain.calendar import DAY, DutyWeek, instant, local, monday_of
from outreach.domain.campaigns import CampaignState
from outreach.domain.duties import CellKey
from outreach.domain.errors import NotFound
from outreach.domain.ledger import Escalation
from outreach.domain.people import Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.units import Place
from outreach.services.arranging import openings
from outreach.services.reading_places import hand_operated, place_of, places_of
from outreach.services.reporting import pressing
from outreach.services.views import (
    BroadcastView,
    CommuneView,
    DutyOfCommune,
    Pressing,
    TodayItem,
    TodayView,
)
from outreach.services.weeks import DutyContext, context_of, duty_context, key_of
from outreach.services.witnessing import find

MEMORY = timedelta(days=3)
"""How far back an unconfirmed broadcast stays on the day's page."""


@dataclass(frozen=True, slots=True)
class Viewing:
    transactions: Transactions
    clock: Clock

    def commune(self, code: str, monday: date | None = None) -> CommuneView:
        """A commune's week with its ledger; the running week unless a Monday is given."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            station = uow.stations.get([code]).get(code)
            if station is None:
                raise NotFound("Chưa có chiến dịch nào giao cho xã, thị trấn mang mã «{code}».", code=code)
            contexts = [c for c in active_contexts(uow) if code in c.campaign.plan.communes]
            day = _shown_day(contexts, local(now).date())
            shown = monday_of(monday or day)
            return CommuneView(
                place=place_of(uow, code, day),
                above=uow.places.above(code, day),
                now=now,
                monday=shown,
                station=station,
                nodes=uow.stations.nodes([code]),
                duties=tuple(_duty_of(uow, context, code, shown, now) for context in contexts),
                reminders=uow.matters.reminders(code, now - DAY),
            )

    def broadcast(self, broadcast: str) -> BroadcastView:
        now = self.clock.now()
        with self.transactions.reading() as uow:
            found = find(uow, broadcast)
            context = duty_context(uow, found.duty)
            day, key = local(found.starts_at).date(), key_of(found)
            others = uow.broadcasts.of_cells([key])
            return BroadcastView(
                broadcast=found,
                place=place_of(uow, found.commune, day),
                above=uow.places.above(found.commune, day),
                now=now,
                campaign=context.campaign,
                duty=context.duty,
                cell=uow.ledger.get(key),
                station=uow.stations.get([found.commune])[found.commune],
                by_hand=found.commune in hand_operated(uow, [found.commune]),
                recording=uow.recordings.by_sha256(found.recording_sha256),
                evidence=uow.evidence.of([found.id]),
                openings=openings(uow, context, key, now),
                instead=next((other for other in others if other.replaces == found.id), None),
            )

    def today(self, person: Person) -> TodayView:
        """The day of a person: of one commune, or of everything below the person's place."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            communes = communes_of(uow, person, now)
            items = _items(uow, communes, now)
            near = [item for item in items if local(item.broadcast.starts_at).date() == local(now).date()]
            return TodayView(
                now=now,
                to_confirm=tuple(item for item in items if item.needs_word),
                coming=tuple(i for i in near if i.broadcast.state in LIVE and not i.needs_word),
                done=tuple(item for item in near if item.broadcast.state not in LIVE),
                reminders=uow.matters.reminders(person.place, now - DAY) if person.place in communes else (),
                pressing=_pressing(uow, communes),
                escalations=tuple(_escalations(uow, person, communes)),
            )

    def schedule(self, start: datetime, end: datetime) -> tuple[Broadcast, ...]:
        """All broadcasts that start in ``[start, end)``, by time."""
        with self.transactions.reading() as uow:
            return uow.broadcasts.between(start, end)

    def calendar(self, commune: str) -> tuple[Place, tuple[Broadcast, ...]]:
        """All broadcasts of a commune from four weeks ago on, for a calendar feed."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            found = uow.broadcasts.between(now - 28 * DAY, now + 366 * DAY, [commune])
            return place_of(uow, commune, local(now).date()), found


def active_contexts(uow: UnitOfWork) -> list[DutyContext]:
    active = [c for c in uow.campaigns.all() if c.state is CampaignState.ACTIVE]
    return [context_of(campaign, duty) for campaign in active for duty in campaign.plan.duties]


def _shown_day(contexts: Sequence[DutyContext], today: date) -> date:
    """Today, but never past the last or before the first week in which there is anything to show."""
    if not contexts:
        return today
    first, last = min(c.duty.first for c in contexts), max(c.duty.last for c in contexts)
    return min(max(today, first), last)


def _duty_of(uow: UnitOfWork, context: DutyContext, code: str, monday: date, now: datetime) -> DutyOfCommune:
    key = CellKey(context.id, code, monday)
    cells = {cell.key.week: cell for cell in uow.ledger.of_communes(context.id, [code])}
    weeks: tuple[DutyWeek, ...] = context.duty.weeks
    return DutyOfCommune(
        id=context.id,
        duty=context.duty,
        weeks=weeks,
        cells=tuple(cells.get(week.monday) for week in weeks),
        shown=context.week(key),
        broadcasts=uow.broadcasts.of_cells([key]),
        openings=openings(uow, context, key, now),
    )


def communes_of(uow: UnitOfWork, person: Person, now: datetime) -> list[str]:
    """The communes of all running campaigns that lie in the person's place."""
    codes = sorted({code for context in active_contexts(uow) for code in context.campaign.plan.communes})
    if person.place is None:
        return codes
    if person.place in codes:
        return [person.place]
    parents = {code: place.parent for code, place in uow.places.on(local(now).date()).items()}
    return [code for code in codes if _lies_in(code, person.place, parents)]


def _lies_in(code: str, place: str, parents: dict[str, str | None]) -> bool:
    current: str | None = code
    for _ in range(len(parents) + 1):
        if current is None or current == place:
            break
        current = parents.get(current)
    return current == place


def _items(uow: UnitOfWork, communes: Sequence[str], now: datetime) -> tuple[TodayItem, ...]:
    start = instant(local(now).date())
    broadcasts = uow.broadcasts.between(start - MEMORY, start + DAY, communes)
    places = places_of(uow, sorted({b.commune for b in broadcasts}), local(now).date())
    by_hand = hand_operated(uow, sorted({b.commune for b in broadcasts}))
    return tuple(
        TodayItem(b, places[b.commune], b.commune in by_hand, _needs_word(b, now) and b.commune in by_hand)
        for b in broadcasts
    )


def _needs_word(broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.state in LIVE and broadcast.starts_at <= now


def _pressing(uow: UnitOfWork, communes: Sequence[str]) -> tuple[Pressing, ...]:
    wanted = set(communes)
    return tuple(p for c in active_contexts(uow) for p in pressing(uow, c, 200) if p.place.code in wanted)


def _escalations(uow: UnitOfWork, person: Person, communes: Sequence[str]) -> Iterator[tuple[Place, Escalation]]:
    """Calls for help to this person's role whose week is still open."""
    for context in active_contexts(uow):
        raised = [
            e for e in uow.matters.escalations(context.id) if e.role is person.role and e.cell.commune in communes
        ]
        open_keys = {cell.key for cell in uow.ledger.pressing(context.id, 500)}
        standing = [escalation for escalation in raised if escalation.cell in open_keys]
        places = places_of(uow, sorted({e.cell.commune for e in standing}), context.campaign.plan.last)
        yield from ((places[escalation.cell.commune], escalation) for escalation in standing)

"""The pages of one commune, one broadcast, and one person's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.domain.broadcasts import Broadcast
from outreach.domain.calendar import DAY, DutyWeek, local, monday_of
from outreach.domain.duties import CellKey
from outreach.domain.errors import NotFound
from outreach.domain.people import Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.recordings import Recording
from outreach.domain.units import Place
from outreach.services.arranging import openings
from outreach.services.reading_places import hand_operated, place_of
from outreach.services.todays_work import active_contexts, communes_of, today_of
from outreach.services.views import (
    BroadcastView,
    CommuneView,
    DutyOfCommune,
    TodayView,
)
from outreach.services.weeks import DutyContext, duty_context, key_of
from outreach.services.witnessing import find


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
                recording=_recording_of(uow, found),
                evidence=uow.evidence.of([found.id]),
                openings=openings(uow, context, key, now),
                instead=next((other for other in others if other.replaces == found.id), None),
            )

    def today(self, person: Person) -> TodayView:
        """The day of a person: of one commune, or the first of everything below the person's place."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            contexts = active_contexts(uow)
            return today_of(uow, contexts, person, communes_of(uow, contexts, person), now)

    def schedule(self, start: datetime, end: datetime) -> tuple[Broadcast, ...]:
        """All broadcasts that start in ``[start, end)``, by time."""
        with self.transactions.reading() as uow:
            return uow.broadcasts.between(start, end)

    def calendar(self, commune: str) -> tuple[Place, tuple[Broadcast, ...]]:
        """All broadcasts of a commune from four weeks ago on, for a calendar feed; named as in its campaigns."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            found = uow.broadcasts.between(now - 28 * DAY, now + 366 * DAY, [commune])
            contexts = [c for c in active_contexts(uow) if commune in c.campaign.plan.communes]
            return place_of(uow, commune, _shown_day(contexts, local(now).date())), found


def _recording_of(uow: UnitOfWork, broadcast: Broadcast) -> Recording | None:
    """The version of its own campaign: another may play the same bytes under another title."""
    versions = uow.recordings.with_bytes(broadcast.recording_sha256)
    return next((one for one in versions if one.campaign == broadcast.campaign), None)


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

"""What a person has to see to on a day, in one commune or in a whole nation. Used inside a unit of work."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from outreach.domain.broadcasts import Broadcast
from outreach.domain.calendar import DAY, instant, local
from outreach.domain.campaigns import CampaignState
from outreach.domain.duties import CellState
from outreach.domain.ledger import Escalation
from outreach.domain.people import Person
from outreach.domain.ports import UnitOfWork
from outreach.domain.units import Place
from outreach.services.reading_places import hand_operated, places_of
from outreach.services.reporting import described, pressing
from outreach.services.views import Pressing, TodayItem, TodayTotals, TodayView
from outreach.services.weeks import DutyContext, context_of

MEMORY = timedelta(days=3)
"""How far back an unconfirmed broadcast stays on the day's page."""
SHOWN = 30
"""So many of each list are shown: the district with most communes has fewer in a day, and the grid has the rest."""
_JUST = timedelta(microseconds=1)


def active_contexts(uow: UnitOfWork) -> list[DutyContext]:
    active = [c for c in uow.campaigns.all() if c.state is CampaignState.ACTIVE]
    return [context_of(campaign, duty) for campaign in active for duty in campaign.plan.duties]


def communes_of(uow: UnitOfWork, contexts: Iterable[DutyContext], person: Person) -> list[str] | None:
    """The communes of running campaigns that lie in the person's place; None: all, for somebody of no place.

    What lies where is asked as of each campaign's last day: a campaign of 2023 keeps its district after 2025.
    """
    if person.place is None:
        return None
    plans = {context.campaign.slug: context.campaign.plan for context in contexts}
    return sorted(
        {code for plan in plans.values() for code in uow.places.below(person.place, plan.last) & set(plan.communes)}
    )


def today_of(
    uow: UnitOfWork, contexts: Sequence[DutyContext], person: Person, communes: Sequence[str] | None, now: datetime
) -> TodayView:
    today = local(now).date()
    start, end = instant(today), instant(today) + DAY
    begun = uow.broadcasts.between(start - MEMORY, now + _JUST, communes, live=True)
    by_hand = hand_operated(uow, sorted({broadcast.commune for broadcast in begun}))
    to_confirm = [broadcast for broadcast in begun if broadcast.commune in by_hand]
    running = [broadcast for broadcast in begun if broadcast.commune not in by_hand and broadcast.starts_at >= start]
    ahead, how_many_ahead = uow.broadcasts.first_between(now + _JUST, end, communes, live=True, limit=SHOWN)
    done, how_many_done = uow.broadcasts.first_between(start, end, communes, live=False, limit=SHOWN)
    escalations = {context.id: _escalations(uow, context, person, communes) for context in contexts}
    return TodayView(
        now=now,
        totals=TodayTotals(
            to_confirm=len(to_confirm),
            coming=len(running) + how_many_ahead,
            done=how_many_done,
            at_risk=sum(uow.ledger.at_risk(context.id, communes) for context in contexts),
        ),
        to_confirm=_items(uow, to_confirm[:SHOWN], today, needs_word=True),
        coming=_items(uow, [*running, *ahead][:SHOWN], today),
        done=_items(uow, done, today),
        reminders=uow.matters.reminders(person.place, now - DAY) if person.place and communes == [person.place] else (),
        pressing=_pressing(uow, contexts, escalations, communes),
        escalations=tuple(pair for context in contexts for pair in _placed(uow, context, escalations[context.id])),
    )


def _items(
    uow: UnitOfWork, broadcasts: Sequence[Broadcast], day: date, needs_word: bool = False
) -> tuple[TodayItem, ...]:
    communes = sorted({broadcast.commune for broadcast in broadcasts})
    places, by_hand = places_of(uow, communes, day), hand_operated(uow, communes)
    return tuple(TodayItem(b, places[b.commune], b.commune in by_hand, needs_word) for b in broadcasts)


def _escalations(
    uow: UnitOfWork, context: DutyContext, person: Person, communes: Sequence[str] | None
) -> tuple[Escalation, ...]:
    """Calls for help to this person's role whose week is still open."""
    return uow.matters.escalations(context.id, person.role, SHOWN, communes)


def _pressing(
    uow: UnitOfWork,
    contexts: Sequence[DutyContext],
    escalations: dict[str, tuple[Escalation, ...]],
    communes: Sequence[str] | None,
) -> tuple[Pressing, ...]:
    """What is at risk, then what waits, of each the oldest first; what the person was called for is not left out."""
    found = [p for context in contexts for p in pressing(uow, context, SHOWN, communes)]
    found.sort(key=lambda p: (p.cell.state is not CellState.AT_RISK, p.cell.key.week))
    shown = found[:SHOWN]
    for context in contexts:
        called = {raised.cell for raised in escalations[context.id]} - {p.cell.key for p in shown}
        cells = uow.ledger.of_communes(context.id, sorted({key.commune for key in called})) if called else ()
        shown.extend(described(uow, context, [cell for cell in cells if cell.key in called]))
    return tuple(shown)


def _placed(
    uow: UnitOfWork, context: DutyContext, escalations: Sequence[Escalation]
) -> Iterable[tuple[Place, Escalation]]:
    places = places_of(uow, sorted({raised.cell.commune for raised in escalations}), context.campaign.plan.last)
    return [(places[raised.cell.commune], raised) for raised in escalations]

"""Whom messages did not reach: the people of a commune to phone or to call on, hamlet by hamlet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.domain.campaigns import Campaign, CampaignState
from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.messages import MessageClass
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.people import Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.units import Place, sorting_key
from outreach.domain.wordings import MERGE_FIELDS, MessageTemplates
from outreach.services.following import rows_of
from outreach.services.notice_views import Row, VisitList, VisitPlace
from outreach.services.notifying import TRIAL
from outreach.services.reach import may_see, reach_of, seen_notice
from outreach.services.reading_places import in_order, place_of, places_of

MOST = 2_000
"""People of one commune on one list; nobody calls on more."""
_SENT = frozenset({NoticeState.APPROVED, NoticeState.PAUSED, NoticeState.FINISHED})


@dataclass(frozen=True, slots=True)
class Visiting:
    transactions: Transactions
    clock: Clock
    templates: MessageTemplates

    def places(self, by: Person) -> tuple[VisitPlace, ...]:
        """Each notice in each commune of the person where somebody is still to be told; the newest notice first."""
        with self.transactions.reading() as uow:
            campaigns = {one.slug: one for one in uow.campaigns.all() if one.state is CampaignState.ACTIVE}
            found: list[VisitPlace] = []
            for notice in reversed(uow.notices.all()):
                campaign = campaigns.get(notice.campaign)
                if campaign and _asks_visits(notice) and may_see(uow, by, notice, campaign):
                    found.extend(_places(uow, by, notice, campaign))
            return tuple(found)

    def list(self, by: Person, slug: str, commune: str, hamlet: str = "") -> VisitList:
        """The people themselves, in the order in which one walks: by hamlet, then by name."""
        with self.transactions.reading() as uow:
            notice, campaign = seen_notice(uow, by, slug)
            reach = reach_of(uow, by, campaign)
            if not _asks_visits(notice) or commune not in campaign.plan.communes:
                raise NotFound("Không có danh sách cần gặp này.")
            if reach is not None and commune not in reach:
                raise NotAllowed("Tài khoản {user} không được xem địa bàn này.", user=by.username)
            wanted = [*visited_for(notice), DeliveryState.TOLD]
            found = uow.deliveries.listed(notice.id, wanted, [commune], MOST)
            rows = sorted(rows_of(uow, by, found, campaign, to_call=True), key=_walking)
            chosen = [row for row in rows if hamlet in ("", row.hamlet)]
            return VisitList(
                notice=notice,
                place=place_of(uow, commune, campaign.plan.first),
                now=self.clock.now(),
                say=self._spoken(notice, campaign),
                hamlets=_hamlets(rows),
                rows=tuple(row for row in chosen if row.delivery.state is not DeliveryState.TOLD),
                told=tuple(row for row in chosen if row.delivery.state is DeliveryState.TOLD),
            )

    def _spoken(self, notice: Notice, campaign: Campaign) -> str:
        """The text as one says it, with its accents; what differs from one to the next is named in brackets."""
        named = {field.name: f"({field.label})" for field in MERGE_FIELDS}
        try:
            return self.templates.compile(notice.content.text)(
                {**named, "campaign": campaign.plan.title, **notice.content.values}
            )
        except RuleBroken:
            return notice.content.text


def visited_for(notice: Notice) -> tuple[DeliveryState, ...]:
    """Nobody is called on because they refuse advertising."""
    states = UNREACHED
    if notice.content.message_class is MessageClass.ADVERTISING:
        states = states - {DeliveryState.SUPPRESSED}
    return tuple(sorted(states))


def _asks_visits(notice: Notice) -> bool:
    return notice.state in _SENT and TRIAL not in notice.slug


def _places(uow: UnitOfWork, by: Person, notice: Notice, campaign: Campaign) -> Sequence[VisitPlace]:
    reach, states = reach_of(uow, by, campaign), visited_for(notice)
    counts = uow.deliveries.counts_by_commune(notice.id)
    seen = [code for code in counts if code and (reach is None or code in reach)]
    places: Sequence[Place] = in_order(tuple(places_of(uow, sorted(seen), campaign.plan.first).values()))
    lines = [
        VisitPlace(
            notice=notice,
            place=place,
            waiting=sum(counts[place.code].get(state, 0) for state in states),
            told=counts[place.code].get(DeliveryState.TOLD, 0),
        )
        for place in places
    ]
    return [line for line in lines if line.waiting or line.told]


def _walking(row: Row) -> tuple[object, ...]:
    return not row.hamlet, sorting_key(row.hamlet), sorting_key(row.name), row.delivery.code


def _hamlets(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """Each hamlet with how many are still to be told there."""
    open_still = [row for row in rows if row.delivery.state is not DeliveryState.TOLD]
    return tuple(Counter(row.hamlet for row in open_still).items())

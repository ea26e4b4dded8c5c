"""Whom messages did not reach: the people of a commune to phone or to call on, hamlet by hamlet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach.domain.campaigns import Campaign, CampaignState
from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.messages import MessageClass
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.units import Place, sorting_key
from outreach.domain.wordings import MERGE_FIELDS, MessageTemplates
from outreach.services.appraising import campaign_of
from outreach.services.following import rows_of
from outreach.services.notice_views import Row, VisitList, VisitPlace
from outreach.services.notifying import TRIAL
from outreach.services.reading_places import in_order, places_of

MOST_TOLD = 2_000
"""People already told who are shown beside those that are not: these are never cut short."""
PAGE = 1_000
_SENT = frozenset({NoticeState.APPROVED, NoticeState.PAUSED, NoticeState.FINISHED})
_COUNTS = dict[str, dict[DeliveryState, int]]


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
                if campaign and notice.state in _SENT and not _is_trial(notice) and by.may(Action.VIEW):
                    found.extend(_places(uow, by, notice, campaign))
            return tuple(found)

    def list(self, by: Person, slug: str, commune: str, hamlet: str = "") -> VisitList:
        """The people themselves, in the order in which one walks: by hamlet, then by name.

        It stays to be read when the notice is cancelled or a newer letter stands: who was called on is on it.
        """
        with self.transactions.reading() as uow:
            notice = uow.notices.get(slug)
            if notice is None or _is_trial(notice) or commune not in (counts := _counts(uow, notice)):
                raise NotFound("Không có danh sách cần gặp này.")
            campaign = campaign_of(uow, notice.campaign)
            if not by.may(Action.VIEW) or commune not in _within(uow, by, campaign, counts):
                raise NotAllowed("Tài khoản {user} không được xem địa bàn này.", user=by.username)
            rows = sorted(_open_rows(uow, by, notice, campaign, commune), key=_walking)
            told = uow.deliveries.listed(notice.id, [DeliveryState.TOLD], [commune], MOST_TOLD)
            seen = sorted(rows_of(uow, by, told, campaign, to_call=True), key=_walking)
            return VisitList(
                notice=notice,
                place=places_of(uow, [commune], campaign.plan.first)[commune],
                now=self.clock.now(),
                say=self._spoken(notice, campaign),
                hamlets=tuple(Counter(row.hamlet for row in rows).items()),
                rows=tuple(row for row in rows if hamlet in ("", row.hamlet)),
                told=tuple(row for row in seen if hamlet in ("", row.hamlet)),
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


def _is_trial(notice: Notice) -> bool:
    return TRIAL in notice.slug


def _counts(uow: UnitOfWork, notice: Notice) -> _COUNTS:
    """Of each commune in which somebody is on its list: a later plan may ask for other communes."""
    counts = uow.deliveries.counts_by_commune(notice.id)
    return {commune: found for commune, found in counts.items() if commune}


def _within(uow: UnitOfWork, by: Person, campaign: Campaign, communes: Iterable[str]) -> frozenset[str]:
    """Those of the communes that are at or below the person's own place."""
    if by.place is None:
        return frozenset(communes)
    return uow.places.below(by.place, campaign.plan.first).intersection(communes)


def _open_rows(uow: UnitOfWork, by: Person, notice: Notice, campaign: Campaign, commune: str) -> Iterator[Row]:
    after, states = 0, visited_for(notice)
    while found := uow.deliveries.listed(notice.id, states, [commune], PAGE, after):
        yield from rows_of(uow, by, found, campaign, to_call=True)
        after = found[-1].id


def _places(uow: UnitOfWork, by: Person, notice: Notice, campaign: Campaign) -> Sequence[VisitPlace]:
    counts, states = _counts(uow, notice), visited_for(notice)
    seen = sorted(_within(uow, by, campaign, counts))
    places: Sequence[Place] = in_order(tuple(places_of(uow, seen, campaign.plan.first).values()))
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

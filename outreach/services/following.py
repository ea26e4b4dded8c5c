"""Following notices: how a send goes, whom it did not reach, and everything between us and one customer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.calendar import local
from outreach.domain.campaigns import Campaign
from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.feasibility import MARGIN, Load, finishes_at
from outreach.domain.gates import Gate, Lines
from outreach.domain.notice_ports import Delivery
from outreach.domain.notices import Notice
from outreach.domain.people import Action, Person
from outreach.domain.phones import masked, national
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.notice_views import (
    CommuneCounts,
    Counts,
    Dossier,
    Failures,
    History,
    NoticeLine,
    Progress,
    Row,
    Told,
    Troubles,
)
from outreach.services.notifying import TRIAL
from outreach.services.reach import Reach, in_force, may_see, reach_into, seen_notice, sees_phones
from outreach.services.reading_places import in_order, places_of
from outreach.services.standing import waits_until

MEASURED = timedelta(minutes=5)
PER_PAGE = 50
EXPORTED = 1_000
"""Rows read at once for an export."""
TROUBLES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Following:
    transactions: Transactions
    clock: Clock
    lines: Lines

    def notices(self, by: Person, campaign: str | None = None) -> tuple[NoticeLine, ...]:
        """Those that the person may see, the newest first."""
        with self.transactions.reading() as uow:
            campaigns = {one.slug: one for one in uow.campaigns.all()}
            known = [one for one in uow.notices.all(campaign) if one.campaign in campaigns]
            reaches = [(one, reach_into(uow, by, one, campaigns[one.campaign])) for one in reversed(known)]
            return tuple(
                NoticeLine(one, campaigns[one.campaign].plan.title, _counts(uow, one, reach), TRIAL in one.slug)
                for one, reach in reaches
                if may_see(by, one, reach)
            )

    def dossier(self, by: Person, slug: str) -> Dossier:
        with self.transactions.reading() as uow:
            notice, campaign, _reach = seen_notice(uow, by, slug)
            return Dossier(notice, campaign.plan.title, uow.notices.versions(notice.id))

    def progress(self, by: Person, slug: str) -> Progress:
        now = self.clock.now()
        with self.transactions.reading() as uow:
            notice, campaign, reach = seen_notice(uow, by, slug)
            everywhere, whole = uow.deliveries.counts_by_commune(notice.id), reach is None
            by_commune, rate = _inside(everywhere, reach), self._rate(uow, notice, now)
            done_at, too_slow = _finish(notice, summed(everywhere), rate, now)  # nobody knows which commune is next
            parts, spent = uow.deliveries.spent(notice.id) if whole else (0, 0)
            return Progress(
                notice=notice,
                campaign_title=campaign.plan.title,
                now=now,
                whole=whole,
                counts=summed(by_commune),
                communes=_in_places(uow, by_commune, campaign),
                reasons=uow.deliveries.reasons(notice.id) if whole else (),
                per_minute=rate,
                done_at=done_at,
                too_slow=too_slow,
                waits_until=waits_until(uow, notice, now),
                parts=parts,
                spent_vnd=spent,
                held_channels=self._held(uow, notice),
            )

    def _rate(self, uow: UnitOfWork, notice: Notice, now: datetime) -> float:
        """Messages taken by providers a minute, over the last minutes or since it was approved."""
        since = max(now - MEASURED, notice.approved_at or now - MEASURED)
        minutes = max((now - since) / timedelta(minutes=1), 1 / 60)
        return uow.deliveries.moved_since(notice.id, since) / minutes

    def _held(self, uow: UnitOfWork, notice: Notice) -> tuple[Gate, ...]:
        ways = {channel.name for medium in notice.content.route for channel, _ in self.lines.of(medium)}
        return tuple(gate for gate in uow.gates.all() if gate.hold and gate.channel in ways)

    def failures(
        self, by: Person, slug: str, states: Sequence[DeliveryState] = (), commune: str = "", after: int = 0
    ) -> Failures:
        """Whom it did not reach and why, a page at a time."""
        with self.transactions.reading() as uow:
            notice, campaign, reach = seen_notice(uow, by, slug)
            found = uow.deliveries.listed(
                notice.id, sorted(states or UNREACHED), _within(reach, commune), PER_PAGE + 1, after
            )
            places = places_of(uow, sorted(campaign.plan.communes if reach is None else reach), campaign.plan.first)
            more = found[PER_PAGE - 1].id if len(found) > PER_PAGE else None
            rows = rows_of(uow, by, found[:PER_PAGE], campaign)
            return Failures(notice, reach is None, in_order(tuple(places.values())), tuple(rows), more)

    def all_failures(
        self, by: Person, slug: str, states: Sequence[DeliveryState] = (), commune: str = ""
    ) -> Iterator[Row]:
        """The same, whole, for an export: read a thousand at a time, each in a reading of its own."""
        after = 0
        while True:
            with self.transactions.reading() as uow:
                notice, campaign, reach = seen_notice(uow, by, slug)
                wanted = sorted(states or UNREACHED)
                found = uow.deliveries.listed(notice.id, wanted, _within(reach, commune), EXPORTED, after)
                rows = list(rows_of(uow, by, found, campaign))
            if not found:
                return
            yield from rows
            after = found[-1].id

    def customer(self, by: Person, code: str) -> History:
        """Everything between us and one customer, on one page."""
        today = local(self.clock.now()).date()
        with self.transactions.reading() as uow:
            customer = uow.customers.get(code)
            if customer is None:
                raise NotFound("Không có khách hàng mang mã «{code}».", code=code)
            above = uow.places.above(customer.commune, today)
            if not by.may(Action.VIEW, above):
                raise NotAllowed("Tài khoản {user} không được xem địa bàn này.", user=by.username)
            numbers = [phone.number for phone in customer.phones]
            refusals = tuple(row for number in numbers for row in uow.suppressions.of(number))
            show = national if sees_phones(uow, by, customer.commune, today) else masked
            return History(
                customer=customer,
                place=places_of(uow, [customer.commune], today)[customer.commune],
                above=above,
                phones=tuple(map(show, numbers)),
                told=_told(uow, uow.deliveries.of_customer(code)),
                refusals=refusals,
                refused=in_force(refusals),
            )

    def troubles(self, by: Person) -> Troubles:
        """What holds the channels, for the administrator."""
        if not by.may(Action.MANAGE_PEOPLE):
            raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=by.username)
        with self.transactions.reading() as uow:
            return Troubles(self.clock.now(), uow.gates.all(), uow.receipts.troubled(TROUBLES_SHOWN))


def rows_of(
    uow: UnitOfWork, by: Person, found: Sequence[Delivery], campaign: Campaign, to_call: bool = False
) -> Iterator[Row]:
    """Deliveries with the people they are for; ``to_call``: the reader has to reach them by other ways."""
    communes, day = sorted({one.commune for one in found}), campaign.plan.first
    places, people = places_of(uow, communes, day), uow.customers.named([one.code for one in found])
    shown = {code: sees_phones(uow, by, code, day, to_call) for code in communes}
    marks = uow.deliveries.marks([one.id for one in found])
    for one in found:
        person = people.get(one.code)
        numbers = dict.fromkeys([one.number, *(phone.number for phone in (person.phones if person else ()))])
        show = national if shown[one.commune] else masked
        yield Row(
            delivery=one,
            name=person.name if person else "",
            hamlet=person.hamlet if person else "",
            place=places[one.commune],
            phones=tuple(show(number) for number in numbers if number),
            marks=tuple(mark for mark in marks if mark.delivery == one.id),
        )


def summed(by_commune: Mapping[str, Counts]) -> Counts:
    total: Counter[DeliveryState] = Counter()
    for counts in by_commune.values():
        total.update(counts)
    return total


def _counts(uow: UnitOfWork, notice: Notice, reach: Reach) -> Counts:
    return summed(_inside(uow.deliveries.counts_by_commune(notice.id), reach))


def _inside(by_commune: Mapping[str, Counts], reach: Reach) -> Mapping[str, Counts]:
    return {code: found for code, found in by_commune.items() if reach is None or code in reach}


def _in_places(uow: UnitOfWork, by_commune: Mapping[str, Counts], campaign: Campaign) -> tuple[CommuneCounts, ...]:
    places = places_of(uow, sorted(code for code in by_commune if code), campaign.plan.first)
    return tuple(CommuneCounts(place, by_commune[place.code]) for place in in_order(tuple(places.values())))


def _within(reach: Reach, commune: str) -> list[str] | None:
    if not commune:
        return None if reach is None else sorted(reach)
    return [commune] if reach is None or commune in reach else []


def _finish(notice: Notice, counts: Counts, per_minute: float, now: datetime) -> tuple[datetime | None, bool]:
    """When those who wait will be out at this rate, inside the hours; and whether that is too late."""
    waiting = counts.get(DeliveryState.WAITING, 0) + counts.get(DeliveryState.SENDING, 0)
    if not waiting or not notice.sending or per_minute <= 0:
        return None, False
    hours = notice.content.hours(notice.content.route[0])
    load = Load(waiting, waiting, per_minute / 60 / MARGIN, None, hours)
    done = finishes_at(load, max(now, notice.content.starts_at), notice.content.expires_at)
    return done, done is None


def _told(uow: UnitOfWork, deliveries: Iterable[Delivery]) -> tuple[Told, ...]:
    found = tuple(deliveries)
    ids = [one.id for one in found]
    notices = uow.notices.named([one.notice for one in found])
    attempts, marks = uow.deliveries.attempts(ids), uow.deliveries.marks(ids)
    return tuple(
        Told(
            delivery=one,
            notice=notices[one.notice],
            attempts=tuple(attempt for attempt in attempts if attempt.delivery == one.id),
            receipts=uow.receipts.of(one.id),
            marks=tuple(mark for mark in marks if mark.delivery == one.id),
        )
        for one in found
    )

"""How a notice stands: how many of its deliveries are in which state, why, what it has cost, and what it waits for."""

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import NotFound
from outreach.domain.law import next_open
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.notice_views import Counts, open_of, unreached_of


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """``parts`` and ``cost`` (VND, as providers told) of what they took. ``waits_until`` is when the next delivery may
    leave, where that is later than now; None: it may leave now, or none will.
    """

    notice: Notice
    counts: Counts
    reasons: tuple[tuple[DeliveryState, str, int], ...]
    parts: int
    cost: int
    waits_until: datetime | None

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return open_of(self.counts)

    @property
    def unreached(self) -> int:
        """Those to phone or to visit."""
        return unreached_of(self.counts)


@dataclass(frozen=True, slots=True)
class Standing:
    transactions: Transactions
    clock: Clock

    def of(self, slug: str) -> NoticeStanding:
        with self.transactions.reading() as uow:
            notice = uow.notices.get(slug)
            if notice is None:
                raise NotFound("Không có thông báo «{slug}».", slug=slug)
            return self._of(uow, notice)

    def all(self, campaign: str | None = None) -> tuple[NoticeStanding, ...]:
        """Of every notice, or of those of one campaign, in the order in which they were written."""
        with self.transactions.reading() as uow:
            return tuple(self._of(uow, notice) for notice in uow.notices.all(campaign))

    def open(self, slug: str) -> int:
        """How many deliveries may still move without a person."""
        return self.of(slug).open

    def _of(self, uow: UnitOfWork, notice: Notice) -> NoticeStanding:
        parts, cost = uow.deliveries.spent(notice.id)
        counts = uow.deliveries.counts(notice.id)
        return NoticeStanding(
            notice, counts, uow.deliveries.reasons(notice.id), parts, cost, waits_until(uow, notice, self.clock.now())
        )


def waits_until(uow: UnitOfWork, notice: Notice, now: datetime) -> datetime | None:
    """When its next delivery may leave, where that is later than now; None: it may leave now, or none will."""
    due = uow.deliveries.next_waiting([notice.id])
    if due is None or notice.state is not NoticeState.APPROVED:
        return None
    at = max(due, notice.content.starts_at, now)
    opens = min(next_open(notice.content.hours(medium), at) for medium in notice.content.route)
    return opens if now < opens < notice.content.expires_at else None

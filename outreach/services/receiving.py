"""Receipts: kept raw before anybody reads them, forged ones refused; read in any order, however often they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.domain.deliveries import CONFIRMED_WITHIN, attempt_told, step_told
from outreach.domain.errors import NotFound, StoreAway
from outreach.domain.gates import Lines
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import Channel, RawReceipt, Receipt, Refusal, Unreadable, sensible, storable
from outreach.domain.notice_ports import News, Silent, StoredReceipt
from outreach.domain.notices import Notice, NoticeState, parse_request_id, request_id
from outreach.domain.ports import Clock, Transactions, UnitOfWork

LOT = 500
POLL_AFTER = timedelta(minutes=5)
POLL_WITHIN = timedelta(days=4)
POLL_EVERY = timedelta(minutes=1)
POLL_AT_LEAST_EVERY = timedelta(hours=6)
About = tuple[int, int]
Unheard = tuple[tuple[Notice, list[Silent]], ...]


@dataclass(frozen=True, slots=True)
class Receiving:
    transactions: Transactions
    clock: Clock
    lines: Lines
    poll_after: timedelta = POLL_AFTER
    lot: int = LOT
    _polled: list[datetime] = field(default_factory=list)

    def take(self, channel: str, raw: RawReceipt) -> None:
        """Keep a callback as it came. Raises NotFound for a channel that is not ours, Forged for a false one."""
        known = self.lines.channel(channel)
        if known is None:
            raise NotFound("Không có kênh «{channel}».", channel=channel)
        known.verify(raw)
        with self.transactions.writing() as uow:
            uow.receipts.keep(channel, raw, self.clock.now())
            uow.commit()

    def read(self) -> int:
        """Read what was kept, in lots; returns how many were read."""
        total = 0
        while count := self._read_lot():
            total += count
        return total

    def _read_lot(self) -> int:
        with self.transactions.reading() as uow:
            unread = uow.receipts.unread(LOT)
        if not unread:
            return 0
        try:
            self._read_together(unread)
        except StoreAway:
            raise
        except Exception:  # noqa: BLE001 - one that nobody foresaw must not stop the others: it is found and set aside
            for stored in unread:
                self._read_alone(stored)
        return len(unread)

    def _read_together(self, unread: Sequence[StoredReceipt]) -> None:
        with self.transactions.writing() as uow:
            for stored in unread:
                self._read_one(uow, stored)
            uow.commit()

    def _read_alone(self, stored: StoredReceipt) -> None:
        try:
            self._read_together([stored])
        except StoreAway:
            raise
        except Exception as why:  # noqa: BLE001 - kept raw, and shown to a person
            with self.transactions.writing() as uow:
                uow.receipts.mark(stored.id, "unreadable", storable(type(why).__name__))
                uow.commit()

    def _read_one(self, uow: UnitOfWork, stored: StoredReceipt) -> None:
        channel = self.lines.channel(stored.channel)
        if channel is None:
            uow.receipts.mark(stored.id, "unreadable", "channel-gone")
            return
        try:
            told = channel.read(stored.raw)
        except Unreadable as why:
            uow.receipts.mark(stored.id, "unreadable", storable(str(why)))
            return
        about = None
        for one in told:
            if isinstance(one, Refusal):
                uow.suppressions.add([_suppression(one, self.clock.now())])
            else:
                about = self.apply(uow, one)
                if about is None:
                    uow.receipts.mark(stored.id, "unmatched", storable(one.request_id or one.provider_id))
                    return
        uow.receipts.mark(stored.id, "read", "", about)

    def apply(self, uow: UnitOfWork, receipt: Receipt) -> About | None:
        """Move the attempt on, and its delivery with it. None if no attempt of ours is meant."""
        named = parse_request_id(receipt.request_id)
        if named is None:
            return None
        ref, delivery, no = named
        found = uow.deliveries.find(delivery)
        notice = uow.notices.named([found.notice])[found.notice] if found else None
        if found is None or notice is None or notice.ref != ref:
            return None
        now, state = self.clock.now(), attempt_told(receipt.state)
        lives = notice.state in {NoticeState.APPROVED, NoticeState.PAUSED}
        sends_still = lives and now < notice.content.expires_at
        step = step_told(state, notice.content.after(found.medium), now, sends_still)
        news = News(delivery, no, storable(receipt.provider_id), storable(receipt.network), sensible(receipt.cost))
        uow.deliveries.told(news, state, step, now)
        return delivery, no

    def silent(self, uow: UnitOfWork, notices: Iterable[Notice]) -> Unheard:
        """What was accepted and not heard of since, to be asked about now: callbacks do get lost.

        Each is asked about after five minutes, then after twice as long each time but never longer than six hours.
        """
        now = self.clock.now()
        if self._polled and timedelta(0) <= now - self._polled[0] < POLL_EVERY:
            return ()
        self._polled[:] = [now]
        recent = [one for one in notices if now < one.content.expires_at + POLL_WITHIN]
        return tuple((one, self._silent(uow, one, now)) for one in recent)

    def _silent(self, uow: UnitOfWork, notice: Notice, now: datetime) -> list[Silent]:
        return uow.deliveries.without_receipt(notice.id, now, self.poll_after, POLL_AT_LEAST_EVERY, self.lot)

    def poll(self, unheard: Unheard) -> int:
        """Ask the channels for news of these. Returns how much came."""
        now, came = self.clock.now(), 0
        for notice, silent in unheard:
            for name in sorted({row.channel for row in silent}):
                alike = [row for row in silent if row.channel == name]
                came += self._ask(self.lines.channel(name), notice.ref, alike, now)
        return came

    def _ask(self, channel: Channel | None, ref: str, silent: list[Silent], now: datetime) -> int:
        """A channel that is no longer ours tells nothing, and its messages must not stand before those of others."""
        asked = [(request_id(ref, row.delivery, row.no), row.provider_id, row.number) for row in silent]
        receipts = list(channel.poll(asked)) if channel else []
        within = CONFIRMED_WITHIN[channel.medium] if channel else max(CONFIRMED_WITHIN.values())
        with self.transactions.writing() as uow:
            uow.deliveries.asked(silent, now)
            for receipt in receipts:
                self.apply(uow, receipt)
            uow.deliveries.doubt([row.delivery for row in silent], now - within, now)
            uow.commit()
        return len(receipts)


def _suppression(refusal: Refusal, now: datetime) -> Suppression:
    return Suppression(refusal.number, Scope.ALL, Source.ZALO, now, "", refusal.note)

"""Looking at deliveries: counts, lists, one person's history. Adds reading to :class:`SqlDeliveries`."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
    type_coerce,
)

from outreach.domain.deliveries import UNCONFIRMED, AttemptState, DeliveryState
from outreach.domain.messages import Medium
from outreach.domain.notice_ports import Attempt, Delivery, Mark, Silent
from outreach.storage.deliveries import FARTHEST, SqlDeliveries
from outreach.storage.notice_tables import attempts, deliveries, delivery_codes, delivery_marks, delivery_words, notices
from outreach.storage.setwise import Lot
from outreach.storage.types import to_ms

_D, _W, _F, _A, _N = deliveries.c, delivery_words.c, delivery_codes.c, attempts.c, notices.c
_WITH_WORDS = select(deliveries, _W.code, _W.number, _W.text, _W.codes).join(delivery_words, _W.delivery == _D.id)
_IS_WAITING, _IS_IN_HAND = text("state = 'waiting'"), text("state IN ('sending', 'unknown')")  # as their indexes say
_ASKED = Lot({"delivery": "bigint", "no": "integer"})
_ASK = "UPDATE attempts SET polled_at = :now FROM {source} WHERE attempts.delivery = r.delivery AND attempts.no = r.no"
_DOUBT = (
    "UPDATE deliveries SET state = 'in_doubt', reason = :reason, changed_at = :now "
    "WHERE {those} AND state = 'accepted' AND changed_at <= :before"
)
_TAKEN = ("accepted", "delivered", "undelivered")


def _of(notice: int | BindParameter[int]) -> ColumnElement[bool]:
    """A notice's deliveries lie side by side: reading from the first to the last is the quickest way through them."""
    first = select(_N.first_delivery).where(_N.id == notice).scalar_subquery()
    last = select(_N.last_delivery).where(_N.id == notice).scalar_subquery()
    return and_(_D.id >= first, _D.id <= last, _D.notice == notice)


_HEARD = func.coalesce(  # whose worker died before it wrote an answer down, and whose receipt came, has no end
    *(type_coerce(moment, BigInteger) for moment in (_A.polled_at, _A.ended_at, _A.started_at))
)
_QUIET = bindparam("now", type_=BigInteger) - _HEARD
_LEAST, _MOST = bindparam("least", type_=BigInteger), bindparam("most", type_=BigInteger)
_SILENT = (  # asked every minute: put together once
    select(_D.id, _D.no, _W.number, _A.channel, _A.provider_id)
    .join(delivery_words, _W.delivery == _D.id)
    .join(attempts, and_(_A.delivery == _D.id, _A.no == _D.no))
    .where(_of(bindparam("notice", type_=Integer)), _D.state == "accepted")
    .where(bindparam("least", type_=BigInteger) <= _QUIET)
    .where(
        or_(_HEARD - type_coerce(_A.started_at, BigInteger) <= _QUIET, bindparam("most", type_=BigInteger) <= _QUIET)
    )
    .order_by(_D.id)
    .limit(bindparam("limit", type_=Integer))
)


class SqlDeliveryViews(SqlDeliveries):
    """All of :class:`outreach.domain.notice_ports.Deliveries`."""

    def find(self, delivery: int) -> Delivery | None:
        found = self._connection.execute(_WITH_WORDS.where(_D.id == delivery)).one_or_none()
        return _to_delivery(found) if found else None

    def of_customer(self, code: str) -> tuple[Delivery, ...]:
        own, further = select(_W.delivery).where(_W.code == code), select(_F.delivery).where(_F.code == code)
        query = _WITH_WORDS.where(_D.id.in_(own.union(further))).order_by(_D.id.desc())
        return tuple(map(_to_delivery, self._connection.execute(query)))

    def attempts(self, deliveries: Sequence[int]) -> tuple[Attempt, ...]:
        query = select(attempts).where(_A.delivery.in_(deliveries)).order_by(_A.delivery, _A.no)
        return tuple(_to_attempt(row) for row in self._connection.execute(query))

    def marks(self, deliveries: Sequence[int]) -> tuple[Mark, ...]:
        table = delivery_marks.c
        query = select(delivery_marks).where(table.delivery.in_(deliveries)).order_by(table.id)
        return tuple(Mark(row.delivery, row.by, row.at, row.what, row.note) for row in self._connection.execute(query))

    def counts(self, notice: int) -> dict[DeliveryState, int]:
        query = select(_D.state, func.count()).where(_of(notice)).group_by(_D.state)
        return {DeliveryState(state): count for state, count in self._connection.execute(query)}

    def counts_by_commune(self, notice: int) -> dict[str, dict[DeliveryState, int]]:
        query = select(_D.commune, _D.state, func.count()).where(_of(notice)).group_by(_D.commune, _D.state)
        counts: dict[str, dict[DeliveryState, int]] = {}
        for commune, state, count in self._connection.execute(query):
            counts.setdefault(commune, {})[DeliveryState(state)] = count
        return counts

    def reasons(self, notice: int) -> tuple[tuple[DeliveryState, str, int], ...]:
        told = and_(_of(notice), _D.reason != "")
        query = select(_D.state, _D.reason, func.count().label("n")).where(told).group_by(_D.state, _D.reason)
        found = self._connection.execute(query.order_by(func.count().desc(), _D.state, _D.reason))
        return tuple((DeliveryState(state), reason, count) for state, reason, count in found)

    def listed(
        self, notice: int, states: Sequence[DeliveryState], communes: Sequence[str] | None, limit: int, after: int = 0
    ) -> tuple[Delivery, ...]:
        query = _WITH_WORDS.where(_of(notice), _D.state.in_([state.value for state in states]), _D.id > after)
        if communes is not None:
            query = query.where(_D.commune.in_(communes))
        return tuple(_to_delivery(row) for row in self._connection.execute(query.order_by(_D.id).limit(limit)))

    def moved_since(self, notice: int, since: datetime) -> int:
        return self._count(select(func.count()).where(_of(notice), _D.changed_at >= since, _D.state.in_(_TAKEN)))

    def spent(self, notice: int) -> tuple[int, int]:
        query = (
            select(func.coalesce(func.sum(_A.parts), 0), func.coalesce(func.sum(_A.cost), 0))
            .join(deliveries, _D.id == _A.delivery)
            .where(_of(notice), _A.state.in_(_TAKEN))
        )
        parts, cost = self._connection.execute(query).one()
        return int(parts), int(cost)

    def without_receipt(
        self, notice: int, now: datetime, least: timedelta, most: timedelta, limit: int
    ) -> list[Silent]:
        spans = {"least": least // timedelta(milliseconds=1), "most": most // timedelta(milliseconds=1)}
        told = {"notice": notice, "now": to_ms(now), "limit": limit, **spans}
        return [Silent(*row) for row in self._connection.execute(_SILENT, told)]

    def asked(self, silent: Sequence[Silent], now: datetime) -> None:
        rows = [(one.delivery, one.no) for one in silent]
        self._each(_ASKED, rows, _ASK, {"now": to_ms(now)})

    def doubt(self, deliveries: Sequence[int], before: datetime, now: datetime) -> None:
        self._those(_DOUBT, deliveries, {"reason": UNCONFIRMED, "before": to_ms(before), "now": to_ms(now)})

    def owners(self, numbers: Sequence[str]) -> dict[str, tuple[int, int]]:
        query = select(_A.provider_id, _A.delivery, _A.no).join(delivery_words, _W.delivery == _A.delivery)
        found = self._connection.execute(query.where(_W.number.in_(numbers), _A.provider_id != ""))
        return {own: (delivery, no) for own, delivery, no in found}

    def sent_to(self, numbers: Sequence[str], notices: Sequence[int], since: datetime) -> dict[str, list[datetime]]:
        query = (
            select(_W.number, _A.started_at)
            .join(attempts, _A.delivery == _W.delivery)
            .where(_W.number.in_(numbers), _W.notice.in_(notices), _A.started_at >= since, _A.state != "refused")
        )
        times: dict[str, list[datetime]] = {}
        for number, at in self._connection.execute(query):
            times.setdefault(number, []).append(at)
        return times

    def next_waiting(self, notices: Sequence[int]) -> datetime | None:
        due: datetime | None = self._connection.scalar(
            select(func.min(_D.due_at)).where(_IS_WAITING, _D.notice.in_(notices))
        )
        return due

    def next_unsettled(self, now: datetime) -> datetime | None:
        ends = select(func.min(_D.lease_until), func.max(_D.lease_until)).where(_IS_IN_HAND)
        first, last = self._connection.execute(ends).one()
        return now if last is not None and last > now + FARTHEST else first

    def waiting(self, notice: int, medium: Medium) -> tuple[int, int]:
        query = select(func.coalesce(func.sum(_D.parts), 0), func.count())
        mine = query.where(_IS_WAITING, _D.notice == notice, _D.medium == medium.value)
        parts, messages = self._connection.execute(mine).one()
        return int(parts), messages

    def any_open(self, notice: int) -> bool:
        open_still = _D.state.in_(["waiting", "sending", "unknown"])
        return self._connection.execute(select(literal(1)).where(_of(notice), open_still).limit(1)).first() is not None

    def _count(self, query: Select[int]) -> int:
        return self._connection.execute(query).scalar_one()


def _to_delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        notice=row.notice,
        code=row.code,
        number=row.number,
        commune=row.commune,
        state=DeliveryState(row.state),
        reason=row.reason,
        medium=Medium(row.medium),
        due_at=row.due_at,
        tries=row.tries,
        channel=row.channel,
        changed_at=row.changed_at,
        text=row.text,
        codes=tuple(json.loads(row.codes)) if row.codes else (row.code,),
    )


def _to_attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        delivery=row.delivery,
        no=row.no,
        channel=row.channel,
        medium=Medium(row.medium),
        started_at=row.started_at,
        ended_at=row.ended_at,
        state=AttemptState(row.state),
        code=row.code,
        reason=row.reason,
        provider_id=row.provider_id,
        parts=row.parts,
        cost=row.cost,
        network=row.network,
    )

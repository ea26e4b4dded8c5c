"""Deliveries and attempts: written, claimed, recorded and told of, a lot at a time."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text

from outreach.domain.deliveries import RANK, AttemptState, DeliveryState, Step
from outreach.domain.messages import Medium
from outreach.domain.notice_ports import Accepted, InHand, Mark, News, Ready, Recorded
from outreach.domain.notices import Notice, Recipient
from outreach.storage.inserting import LOT
from outreach.storage.setwise import Lot, as_json, number_values, numbered
from outreach.storage.types import from_ms, to_ms

FARTHEST = timedelta(days=1)
"""No lease and no wait for a settling is longer: one that is was written by a clock that was wrong."""
_NUMBERING = 0x6F757473
"""Lock of whoever numbers deliveries."""
_BY_KEY = "SELECT " + ", ".join(
    f"set_config('enable_{way}', 'off', true)" for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin")
)
_WRITTEN = Lot({"id": "bigint", "code": "text", "number": "text", "commune": "text", "parts": "integer",
                "text": "text", "fields": "text", "codes": "text"})  # fmt: skip
_CODES = Lot({"code": "text", "delivery": "bigint"})
_STEPS = Lot({"delivery": "bigint", "state": "text", "reason": "text", "due_at": "bigint", "medium": "text",
              "tries": "integer"})  # fmt: skip

_READY = (
    "SELECT d.id, w.number, w.text, d.parts, d.no, d.tries, w.fields FROM deliveries d "
    "JOIN delivery_words w ON w.delivery = d.id "
    "WHERE d.state = 'waiting' AND d.notice = :notice AND d.medium = :medium AND d.due_at <= :now "
    "ORDER BY d.due_at, d.id LIMIT :limit"
)
_OVERDUE = (
    "SELECT d.id, w.number, w.text, d.parts, d.no, d.tries, w.fields, d.notice, d.medium, d.channel, d.state, "
    "a.started_at FROM deliveries d JOIN delivery_words w ON w.delivery = d.id "
    "JOIN attempts a ON a.delivery = d.id AND a.no = d.no "
    "WHERE d.state IN ('sending', 'unknown') AND (d.lease_until <= :now OR d.lease_until > :far) "
    "ORDER BY d.lease_until LIMIT :limit"
)
_TAKE_ATTEMPTS = (
    "INSERT INTO attempts (delivery, no, channel, medium, started_at, state, rank, code, reason, provider_id, network, "
    "parts) SELECT id, no + 1, :channel, :medium, :now, 'started', 0, '', '', '', '', {parts} FROM deliveries "
    "WHERE {those}"
)
_TAKE_DELIVERIES = (
    "UPDATE deliveries SET state = 'sending', no = no + 1, lease_until = :lease, worker = :worker, "
    "channel = :channel, changed_at = :now WHERE {those}"
)
_RECORD_ATTEMPTS = (
    "UPDATE attempts SET state = CASE WHEN :rank > rank THEN :attempt ELSE state END, "
    "rank = CASE WHEN :rank > rank THEN :rank ELSE rank END, ended_at = :now, code = :code, "
    "reason = :why, cost = COALESCE(:cost, cost), "
)
_PROVIDER_IDS = {
    "sqlite": "provider_id = CASE WHEN r.value = '' THEN provider_id ELSE r.value END FROM json_each(:told) AS r "
    "WHERE attempts.delivery = CAST(r.key AS INTEGER) AND attempts.no = :no",
    "postgresql": "provider_id = COALESCE(NULLIF(CAST(:told AS jsonb) ->> CAST(delivery AS text), ''), provider_id) "
    "WHERE {those} AND no = :no",
}
_RECORD_DELIVERIES = (
    "UPDATE deliveries SET state = :state, reason = :reason, tries = :tries, changed_at = :now, "
    "due_at = COALESCE(:due, due_at), medium = COALESCE(:medium, medium), lease_until = :lease "
    "WHERE {those} AND no = :no AND state IN ({before})"
)
_IN_HAND, _NOT_TAKEN = "'sending', 'unknown'", "'sending', 'unknown', 'in_doubt', 'waiting'"
_STEP = (
    "UPDATE deliveries SET state = r.state, reason = r.reason, tries = r.tries, changed_at = :now, "
    "due_at = COALESCE(r.due_at, deliveries.due_at), medium = COALESCE(r.medium, deliveries.medium), "
    "lease_until = CASE WHEN r.state = 'unknown' THEN r.due_at END FROM {source} WHERE deliveries.id = r.delivery"
)


class SqlDeliveries:
    """Implements the writing half of :class:`outreach.domain.notice_ports.Deliveries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_key = connection.dialect.name == "sqlite"

    def _go_by_key(self) -> None:
        """PostgreSQL knows nothing yet of tables that fill by the thousand a second, and would read them whole."""
        if not self._by_key:
            self._connection.execute(_clause(_BY_KEY))
            self._by_key = True

    def write(self, notice: Notice, recipients: Iterable[Recipient], now: datetime) -> int:
        medium, due_at = notice.content.route[0], max(notice.content.starts_at, now)
        if self._connection.dialect.name == "postgresql":  # SQLite's writers wait in line as it is
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NUMBERING})
        first = self._scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM deliveries")
        told = {"notice": notice.id, "medium": medium.value, "due": to_ms(due_at), "now": to_ms(now)}
        source, number = iter(recipients), first
        while lot := list(islice(source, LOT)):
            rows = [_written(number + place, one) for place, one in enumerate(lot)]
            self._each(_WRITTEN, rows, _WRITE_DELIVERIES, told)
            self._each(_WRITTEN, rows, _WRITE_WORDS, {"notice": notice.id})
            self._each(_CODES, _further_codes(number, lot), _WRITE_CODES, {})
            number += len(lot)
        if number > first:
            self._run(
                "UPDATE notices SET first_delivery = :first, last_delivery = :last WHERE id = :notice",
                {"first": first, "last": number - 1, "notice": notice.id},
            )
        return number - first

    def ready(self, notice: int, medium: Medium, now: datetime, limit: int) -> list[Ready]:
        told = {"notice": notice, "medium": medium.value, "now": to_ms(now), "limit": limit}
        found = self._connection.execute(self._skipping(_READY), told).all()
        return [_to_ready(row) for row in found]

    def any_ready(self, notice: int, medium: Medium, now: datetime) -> bool:
        query = "SELECT 1 FROM deliveries WHERE state = 'waiting' AND notice = :notice AND medium = :medium "
        told = {"notice": notice, "medium": medium.value, "now": to_ms(now)}
        return self._connection.execute(text(query + "AND due_at <= :now LIMIT 1"), told).first() is not None

    def take(
        self, lot: Sequence[Ready], medium: Medium, channel: str, worker: str, now: datetime, lease_until: datetime
    ) -> None:
        told = {"channel": channel, "now": to_ms(now), "medium": medium.value}
        parts = "parts" if medium is Medium.SMS else "1"
        leased = {"channel": channel, "now": to_ms(now), "lease": to_ms(lease_until), "worker": worker}
        numbers = [one.delivery for one in lot]
        self._those(_TAKE_ATTEMPTS.replace("{parts}", parts), numbers, told)
        self._those(_TAKE_DELIVERIES, numbers, leased)

    def set_aside(self, steps: Iterable[tuple[int, Step]], now: datetime) -> None:
        rows = [(delivery, *_step(step)) for delivery, step in steps]
        self._each(_STEPS, rows, _STEP + " AND deliveries.state = 'waiting'", {"now": to_ms(now)})

    def accept(self, alike: Accepted, taken: Mapping[int, str], now: datetime) -> None:
        step = Step(DeliveryState.ACCEPTED, tries=alike.tries)
        news = {"code": alike.code, "why": "", "cost": alike.cost}
        self._record_alike(taken, alike.no, step, now, AttemptState.ACCEPTED, news)

    def record(self, recorded: Sequence[Recorded], now: datetime) -> None:
        alike: dict[tuple[Any, ...], dict[int, str]] = {}
        for one in recorded:
            key = (one.no, one.attempt, one.code, one.reason, one.cost, one.step)
            alike.setdefault(key, {})[one.delivery] = one.provider_id
        for (no, attempt, code, reason, cost, step), told in alike.items():
            self._record_alike(told, no, step, now, attempt, {"code": code, "why": reason, "cost": cost})

    def _record_alike(
        self, told: Mapping[int, str], no: int, step: Step, now: datetime, attempt: AttemptState, news: dict[str, Any]
    ) -> None:
        """What is alike is written together."""
        known = {**news, "no": no, "now": to_ms(now), "attempt": attempt.value, "rank": RANK[attempt]}
        statement = _RECORD_ATTEMPTS + _PROVIDER_IDS[self._connection.dialect.name]
        self._those(statement, told, {**known, "told": as_json(told)}, "delivery")
        state, reason, due, medium, tries = _step(step)
        lease = due if step.state is DeliveryState.UNKNOWN else None
        moved = {"state": state, "reason": reason, "due": due, "medium": medium, "tries": tries, "lease": lease}
        before = _NOT_TAKEN if step.state is DeliveryState.ACCEPTED else _IN_HAND  # taken after all: nothing to decide
        self._those(_RECORD_DELIVERIES.replace("{before}", before), told, {**moved, "no": no, "now": to_ms(now)})

    def overdue(self, now: datetime, limit: int, lease_until: datetime, worker: str) -> list[InHand]:
        found = self._connection.execute(
            self._skipping(_OVERDUE), {"now": to_ms(now), "far": to_ms(now + FARTHEST), "limit": limit}
        ).all()
        told = {"lease": to_ms(lease_until), "worker": worker}
        ours = "UPDATE deliveries SET state = 'unknown', lease_until = :lease, worker = :worker WHERE {those}"
        self._those(ours, [row.id for row in found], told)
        return [_to_in_hand(row) for row in found]

    def told(self, news: News, state: AttemptState, step: Step | None, now: datetime) -> bool:
        moved = self._run(
            "UPDATE attempts SET state = :state, rank = :rank, network = :network, cost = COALESCE(:cost, cost), "
            "provider_id = CASE WHEN provider_id = '' THEN :provider_id ELSE provider_id END "
            "WHERE delivery = :delivery AND no = :no AND rank < :rank",
            {**asdict(news), "state": state.value, "rank": RANK[state]},
        )
        if moved and step:
            self._follow(news, step, now)
        return bool(moved)

    def _follow(self, news: News, step: Step, now: datetime) -> None:
        """The delivery follows its last attempt; a proof of delivery counts whichever attempt it is about."""
        from_states = {
            DeliveryState.DELIVERED: "state <> 'delivered'",
            DeliveryState.ACCEPTED: f"no = :no AND state IN ({_NOT_TAKEN})",
        }.get(step.state, "no = :no AND state IN ('sending', 'unknown', 'in_doubt', 'accepted')")
        state, reason, due, medium, tries = _step(step)
        again = tries if step.state is DeliveryState.WAITING else None  # by another medium: its tries are counted anew
        told = {"state": state, "reason": reason, "due": due, "medium": medium, "tries": again, "now": to_ms(now)}
        self._run(
            "UPDATE deliveries SET state = :state, reason = :reason, lease_until = NULL, changed_at = :now, "
            "due_at = COALESCE(:due, due_at), medium = COALESCE(:medium, medium), "
            "tries = COALESCE(:tries, tries) "
            "WHERE id = :delivery AND " + from_states,
            {**told, "delivery": news.delivery, "no": news.no},
        )

    def mark(self, mark: Mark, expected: Sequence[DeliveryState], step: Step) -> bool:
        states = ", ".join(f"'{state.value}'" for state in expected)
        moved = self._run(
            "UPDATE deliveries SET state = :state, reason = :reason, lease_until = NULL, changed_at = :now, "
            f"due_at = COALESCE(:due, due_at) WHERE id = :delivery AND state IN ({states})",
            {"state": step.state.value, "reason": step.reason, "now": to_ms(mark.at), "delivery": mark.delivery,
             "due": to_ms(step.due_at) if step.due_at else None},
        )  # fmt: skip
        if moved:
            self._run(
                'INSERT INTO delivery_marks (delivery, "by", "at", what, note) VALUES (:d, :by, :at, :what, :note)',
                {"d": mark.delivery, "by": mark.by, "at": to_ms(mark.at), "what": mark.what, "note": mark.note},
            )
        return bool(moved)

    def expire(self, notice: int, now: datetime) -> int:
        return self._end_waiting(notice, "expired", now)

    def cancel(self, notice: int, now: datetime) -> int:
        return self._end_waiting(notice, "cancelled", now)

    def reroute(self, notice: int, medium: Medium, onward: Medium, now: datetime) -> int:
        return self._run(
            "UPDATE deliveries SET medium = :onward, reason = 'rerouted', tries = 0, due_at = :now, changed_at = :now "
            "WHERE notice = :notice AND medium = :medium AND state = 'waiting'",
            {"onward": onward.value, "medium": medium.value, "notice": notice, "now": to_ms(now)},
        )

    def _end_waiting(self, notice: int, state: str, now: datetime) -> int:
        return self._run(
            "UPDATE deliveries SET state = :state, reason = :state, changed_at = :now "
            "WHERE notice = :notice AND state = 'waiting'",
            {"state": state, "now": to_ms(now), "notice": notice},
        )

    def _skipping(self, query: str) -> TextClause:
        """PostgreSQL's workers step over each other's rows; SQLite's wait in line as it is."""
        return _clause(query if self._connection.dialect.name == "sqlite" else query + " FOR UPDATE OF d SKIP LOCKED")

    def _each(self, lot: Lot, rows: Sequence[Sequence[Any]], statement: str, told: Mapping[str, Any]) -> None:
        if rows:
            self._go_by_key()
            clause = _clause(statement.replace("{source}", lot.source(self._connection)))
            self._connection.execute(clause, {**told, **lot.values(rows)})

    def _those(self, statement: str, numbers: Collection[int], told: Mapping[str, Any], key: str = "id") -> None:
        if numbers:
            self._go_by_key()
            clause = _clause(statement.replace("{those}", numbered(self._connection, key)))
            self._connection.execute(clause, {**told, **number_values(self._connection, numbers)})

    def _run(self, statement: str, told: Mapping[str, Any]) -> int:
        return self._connection.execute(_clause(statement), told).rowcount

    def _scalar(self, query: str) -> int:
        return int(self._connection.execute(text(query)).scalar_one())


_WRITE_DELIVERIES = (
    "INSERT INTO deliveries (id, notice, commune, parts, state, reason, medium, due_at, no, tries, worker, channel, "
    "changed_at) SELECT r.id, :notice, r.commune, r.parts, "
    "CASE WHEN r.number = '' THEN 'unreachable' ELSE 'waiting' END, "
    "CASE WHEN r.number = '' THEN 'no-mobile' ELSE '' END, :medium, :due, 0, 0, '', '', :now FROM {source} WHERE true"
)
_WRITE_WORDS = (
    "INSERT INTO delivery_words SELECT r.id, :notice, r.code, r.number, r.text, r.fields, r.codes FROM {source} "
    "WHERE true"
)
_WRITE_CODES = "INSERT INTO delivery_codes (code, delivery) SELECT r.code, r.delivery FROM {source} WHERE true"


@lru_cache(maxsize=64)
def _clause(statement: str) -> TextClause:
    """Reading a statement for its parameters costs more than a small one takes to run."""
    return text(statement)


def _written(number: int, one: Recipient) -> tuple[Any, ...]:
    fields = json.dumps(dict(one.fields), ensure_ascii=False) if one.fields else ""
    codes = json.dumps(one.codes, ensure_ascii=False) if len(one.codes) > 1 else ""
    return number, one.code, one.number, one.commune, one.parts, one.text, fields, codes


def _further_codes(number: int, lot: Sequence[Recipient]) -> list[tuple[str, int]]:
    return [(code, number + place) for place, one in enumerate(lot) for code in one.codes if code != one.code]


def _step(step: Step) -> tuple[Any, ...]:
    due = to_ms(step.due_at) if step.due_at else None
    return step.state.value, step.reason, due, step.medium.value if step.medium else None, step.tries


def _to_ready(row: Any) -> Ready:
    delivery, number, words, parts, no, tries, fields = row[:7]
    return Ready(delivery, number, words, parts, no, tries, json.loads(fields) if fields else {})


def _to_in_hand(row: Row[Any]) -> InHand:
    ready, started = _to_ready(row), from_ms(row.started_at)
    return InHand(ready, row.notice, Medium(row.medium), row.channel, started, row.state == "unknown")

"""Notices, their versions, refusals of people, gates of channels, and receipts as they came."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, and_, bindparam, insert, select, text, update

from outreach.domain.gates import FULL, Gate
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import RawReceipt
from outreach.domain.notice_ports import StoredReceipt
from outreach.domain.notices import (
    Notice,
    NoticeContent,
    NoticeState,
    NoticeVersion,
    Snapshot,
    content_as_mapping,
    content_from_mapping,
    hash_of_content,
)
from outreach.storage.inserting import insert_each, insert_missing, insert_or_replace
from outreach.storage.notice_tables import gates, notice_versions, notices, receipts, suppressions
from outreach.storage.setwise import list_values, listed

_N, _V, _S, _R = notices.c, notice_versions.c, suppressions.c, receipts.c
_WHOLE = select(notices, _V.content, _V.by.label("written_by"), _V.at.label("written_at")).join(
    notice_versions, and_(_V.notice == _N.id, _V.number == _N.version)
)
_IN_STATE = _WHOLE.where(_N.state.in_(bindparam("states", expanding=True))).order_by(_N.id)
_UNREAD = select(receipts).where(_R.state == "new").order_by(_R.id).limit(bindparam("limit", type_=Integer))
"""These are asked in every round of every worker: put together once."""
_ADVERTISING = 0x6F757474
"""Lock of whoever counts advertising."""


class SqlNotices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, slug: str, campaign: str, ref: str, content: NoticeContent, by: str, at: datetime) -> Notice | None:
        row = {"slug": slug, "campaign": campaign, "state": "draft", "version": 1, "ref": ref, "by": by, "at": at}
        empty = {"approved_by": "", "hold": ""}
        if insert_each(self._connection, notices, [{**row, **empty}]) == 0:
            return None
        notice = self._connection.scalar(select(_N.id).where(_N.slug == slug))
        assert notice is not None  # inserted above
        self._add_version(notice, 1, content, by, at)
        return self.get(slug)

    def _add_version(self, notice: int, number: int, content: NoticeContent, by: str, at: datetime) -> None:
        told = {"content": content_as_mapping(content), "sha256": hash_of_content(content), "by": by, "at": at}
        self._connection.execute(insert(notice_versions).values(notice=notice, number=number, **told))

    def get(self, slug: str) -> Notice | None:
        found = self._connection.execute(_WHOLE.where(_N.slug == slug)).one_or_none()
        return _to_notice(found) if found else None

    def named(self, ids: Sequence[int]) -> dict[int, Notice]:
        return {row.id: _to_notice(row) for row in self._connection.execute(_WHOLE.where(_N.id.in_(ids)))}

    def all(self, campaign: str | None = None) -> tuple[Notice, ...]:
        query = _WHOLE.order_by(_N.id) if campaign is None else _WHOLE.where(_N.campaign == campaign).order_by(_N.id)
        return tuple(_to_notice(row) for row in self._connection.execute(query))

    def in_state(self, *states: NoticeState) -> tuple[Notice, ...]:
        told = {"states": [state.value for state in states]}
        return tuple(_to_notice(row) for row in self._connection.execute(_IN_STATE, told))

    def lock(self, slug: str) -> Notice | None:
        if self._connection.dialect.name != "sqlite":
            self._connection.execute(select(_N.id).where(_N.slug == slug).with_for_update()).all()
        return self.get(slug)

    def revise(self, notice: Notice, content: NoticeContent, by: str, at: datetime) -> None:
        self._add_version(notice.id, notice.version + 1, content, by, at)
        self._change(notice.id, version=notice.version + 1, state="draft", snapshot=None)

    def submit(self, notice: Notice, snapshot: Snapshot) -> None:
        told = {**asdict(snapshot), "at": snapshot.at.isoformat()}
        self._change(notice.id, state="submitted", snapshot=told)

    def approve(self, notice: Notice, by: str, at: datetime) -> None:
        self._change(notice.id, state="approved", approved_by=by, approved_at=at)

    def set_state(self, notice: Notice, state: NoticeState) -> None:
        self._change(notice.id, state=state.value)

    def hold(self, notice: int, reason: str) -> None:
        self._change(notice, hold=reason)

    def versions(self, notice: int) -> tuple[NoticeVersion, ...]:
        query = select(notice_versions).where(_V.notice == notice).order_by(_V.number)
        return tuple(
            NoticeVersion(row.notice, row.number, content_from_mapping(row.content), row.sha256, row.by, row.at)
            for row in self._connection.execute(query)
        )

    def _change(self, notice: int, **told: Any) -> None:
        self._connection.execute(update(notices).where(_N.id == notice).values(**told))


def _to_notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        slug=row.slug,
        campaign=row.campaign,
        state=NoticeState(row.state),
        version=row.version,
        ref=row.ref,
        content=content_from_mapping(row.content),
        by=row.written_by,
        at=row.written_at,
        snapshot=_to_snapshot(row.snapshot) if row.snapshot else None,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        hold=row.hold,
    )


def _to_snapshot(told: Mapping[str, Any]) -> Snapshot:
    return Snapshot(**{**told, "at": datetime.fromisoformat(told["at"])})


class SqlGates:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, channel: str, now: datetime) -> Gate:
        query = select(gates).where(gates.c.channel == channel)
        if self._connection.dialect.name != "sqlite":
            query = query.with_for_update()
        found = self._connection.execute(query).one_or_none()
        if found is None:  # its first use; another worker may make it at the same moment
            insert_missing(self._connection, gates, [asdict(Gate(channel, FULL, now))])
            found = self._connection.execute(query).one()
        return Gate(**found._mapping)

    def lock_advertising(self) -> None:
        if self._connection.dialect.name == "postgresql":  # SQLite's writers wait in line as it is
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVERTISING})

    def put(self, gate: Gate) -> None:
        insert_or_replace(self._connection, gates, [asdict(gate)], ("channel",))

    def all(self) -> tuple[Gate, ...]:
        return tuple(Gate(**row._mapping) for row in self._connection.execute(select(gates).order_by(gates.c.channel)))


class SqlSuppressions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suppressions_: Iterable[Suppression]) -> int:
        rows = [asdict(one) for one in suppressions_]
        if rows:
            self._connection.execute(insert(suppressions), rows)
        return len(rows)

    def among(self, numbers: Sequence[str], scopes: Iterable[Scope], source: Source | None = None) -> frozenset[str]:
        """Of each number, source and scope the newest row holds."""
        wanted = [scope.value for scope in scopes]
        if not wanted:
            return frozenset()
        told = {"scopes": wanted, **list_values(numbers)}
        query = text(
            "SELECT number, source, scope, lifted FROM suppressions "
            f"WHERE number IN {listed(self._connection)} AND scope IN :scopes ORDER BY id"
        ).bindparams(bindparam("scopes", expanding=True))
        newest = {(row.number, row.source, row.scope): row.lifted for row in self._connection.execute(query, told)}
        return frozenset(number for (number, _, _), lifted in newest.items() if not lifted)

    def of(self, number: str) -> tuple[Suppression, ...]:
        query = select(suppressions).where(_S.number == number).order_by(_S.id)
        return tuple(
            Suppression(row.number, Scope(row.scope), Source(row.source), row.at, row.by, row.note, row.lifted)
            for row in self._connection.execute(query)
        )


class SqlReceipts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, channel: str, raw: RawReceipt, now: datetime) -> bool:
        key = hashlib.sha256(b"\x1f".join([channel.encode(), raw.url.encode(), raw.body])).hexdigest()
        told = {"method": raw.method, "url": raw.url, "headers": dict(raw.headers), "body": raw.body}
        kept = {"key": key, "channel": channel, "received_at": now, "state": "new", "note": ""}
        return insert_each(self._connection, receipts, [{**told, **kept}]) == 1

    def unread(self, limit: int) -> tuple[StoredReceipt, ...]:
        return tuple(map(_to_receipt, self._connection.execute(_UNREAD, {"limit": limit})))

    def mark(self, receipt: int, state: str, note: str = "", about: tuple[int, int] | None = None) -> None:
        delivery, no = about or (None, None)
        told = {"state": state, "note": note, "delivery": delivery, "no": no}
        self._connection.execute(update(receipts).where(_R.id == receipt).values(**told))

    def of(self, delivery: int) -> tuple[StoredReceipt, ...]:
        return self._some(select(receipts).where(_R.delivery == delivery).order_by(_R.id))

    def troubled(self, limit: int) -> tuple[StoredReceipt, ...]:
        strange = _R.state.in_(["unreadable", "unmatched"])
        return self._some(select(receipts).where(strange).order_by(_R.id.desc()).limit(limit))

    def _some(self, query: Select[Any]) -> tuple[StoredReceipt, ...]:
        return tuple(_to_receipt(row) for row in self._connection.execute(query))


def _to_receipt(row: Row[Any]) -> StoredReceipt:
    raw = RawReceipt(row.method, row.url, row.headers, row.body)
    return StoredReceipt(row.id, row.channel, row.received_at, raw, row.state, row.note, row.delivery, row.no)

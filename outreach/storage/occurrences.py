"""Broadcasts and the evidence about them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy import bindparam as bind

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState, Evidence
from outreach.domain.duties import CellKey
from outreach.domain.library_ports import Tally
from outreach.storage import rows, tables
from outreach.storage.cells import LOT, asking_for
from outreach.storage.inserting import insert_missing

_B = tables.broadcasts.c
_E = tables.evidence.c
_IN_ORDER = select(tables.broadcasts).order_by(_B.starts_at, _B.id)
_BETWEEN = _IN_ORDER.where(_B.starts_at >= bind("start"), _B.starts_at < bind("end"))
_STATE = _B.state + ""
"""So that SQLite finds broadcasts by their start; by its index of states it would read all that are to come."""
_LIVE_BETWEEN = _BETWEEN.where(_STATE.in_(LIVE))
_LIVE_ENDED = _IN_ORDER.where(_B.state.in_(LIVE), _B.ends_at < bind("at"))


class SqlBroadcasts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, broadcasts: Iterable[Broadcast]) -> None:
        insert_missing(self._connection, tables.broadcasts, (rows.broadcast_row(b) for b in broadcasts))

    def named(self, broadcasts: Sequence[str]) -> dict[str, Broadcast]:
        found: dict[str, Broadcast] = {}
        for first in range(0, len(broadcasts), LOT):
            query = select(tables.broadcasts).where(_B.id.in_(broadcasts[first : first + LOT]))
            found.update((broadcast.id, broadcast) for broadcast in self._read(query))
        return found

    def of_cells(self, keys: Sequence[CellKey]) -> tuple[Broadcast, ...]:
        wanted, found = set(keys), dict[str, Broadcast]()
        for week in ("week", "counted_week"):
            for asked in asking_for(_B, keys, week):
                read = self._connection.execute(select(tables.broadcasts).where(asked))
                found.update(
                    (row.id, rows.to_broadcast(row))
                    for row in read
                    if CellKey(row.duty, row.commune, row._mapping[week]) in wanted
                )
        return tuple(sorted(found.values(), key=lambda b: (b.starts_at, b.id)))

    def between(
        self, start: datetime, end: datetime, communes: Sequence[str] | None = None, live: bool = False
    ) -> tuple[Broadcast, ...]:
        query = _LIVE_BETWEEN if live else _BETWEEN
        if communes is not None:
            query = query.where(_B.commune.in_(communes))
        return self._read(query, {"start": start, "end": end})

    def first_between(
        self, start: datetime, end: datetime, communes: Sequence[str] | None, live: bool, limit: int
    ) -> tuple[tuple[Broadcast, ...], int]:
        wanted = [_B.starts_at >= start, _B.starts_at < end, _STATE.in_(LIVE) if live else _STATE.not_in(LIVE)]
        if communes is not None:
            wanted.append(_B.commune.in_(communes))
        total = self._connection.scalar(select(func.count()).select_from(tables.broadcasts).where(*wanted))
        return self._read(_IN_ORDER.where(*wanted).limit(limit)), total or 0

    def live_ended_before(self, at: datetime) -> tuple[Broadcast, ...]:
        return self._read(_LIVE_ENDED, {"at": at})

    def live_of_campaign(self, campaign: str, after: datetime) -> tuple[Broadcast, ...]:
        query = select(tables.broadcasts).where(_B.campaign == campaign, _B.state.in_(LIVE), _B.starts_at > after)
        return self._read(query.order_by(_B.starts_at, _B.id))

    def tally(self, duties: Sequence[str], hashes: Collection[str]) -> tuple[Tally, ...]:
        """By duty, of which there is an index: a nation's broadcasts have none by what they play."""
        group = (_B.commune, _B.recording_sha256, _B.state)
        counted = (func.count(), func.min(_B.starts_at), func.max(_B.starts_at))
        query = select(*group, *counted).where(_B.duty.in_(duties), _B.recording_sha256.in_(sorted(hashes)))
        return tuple(
            Tally(commune, sha256, BroadcastState(state), count, first, last)
            for commune, sha256, state, count, first, last in self._connection.execute(query.group_by(*group))
        )

    def _read(self, query: Select[Any], values: dict[str, Any] | None = None) -> tuple[Broadcast, ...]:
        return tuple(rows.to_broadcast(row) for row in self._connection.execute(query, values))

    def judge(self, judged: Sequence[tuple[Broadcast, BroadcastState]]) -> None:
        if not judged:
            return
        unchanged = (_B.id == bind("of_id")) & (_B.state == bind("from_state"))
        records = [{**rows.verdict_record(b), "of_id": b.id, "from_state": before} for b, before in judged]
        names = rows.verdict_record(judged[0][0])
        changing: dict[str, Any] = {name: bind(name) for name in names}
        self._connection.execute(update(tables.broadcasts).where(unchanged).values(**changing), records)


class SqlEvidence:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, evidence: Iterable[Evidence]) -> int:
        given = {row.key: row for row in reversed(tuple(evidence))}  # of two with one key, the first is kept
        known = self._known(tuple(given))
        fresh = [row for key, row in reversed(given.items()) if key not in known]
        insert_missing(self._connection, tables.evidence, (rows.evidence_row(row) for row in fresh))
        return len(fresh)

    def _known(self, keys: Sequence[str]) -> set[str]:
        known: set[str] = set()
        for first in range(0, len(keys), LOT):
            known.update(self._connection.scalars(select(_E.key).where(_E.key.in_(keys[first : first + LOT]))))
        return known

    def of(self, broadcasts: Sequence[str]) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        for first in range(0, len(broadcasts), LOT):
            query = select(tables.evidence).where(_E.broadcast.in_(broadcasts[first : first + LOT]))
            found += (rows.to_evidence(row) for row in self._connection.execute(query.order_by(_E.id)))
        return tuple(found)

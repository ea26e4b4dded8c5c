"""The ledger's cells with all their versions; excuses, reminders and escalations beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, exists, func, select, update
from sqlalchemy import bindparam as bind

from outreach.domain.duties import Cell, CellKey, CellState, Reason
from outreach.domain.ledger import Escalation, Excuse, Quarantined, Reminder, WeekCount
from outreach.domain.people import Role
from outreach.storage import rows, tables
from outreach.storage.cells import LOT, asking_for
from outreach.storage.inserting import insert_each, insert_missing

_L = tables.ledger.c
_V = tables.ledger_versions.c
_X = tables.excuses.c
_R = tables.reminders.c
_UP = tables.escalations.c
_CELL = ("duty", "commune", "week")
_OPEN = (CellState.AT_RISK, CellState.PENDING)
_UNPLANNED = (
    select(tables.ledger)
    .where(_L.duty == bind("duty"), _L.state == CellState.AT_RISK, _L.reason == Reason.NOTHING_PLANNED)
    .order_by(_L.week, _L.commune)
)
_KEYS = select(_L.duty, _L.commune, _L.week)
_TO_REVIEW = _KEYS.where(_L.review_at <= bind("at")).order_by(_L.duty, _L.commune, _L.week)
_RAISED = exists().where(
    _UP.duty == _L.duty, _UP.commune == _L.commune, _UP.week == _L.week, _UP.level == bind("level")
)
_TO_ESCALATE = _KEYS.where(_L.duty == bind("duty"), _L.week == bind("week"), _L.state.in_(_OPEN), ~_RAISED).order_by(
    _L.commune
)


def _stood(duty: str, as_of: datetime) -> ColumnElement[bool]:
    """The versions of a duty's cells that were in force just before an instant."""
    newer = tables.ledger_versions.alias("newer").c
    followed = exists().where(*(newer[name] == _V[name] for name in _CELL), newer.version > _V.version)
    unfollowed = ~followed.where(newer.as_of < as_of)
    return and_(_V.duty == duty, _V.as_of < as_of, _V.state != CellState.WITHDRAWN, unfollowed)


class SqlLedger:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, cells: Iterable[Cell]) -> None:
        """A cell that was in the ledger before goes on counting where its history ended."""
        records = [rows.cell_row(cell) for cell in cells]
        duties = {record["duty"] for record in records}
        past = self._last_versions(duties)
        for record in records:
            record["version"] = past.get(tuple(record[name] for name in _CELL), 0) + 1
        insert_missing(self._connection, tables.ledger, records)
        names = [column.name for column in tables.ledger_versions.c]
        unversioned = (
            select(*(tables.ledger.c[name] for name in names))
            .outerjoin(tables.ledger_versions, and_(*(_L[name] == _V[name] for name in (*_CELL, "version"))))
            .where(_L.duty.in_(duties), _V.duty.is_(None))
        )
        self._connection.execute(tables.ledger_versions.insert().from_select(names, unversioned))

    def _last_versions(self, duties: set[str]) -> dict[tuple[Any, ...], int]:
        query = select(_V.duty, _V.commune, _V.week, func.max(_V.version)).where(_V.duty.in_(duties))
        found = self._connection.execute(query.group_by(_V.duty, _V.commune, _V.week))
        return {(row[0], row[1], row[2]): row[3] for row in found}

    def lock(self, keys: Sequence[CellKey]) -> dict[CellKey, Cell]:
        found: dict[CellKey, Cell] = {}
        wanted = set(keys)
        for asked in asking_for(_L, keys):
            ordered = select(tables.ledger).where(asked).order_by(_L.duty, _L.commune, _L.week).with_for_update()
            found.update((cell.key, cell) for cell in self._read(ordered) if cell.key in wanted)
        return found

    def revise(self, cells: Iterable[Cell]) -> None:
        records = [rows.cell_row(cell) for cell in cells]
        if not records:
            return
        self._write(records)
        insert_missing(self._connection, tables.ledger_versions, records)

    def postpone(self, cells: Iterable[Cell]) -> None:
        names = (*_CELL, "review_at")
        records = [{name: row[name] for name in names} for row in map(rows.cell_row, cells)]
        if records:
            self._write(records)

    def _write(self, records: list[rows.Record]) -> None:
        key = and_(_L.duty == bind("k_duty"), _L.commune == bind("k_commune"), _L.week == bind("k_week"))
        changing: dict[str, Any] = {name: bind(name) for name in records[0] if name not in _CELL}
        keyed = [{**record, **{f"k_{name}": record[name] for name in _CELL}} for record in records]
        self._connection.execute(update(tables.ledger).where(key).values(**changing), keyed)

    def drop(self, keys: Sequence[CellKey], now: datetime) -> None:
        last = [
            replace(
                cell,
                state=CellState.WITHDRAWN,
                reason=Reason.NOT_ASKED,
                as_of=now,
                review_at=None,
                version=cell.version + 1,
            )
            for cell in self.lock(keys).values()
        ]
        insert_missing(self._connection, tables.ledger_versions, map(rows.cell_row, last))
        if keys:
            of_cell = and_(*(_L[name] == bind(f"k_{name}") for name in _CELL))
            gone = [{f"k_{name}": getattr(key, name) for name in _CELL} for key in keys]
            self._connection.execute(delete(tables.ledger).where(of_cell), gone)

    def of_duty(self, duty: str, as_of: datetime | None = None) -> tuple[Cell, ...]:
        if as_of is None:
            return self._read(select(tables.ledger).where(_L.duty == duty).order_by(_L.commune, _L.week))
        query = select(tables.ledger_versions).where(_stood(duty, as_of))
        return self._read(query.order_by(_V.commune, _V.week))

    def of_communes(self, duty: str, communes: Sequence[str], as_of: datetime | None = None) -> tuple[Cell, ...]:
        if as_of is None:
            query = select(tables.ledger).where(_L.duty == duty, _L.commune.in_(communes))
            return self._read(query.order_by(_L.commune, _L.week))
        query = select(tables.ledger_versions).where(_stood(duty, as_of), _V.commune.in_(communes))
        return self._read(query.order_by(_V.commune, _V.week))

    def get(self, key: CellKey) -> Cell | None:
        query = select(tables.ledger).where(_L.duty == key.duty, _L.commune == key.commune, _L.week == key.week)
        return next(iter(self._read(query)), None)

    def history(self, key: CellKey) -> tuple[Cell, ...]:
        same = (_V.duty == key.duty, _V.commune == key.commune, _V.week == key.week)
        return self._read(select(tables.ledger_versions).where(*same).order_by(_V.version))

    def unplanned(self, duty: str) -> tuple[Cell, ...]:
        return self._read(_UNPLANNED, {"duty": duty})

    def to_review(self, at: datetime) -> tuple[CellKey, ...]:
        return tuple(CellKey(*row) for row in self._connection.execute(_TO_REVIEW, {"at": at}))

    def to_escalate(self, duty: str, monday: date, level: int) -> tuple[CellKey, ...]:
        found = self._connection.execute(_TO_ESCALATE, {"duty": duty, "week": monday, "level": level})
        return tuple(CellKey(*row) for row in found)

    def counts(self, duty: str, as_of: datetime | None = None) -> tuple[WeekCount, ...]:
        of, wanted = (_L, _L.duty == duty) if as_of is None else (_V, _stood(duty, as_of))
        query = select(of.week, of.state, func.count()).where(wanted).group_by(of.week, of.state)
        return tuple(WeekCount(*row) for row in self._connection.execute(query.order_by(of.week)))

    def pressing(self, duty: str, limit: int, communes: Sequence[str] | None = None) -> tuple[Cell, ...]:
        query = select(tables.ledger).where(_L.duty == duty, _L.state.in_(_OPEN))
        if communes is not None:
            query = query.where(_L.commune.in_(communes))
        at_risk_first = case((_L.state == CellState.AT_RISK, 0), else_=1)
        return self._read(query.order_by(at_risk_first, _L.week, _L.commune).limit(limit))

    def at_risk(self, duty: str, communes: Sequence[str] | None = None) -> int:
        query = select(func.count()).where(_L.duty == duty, _L.state == CellState.AT_RISK)
        if communes is not None:
            query = query.where(_L.commune.in_(communes))
        return self._connection.scalar(query) or 0

    def _read(self, query: Select[Any], values: dict[str, Any] | None = None) -> tuple[Cell, ...]:
        return tuple(rows.to_cell(row) for row in self._connection.execute(query, values))


class SqlMatters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_excuse(self, excuse: Excuse) -> None:
        self._connection.execute(tables.excuses.insert().values(**rows.excuse_row(excuse)))

    def excused(self, keys: Sequence[CellKey]) -> frozenset[CellKey]:
        standing: dict[CellKey, bool] = {}
        for asked in asking_for(_X, keys):
            for row in self._connection.execute(select(tables.excuses).where(asked).order_by(_X.id)):
                standing[CellKey(row.duty, row.commune, row.week)] = row.granted
        return frozenset(key for key in keys if standing.get(key))

    def excuses(self, duty: str) -> tuple[Excuse, ...]:
        query = select(tables.excuses).where(_X.duty == duty).order_by(_X.id)
        return tuple(rows.to_excuse(row) for row in self._connection.execute(query))

    def remind(self, reminders: Iterable[Reminder]) -> int:
        return insert_each(self._connection, tables.reminders, (asdict(reminder) for reminder in reminders))

    def raised(self, broadcasts: Sequence[str]) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for first in range(0, len(broadcasts), LOT):
            query = select(_R.broadcast, _R.kind).where(_R.broadcast.in_(broadcasts[first : first + LOT]))
            found.update((row.broadcast, row.kind) for row in self._connection.execute(query))
        return frozenset(found)

    def reminders(self, commune: str, since: datetime) -> tuple[Reminder, ...]:
        query = select(tables.reminders).where(_R.commune == commune, _R.raised_at >= since)
        found = self._connection.execute(query.order_by(_R.raised_at, _R.broadcast))
        return tuple(Reminder(row.broadcast, row.commune, row.kind, row.raised_at) for row in found)

    def quarantine(self, events: Iterable[Quarantined]) -> int:
        return insert_each(self._connection, tables.quarantine, (asdict(event) for event in events))

    def quarantined(self) -> tuple[Quarantined, ...]:
        query = select(tables.quarantine).order_by(tables.quarantine.c.node, tables.quarantine.c.seq)
        return tuple(Quarantined(**row._mapping) for row in self._connection.execute(query))

    def escalate(self, escalations: Iterable[Escalation]) -> int:
        records = []
        for escalation in escalations:
            record = asdict(escalation)
            records.append({**record.pop("cell"), **record})
        return insert_each(self._connection, tables.escalations, records)

    def escalations(
        self, duty: str, role: Role, limit: int, communes: Sequence[str] | None = None
    ) -> tuple[Escalation, ...]:
        of_cell = and_(_L.duty == _UP.duty, _L.commune == _UP.commune, _L.week == _UP.week)
        query = select(tables.escalations).join(tables.ledger, of_cell).where(_L.state.in_(_OPEN))
        query = query.where(_UP.duty == duty, _UP.role == role)
        if communes is not None:
            query = query.where(_UP.commune.in_(communes))
        newest_first = query.order_by(_UP.raised_at.desc(), _UP.commune, _UP.week).limit(limit)
        return tuple(rows.to_escalation(row) for row in self._connection.execute(newest_first))

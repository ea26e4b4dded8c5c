"""Slow-moving registers: places, stations and nodes, people."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, func, literal, or_, select
from sqlalchemy import bindparam as bind

from outreach.domain.people import Person
from outreach.domain.stations import Manifest, Node, Station
from outreach.domain.units import Place
from outreach.storage import rows, tables
from outreach.storage.cells import LOT
from outreach.storage.inserting import insert_each, insert_missing, insert_or_replace

_N = tables.nodes.c
_M = tables.manifests.c
_NODES = select(tables.nodes).order_by(_N.id)
_NODE = select(tables.nodes).where(_N.id == bind("node"))
_LAST = select(tables.manifests).where(_M.node == bind("node")).order_by(_M.version.desc()).limit(1)
_LAST_BEFORE = _LAST.where(_M.made_at < bind("before"))
_NEWEST = select(_M.node, func.max(_M.version).label("version")).group_by(_M.node).subquery()
_DIGESTS = select(_M.node, _M.sha256).join(_NEWEST, (_M.node == _NEWEST.c.node) & (_M.version == _NEWEST.c.version))


class SqlPlaces:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, places: Iterable[Place]) -> None:
        records = [rows.place_row(place) for place in places]
        insert_or_replace(self._connection, tables.places, records, ("code", "valid_from"))

    def get(self, codes: Sequence[str], day: date) -> dict[str, Place]:
        table = tables.places.c
        still_there = or_(table.valid_to.is_(None), table.valid_to >= day)
        query = select(tables.places).where(table.valid_from <= day, still_there, table.code.in_(codes))
        return {row.code: rows.to_place(row) for row in self._connection.execute(query)}

    def all(self) -> tuple[Place, ...]:
        query = select(tables.places).order_by(tables.places.c.code, tables.places.c.valid_from)
        return tuple(rows.to_place(row) for row in self._connection.execute(query))

    def above(self, code: str, day: date) -> tuple[str, ...]:
        chain: list[str] = []
        current: str | None = code
        while current is not None and current not in chain:
            chain.append(current)
            place = self.get([current], day).get(current)
            current = place.parent if place else None
        return tuple(chain)

    def below(self, code: str, day: date) -> frozenset[str]:
        table = tables.places.c
        inside = select(literal(code).label("code")).cte("inside", recursive=True)
        still_there = or_(table.valid_to.is_(None), table.valid_to >= day)
        lower = (
            select(table.code).join(inside, table.parent == inside.c.code).where(table.valid_from <= day, still_there)
        )
        return frozenset(self._connection.scalars(select(inside.union(lower).c.code)))

    def fingerprint(self) -> str:
        table = tables.places.c
        told = table.code + table.kind + table.name + func.coalesce(table.parent, "")
        content = self._connection.scalar(select(func.aggregate_strings(told, " ")))
        return hashlib.sha256((content or "").encode()).hexdigest()


class SqlStations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, communes: Sequence[str] | None = None) -> dict[str, Station]:
        query = select(tables.stations)
        if communes is not None:
            query = query.where(tables.stations.c.commune.in_(communes))
        return {row.commune: rows.to_station(row) for row in self._connection.execute(query)}

    def lock(self, communes: Iterable[str]) -> None:
        """SQLite's writers wait in line as it is."""
        wanted = sorted(set(communes))
        if self._connection.dialect.name == "sqlite":
            return
        for first in range(0, len(wanted), LOT):
            rows_of = tables.stations.c.commune.in_(wanted[first : first + LOT])
            query = select(tables.stations.c.commune).where(rows_of).order_by(tables.stations.c.commune)
            self._connection.execute(query.with_for_update()).all()

    def put(self, stations: Iterable[Station]) -> None:
        records = [rows.station_row(station) for station in stations]
        insert_or_replace(self._connection, tables.stations, records, ("commune",))

    def add_missing(self, stations: Iterable[Station]) -> None:
        insert_missing(self._connection, tables.stations, (rows.station_row(station) for station in stations))

    def nodes(self, communes: Sequence[str] | None = None) -> tuple[Node, ...]:
        query = _NODES if communes is None else _NODES.where(_N.commune.in_(communes))
        return tuple(rows.to_node(row) for row in self._connection.execute(query))

    def node(self, node: str) -> Node | None:
        found = self._connection.execute(_NODE, {"node": node}).one_or_none()
        return rows.to_node(found) if found else None

    def put_node(self, node: Node) -> None:
        insert_or_replace(self._connection, tables.nodes, [{**asdict(node), "clusters": list(node.clusters)}], ("id",))

    def last_manifest(self, node: str, before: datetime | None = None) -> Manifest | None:
        if before is None:
            found = self._connection.execute(_LAST, {"node": node}).one_or_none()
        else:
            found = self._connection.execute(_LAST_BEFORE, {"node": node, "before": before}).one_or_none()
        return Manifest(**found._mapping) if found else None

    def last_digests(self) -> dict[str, str]:
        return {row.node: row.sha256 for row in self._connection.execute(_DIGESTS)}

    def manifest(self, node: str, version: int) -> Manifest | None:
        query = select(tables.manifests).where(_M.node == node, _M.version == version)
        found = self._connection.execute(query).one_or_none()
        return Manifest(**found._mapping) if found else None

    def add_manifest(self, manifest: Manifest) -> bool:
        return insert_each(self._connection, tables.manifests, [asdict(manifest)]) == 1


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, username: str) -> Person | None:
        query = select(tables.people).where(tables.people.c.username == username)
        found = self._connection.execute(query).one_or_none()
        return rows.to_person(found) if found else None

    def lock(self, username: str) -> None:
        if self._connection.dialect.name != "sqlite":  # whose writers wait in line as it is
            own = select(tables.people.c.username).where(tables.people.c.username == username)
            self._connection.execute(own.with_for_update()).all()

    def password_hash(self, username: str) -> str | None:
        query = select(tables.people.c.password_hash).where(tables.people.c.username == username)
        return self._connection.execute(query).scalar_one_or_none()

    def add(self, person: Person, password_hash: str) -> bool:
        record = {**asdict(person), "password_hash": password_hash}
        return insert_each(self._connection, tables.people, [record]) == 1

    def put(self, person: Person, password_hash: str | None = None) -> None:
        kept = password_hash if password_hash is not None else self.password_hash(person.username)
        record = {**asdict(person), "password_hash": kept or ""}
        insert_or_replace(self._connection, tables.people, [record], ("username",))

    def all(self) -> tuple[Person, ...]:
        query = select(tables.people).order_by(tables.people.c.username)
        return tuple(rows.to_person(row) for row in self._connection.execute(query))

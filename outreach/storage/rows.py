"""Rows ⇄ values: the only place that knows both shapes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import time
from typing import Any

from sqlalchemy import Row

from outreach.domain.broadcasts import Broadcast, BroadcastState, Evidence, EvidenceKind, Purpose
from outreach.domain.calendar import Window, week_of
from outreach.domain.duties import Cell, CellKey, CellState, Reason
from outreach.domain.ledger import Escalation, Excuse
from outreach.domain.people import Person, Role
from outreach.domain.stations import Node, Station
from outreach.domain.units import Place

Record = dict[str, Any]


def place_row(place: Place) -> Record:
    return {**asdict(place), "successors": list(place.successors)}


def to_place(row: Row[Any]) -> Place:
    return Place(**{**row._mapping, "successors": tuple(row.successors)})


def _window_record(window: Window) -> Record:
    return {
        "opens": f"{window.opens:%H:%M}",
        "closes": f"{window.closes:%H:%M}",
        "weekdays": sorted(window.weekdays),
        "name": window.name,
    }


def _to_windows(records: Iterable[Mapping[str, Any]]) -> tuple[Window, ...]:
    return tuple(
        Window(
            time.fromisoformat(record["opens"]),
            time.fromisoformat(record["closes"]),
            frozenset(record["weekdays"]),
            record["name"],
        )
        for record in records
    )


def station_row(station: Station) -> Record:
    return {
        "commune": station.commune,
        "windows": [_window_record(window) for window in station.windows],
        "relays": [_window_record(window) for window in station.relays],
        "clusters": list(station.clusters),
    }


def to_station(row: Row[Any]) -> Station:
    return Station(row.commune, _to_windows(row.windows), _to_windows(row.relays), tuple(row.clusters))


def to_node(row: Row[Any]) -> Node:
    return Node(**{**row._mapping, "clusters": tuple(row.clusters)})


def broadcast_row(broadcast: Broadcast) -> Record:
    return {
        "id": broadcast.id,
        "campaign": broadcast.campaign,
        "duty": broadcast.duty,
        "commune": broadcast.commune,
        "week": broadcast.week,
        "starts_at": broadcast.starts_at,
        "ends_at": broadcast.starts_at + broadcast.length,
        "latest_start": broadcast.latest_start,
        "length": broadcast.length,
        "recording_sha256": broadcast.recording_sha256,
        "purpose": broadcast.purpose,
        "planned_at": broadcast.planned_at,
        "planned_by": broadcast.planned_by,
        "replaces": broadcast.replaces,
        **verdict_record(broadcast),
    }


def verdict_record(broadcast: Broadcast) -> Record:
    return {
        "state": broadcast.state,
        "played_at": broadcast.played_at,
        "counted_week": week_of(broadcast.played_at) if broadcast.counts and broadcast.played_at else None,
        "grade": broadcast.grade,
        "covered": broadcast.covered,
        "counts": broadcast.counts,
    }


def to_broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        id=row.id,
        campaign=row.campaign,
        duty=row.duty,
        commune=row.commune,
        week=row.week,
        starts_at=row.starts_at,
        latest_start=row.latest_start,
        length=row.length,
        recording_sha256=row.recording_sha256,
        purpose=Purpose(row.purpose),
        planned_at=row.planned_at,
        planned_by=row.planned_by,
        replaces=row.replaces,
        state=BroadcastState(row.state),
        played_at=row.played_at,
        grade=row.grade,
        covered=row.covered,
        counts=row.counts,
    )


def evidence_row(evidence: Evidence) -> Record:
    return {
        "key": evidence.key,
        "broadcast": evidence.broadcast,
        "kind": evidence.kind,
        "by": evidence.by,
        "recorded_at": evidence.recorded_at,
        "happened_at": evidence.happened_at,
        "share": evidence.share,
        "clusters": list(evidence.clusters),
        "content_sha256": evidence.content_sha256,
        "grade": evidence.grade,
        "attachment": evidence.attachment,
        "note": evidence.note,
        "corrects": evidence.corrects,
        "vouches": evidence.vouches,
    }


def to_evidence(row: Row[Any]) -> Evidence:
    record = {name: value for name, value in row._mapping.items() if name != "id"}
    return Evidence(**{**record, "kind": EvidenceKind(row.kind), "clusters": tuple(row.clusters)})


def cell_row(cell: Cell) -> Record:
    return {
        "duty": cell.key.duty,
        "commune": cell.key.commune,
        "week": cell.key.week,
        "state": cell.state,
        "reason": cell.reason,
        "kept": cell.kept,
        "needed": cell.needed,
        "as_of": cell.as_of,
        "review_at": cell.review_at,
        "version": cell.version,
        "evidence": list(cell.evidence),
    }


def to_cell(row: Row[Any]) -> Cell:
    return Cell(
        key=CellKey(row.duty, row.commune, row.week),
        state=CellState(row.state),
        reason=Reason(row.reason),
        kept=row.kept,
        needed=row.needed,
        as_of=row.as_of,
        review_at=row.review_at,
        version=row.version,
        evidence=tuple(row.evidence),
    )


def excuse_row(excuse: Excuse) -> Record:
    record = asdict(excuse)
    return {**record.pop("cell"), **record}


def to_excuse(row: Row[Any]) -> Excuse:
    cell = CellKey(row.duty, row.commune, row.week)
    return Excuse(cell, row.by, row.document, row.reason, row.recorded_at, row.granted)


def to_escalation(row: Row[Any]) -> Escalation:
    cell = CellKey(row.duty, row.commune, row.week)
    return Escalation(cell, row.level, Role(row.role), row.raised_at)


def to_person(row: Row[Any]) -> Person:
    return Person(row.username, row.name, Role(row.role), row.place, row.active, row.must_change_password)

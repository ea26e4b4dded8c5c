"""Adding evidence: append, judge the broadcast afresh, settle its week, withdraw make-ups no longer needed.

Used inside a unit of work by every service through which evidence comes in, so that there is one way in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from outreach.domain.broadcasts import (
    LIVE,
    Broadcast,
    Evidence,
    EvidenceKind,
    Purpose,
    Rule,
    judge_evidence,
)
from outreach.domain.duties import CellKey, CellState
from outreach.domain.errors import NotFound
from outreach.domain.ports import UnitOfWork
from outreach.services.weeks import duty_context, key_of, keys_touched, settle

SYSTEM = "system"


def witness(uow: UnitOfWork, rows: Sequence[Evidence], now: datetime) -> int:
    """Take in evidence about any number of broadcasts; returns how many rows were new."""
    broadcasts = {row.broadcast: find(uow, row.broadcast) for row in rows}
    uow.ledger.lock([key_of(broadcast) for broadcast in broadcasts.values()])
    new = uow.evidence.add(rows)
    if new:
        touched = _regrade(uow, tuple(broadcasts))
        changed = settle(uow, touched, now)
        _release_makeups(uow, [cell.key for cell in changed if cell.state is CellState.KEPT], now)
    return new


def find(uow: UnitOfWork, broadcast: str) -> Broadcast:
    found = uow.broadcasts.get(broadcast)
    if found is None:
        raise NotFound("Không có lượt phát «{broadcast}».", broadcast=broadcast)
    return found


def _regrade(uow: UnitOfWork, ids: Sequence[str]) -> set[CellKey]:
    """Judge broadcasts by all their evidence, read again now that their cells are locked."""
    touched: set[CellKey] = set()
    rows = uow.evidence.of(ids)
    for broadcast in (find(uow, broadcast) for broadcast in ids):
        verdict = judge_evidence((row for row in rows if row.broadcast == broadcast.id), rule_for(uow, broadcast))
        judged = replace(
            broadcast,
            state=verdict.state or broadcast.state,
            played_at=verdict.played_at,
            covered=verdict.covered,
            grade=verdict.grade,
            counts=verdict.counts,
        )
        if judged != broadcast:
            uow.broadcasts.judge(judged, broadcast.state)
        touched |= {*keys_touched(broadcast), *keys_touched(judged)}
    return touched


def rule_for(uow: UnitOfWork, broadcast: Broadcast) -> Rule:
    duty = duty_context(uow, broadcast.duty).duty
    station = uow.stations.get([broadcast.commune])[broadcast.commune]
    return Rule(station.clusters, duty.cluster_share, duty.whole, duty.accepts, broadcast.recording_sha256)


def _release_makeups(uow: UnitOfWork, kept: Sequence[CellKey], now: datetime) -> None:
    """Late evidence may keep a week after all; the make-up that was planned for it is then withdrawn."""
    spare = [b for b in uow.broadcasts.of_cells(kept) if b.purpose is Purpose.MAKEUP and _not_begun(b, now)]
    if spare:
        witness(uow, tuple(cancellation(b, SYSTEM, now, "Tuần đã đạt, không cần phát bù.") for b in spare), now)


def _not_begun(broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.state in LIVE[:2] and broadcast.starts_at > now


def cancellation(broadcast: Broadcast, by: str, now: datetime, note: str) -> Evidence:
    key = f"{broadcast.id}:cancelled"
    return Evidence(key, broadcast.id, EvidenceKind.CANCELLED, by, now, note=note)


def cancel_all(uow: UnitOfWork, broadcasts: Iterable[Broadcast], by: str, now: datetime, note: str) -> int:
    return witness(uow, tuple(cancellation(broadcast, by, now, note) for broadcast in broadcasts), now)

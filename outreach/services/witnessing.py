"""Adding evidence: append, judge the broadcast afresh, settle its week, withdraw make-ups no longer needed.

Used inside a unit of work by every service through which evidence comes in, so that there is one way in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from outreach.domain.broadcasts import (
    LIVE,
    Broadcast,
    Evidence,
    EvidenceKind,
    Purpose,
    Rule,
    Verdict,
    judge_evidence,
)
from outreach.domain.duties import CellKey, CellState
from outreach.domain.errors import NotFound
from outreach.domain.ports import UnitOfWork
from outreach.domain.stations import by_hand
from outreach.services.weeks import duty_context, key_of, keys_touched, settle

SYSTEM = "system"


def witness(uow: UnitOfWork, rows: Sequence[Evidence], now: datetime) -> int:
    """Take in evidence about any number of broadcasts; returns how many rows were new."""
    broadcasts = _find_all(uow, {row.broadcast for row in rows})
    uow.stations.lock(broadcast.commune for broadcast in broadcasts)
    uow.ledger.lock([key_of(broadcast) for broadcast in broadcasts])
    new = uow.evidence.add(rows)
    if new:
        touched = _regrade(uow, [broadcast.id for broadcast in broadcasts])
        changed = settle(uow, touched, now)
        _release_makeups(uow, [cell.key for cell in changed if cell.state is CellState.KEPT], now)
    return new


def find(uow: UnitOfWork, broadcast: str) -> Broadcast:
    return _find_all(uow, {broadcast})[0]


def find_locked(uow: UnitOfWork, broadcast: str) -> Broadcast:
    """A broadcast as it stands now that nobody else may write of its commune: what is decided on it then holds."""
    uow.stations.lock([find(uow, broadcast).commune])
    return find(uow, broadcast)


def _find_all(uow: UnitOfWork, ids: Collection[str]) -> list[Broadcast]:
    found = uow.broadcasts.named(sorted(ids))
    for missing in sorted(set(ids) - found.keys()):
        raise NotFound("Không có lượt phát «{broadcast}».", broadcast=missing)
    return [found[broadcast] for broadcast in sorted(ids)]


def _regrade(uow: UnitOfWork, ids: Sequence[str]) -> set[CellKey]:
    """Judge broadcasts by all their evidence, read again now that their cells are locked."""
    broadcasts = _find_all(uow, ids)
    rules = rules_for(uow, broadcasts)
    rows: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in uow.evidence.of(ids):
        rows[row.broadcast].append(row)
    judged = [(_judged(b, judge_evidence(rows[b.id], rules[b.id])), b) for b in broadcasts]
    uow.broadcasts.judge([(after, before.state) for after, before in judged if after != before])
    return {key for pair in judged for broadcast in pair for key in keys_touched(broadcast)}


def _judged(broadcast: Broadcast, verdict: Verdict) -> Broadcast:
    return replace(
        broadcast,
        state=verdict.state or broadcast.state,
        played_at=verdict.played_at,
        covered=verdict.covered,
        grade=verdict.grade,
        counts=verdict.counts,
    )


def rules_for(uow: UnitOfWork, broadcasts: Sequence[Broadcast]) -> dict[str, Rule]:
    """What each broadcast must be to count, by its id."""
    duties = {duty: duty_context(uow, duty).duty for duty in {broadcast.duty for broadcast in broadcasts}}
    communes = sorted({broadcast.commune for broadcast in broadcasts})
    stations = uow.stations.get(communes)
    hands = by_hand(stations.values(), uow.stations.nodes(communes))
    return {
        b.id: Rule(
            stations[b.commune].clusters,
            hands[b.commune],
            duties[b.duty].cluster_share,
            duties[b.duty].whole,
            duties[b.duty].accepts,
            b.recording_sha256,
        )
        for b in broadcasts
    }


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

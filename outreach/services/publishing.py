"""The sweep that freezes each node's schedule; a new version only when what it must play has changed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.stations import Manifest, Node

HORIZON = timedelta(days=21)
"""A node plays on for three weeks without us."""
BEHIND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Publishing:
    transactions: Transactions
    clock: Clock

    def publish(self) -> int:
        """Make new manifests where needed; returns how many."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            nodes = uow.stations.nodes()
            due = _due(uow, nodes, now)
            made = sum(_publish(uow, node, due[node.commune], now) for node in nodes)
            uow.commit()
        return made


def _due(uow: UnitOfWork, nodes: Sequence[Node], now: datetime) -> dict[str, list[Broadcast]]:
    due: defaultdict[str, list[Broadcast]] = defaultdict(list)
    if nodes:
        communes = sorted({node.commune for node in nodes})
        for broadcast in uow.broadcasts.between(now - BEHIND, now + HORIZON, communes):
            due[broadcast.commune].append(broadcast)
    return due


def _publish(uow: UnitOfWork, node: Node, due: Sequence[Broadcast], now: datetime) -> bool:
    payload = _payload(node, due)
    sha256 = hashlib.sha256(payload.encode()).hexdigest()
    last = uow.stations.last_manifest(node.id)
    if last and last.sha256 == sha256:
        return False
    version = last.version + 1 if last else 1
    return uow.stations.add_manifest(Manifest(node.id, version, sha256, payload, now))


def _payload(node: Node, due: Sequence[Broadcast]) -> str:
    """What the node must play and what it must not; the same schedule gives the same text."""
    content = {
        "schema": 1,
        "node": node.id,
        "commune": node.commune,
        "occurrences": [_occurrence(b) for b in due if b.state in LIVE],
        "tombstones": [b.id for b in due if b.state is BroadcastState.CANCELLED],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def _occurrence(broadcast: Broadcast) -> dict[str, str | int]:
    return {
        "id": broadcast.id,
        "sha256": broadcast.recording_sha256,
        "duration_ms": round(broadcast.length / timedelta(milliseconds=1)),
        "start_utc": broadcast.starts_at.isoformat(),
        "latest_start_utc": broadcast.latest_start.isoformat(),
    }

"""The sweep that freezes each node's schedule; a new version only when what it must play has changed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.recordings import RecordingState
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
        with self.transactions.reading() as uow:
            if not _changed(uow, now):
                return 0
        with self.transactions.writing() as uow:
            made = sum(_publish(uow, node, payload, now) for node, payload in _changed(uow, now).items())
            uow.commit()
        return made


def _changed(uow: UnitOfWork, now: datetime) -> dict[str, str]:
    """The schedules, by node, that are not what was published last."""
    nodes = uow.stations.nodes()
    due, published = _due(uow, nodes, now), uow.stations.last_digests()
    withdrawn = _withdrawn(uow, {node.commune for node in nodes})
    payloads = {node.id: _payload(node, due[node.commune], withdrawn[node.commune]) for node in nodes}
    return {node: payload for node, payload in payloads.items() if _digest(payload) != published.get(node)}


def _due(uow: UnitOfWork, nodes: Sequence[Node], now: datetime) -> dict[str, list[Broadcast]]:
    due: defaultdict[str, list[Broadcast]] = defaultdict(list)
    if nodes:
        communes = sorted({node.commune for node in nodes})
        for broadcast in uow.broadcasts.between(now - BEHIND, now + HORIZON, communes):
            due[broadcast.commune].append(broadcast)
    return due


def _withdrawn(uow: UnitOfWork, communes: set[str]) -> defaultdict[str, set[str]]:
    """The bytes that boxes must forget, by commune: of every campaign that ever concerned it, unless approved anew."""
    gone, standing = defaultdict[str, set[str]](set), set[str]()
    for one in uow.recordings.all() if communes else ():
        hashes = {one.sha256, *(file.sha256 for file in one.files)} - {""}
        if one.state is RecordingState.APPROVED:
            standing |= hashes
        elif one.state is RecordingState.WITHDRAWN and one.approved_at:
            gone[one.campaign] |= hashes
    found: defaultdict[str, set[str]] = defaultdict(set)
    for campaign in uow.campaigns.all() if gone else ():
        for commune in communes & set(campaign.plan.communes) if campaign.slug in gone else ():
            found[commune] |= gone[campaign.slug] - standing
    return found


def _digest(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()


def _publish(uow: UnitOfWork, node: str, payload: str, now: datetime) -> bool:
    last = uow.stations.last_manifest(node)
    version = last.version + 1 if last else 1
    return uow.stations.add_manifest(Manifest(node, version, _digest(payload), payload, now))


def _payload(node: Node, due: Sequence[Broadcast], withdrawn: Collection[str]) -> str:
    """What the node must play, what it must not, and which bytes it must not even keep; the same gives the same text.

    A box that was away for months still learns of every sound that was ever withdrawn from its commune.
    """
    content = {
        "schema": 1,
        "node": node.id,
        "commune": node.commune,
        "occurrences": [_occurrence(b) for b in due if b.state in LIVE],
        "tombstones": [b.id for b in due if b.state is BroadcastState.CANCELLED],
        "withdrawn": sorted(withdrawn),
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

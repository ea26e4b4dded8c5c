"""What nodes say: which schedule they hold, and what their logs hold. Late, twice and in any order is all the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.domain.broadcasts import LIVE, Broadcast, Evidence, EvidenceKind
from outreach.domain.errors import NotFound
from outreach.domain.ledger import Quarantined
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.stations import Manifest, Node
from outreach.services.witnessing import witness

CLOCK_ERROR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NodeEvent:
    """One entry of a node's play log. (node, seq) is unique; ``kind`` is started, ended or skipped.

    ``share`` is the part of the frames given to the sound card, ``at`` when it began by the node's clock.
    """

    seq: int
    kind: EvidenceKind
    broadcast: str
    at: datetime
    share: float | None = None
    content_sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NodeGathering:
    transactions: Transactions
    clock: Clock

    def acknowledge(self, node: str, version: int) -> None:
        """The node holds this manifest and its verified files (grade E1)."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found = _find_locked(uow, node)
            manifest = uow.stations.manifest(node, version)
            if manifest is None:
                raise NotFound(
                    "Máy «{node}» báo giữ lịch số {version} chưa từng phát hành.", node=node, version=version
                )
            uow.stations.put_node(replace(found, manifest=max(found.manifest, version), last_seen=now))
            if version > found.manifest:
                held = [item["id"] for item in json.loads(manifest.payload)["occurrences"]]
                witness(uow, _deliveries(uow, found, held, now), now)
            uow.commit()

    def report(self, node: str, events: Sequence[NodeEvent], log_through: datetime) -> int:
        """Entries of a node's log, which is whole up to ``log_through``; returns how many were new."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found = _find_locked(uow, node)
            there = uow.broadcasts.named([event.broadcast for event in events])
            refused = {event.seq: why for event in events if (why := _fault(event, there, found, now))}
            uow.matters.quarantine(
                Quarantined(node, event.seq, repr(event), refused[event.seq], now)
                for event in events
                if event.seq in refused
            )
            known = [event for event in events if event.seq not in refused]
            new = witness(uow, tuple(_as_evidence(found, event, now) for event in known), now) if known else 0
            through = max(filter(None, (found.log_through, log_through)))
            uow.stations.put_node(replace(found, last_seen=now, log_through=through))
            uow.commit()
        return new

    def nodes(self) -> dict[str, Node]:
        """What each node has told us so far."""
        with self.transactions.reading() as uow:
            return {node.id: node for node in uow.stations.nodes()}

    def manifest(self, node: str, before: datetime | None = None) -> Manifest | None:
        """The newest schedule for a node to fetch, or the newest that was made before an instant."""
        with self.transactions.reading() as uow:
            return uow.stations.last_manifest(node, before)


def _find(uow: UnitOfWork, node: str) -> Node:
    found = uow.stations.node(node)
    if found is None:
        raise NotFound("Không có máy phát «{node}».", node=node)
    return found


def _find_locked(uow: UnitOfWork, node: str) -> Node:
    """A node as it stands now that nobody else may write of its commune."""
    uow.stations.lock([_find(uow, node).commune])
    return _find(uow, node)


def _fault(event: NodeEvent, there: dict[str, Broadcast], node: Node, now: datetime) -> str:
    """Why an event is no evidence; it is then kept as it came, and the node is not asked for it again."""
    broadcast = there.get(event.broadcast)
    if broadcast is None:
        return "no such broadcast"
    if broadcast.commune != node.commune:
        return "a broadcast of another commune"
    if not broadcast.starts_at - CLOCK_ERROR <= event.at <= now + CLOCK_ERROR:
        return "before the broadcast, or in the future"
    return ""


def _deliveries(uow: UnitOfWork, node: Node, held: Sequence[str], now: datetime) -> tuple[Evidence, ...]:
    there = {row.key for row in uow.evidence.of(held)}
    live = [broadcast for broadcast in uow.broadcasts.named(held).values() if broadcast.state in LIVE]
    return tuple(
        Evidence(key, b.id, EvidenceKind.DELIVERED, node.id, now, clusters=node.clusters, grade="E1")
        for b in live
        if (key := f"{b.id}:delivered:{node.id}") not in there
    )


def _as_evidence(node: Node, event: NodeEvent, now: datetime) -> Evidence:
    return Evidence(
        key=f"{node.id}:{event.seq}",
        broadcast=event.broadcast,
        kind=event.kind,
        by=node.id,
        recorded_at=now,
        happened_at=event.at,
        share=event.share,
        clusters=node.clusters,
        content_sha256=event.content_sha256,
        grade="E2" if event.kind is EvidenceKind.ENDED else "",
        note=event.note,
    )

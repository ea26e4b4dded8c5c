"""The sweep that settles broadcasts of which nobody has spoken: absence becomes a row, never a guessed play."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import Broadcast, Evidence, EvidenceKind
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.stations import Node, by_hand
from outreach.services.witnessing import SYSTEM, witness

CONFIRM_WITHIN = timedelta(hours=24)
"""An officer who has not confirmed a day later is taken to have missed it; a later word still counts."""
NODE_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Closing:
    transactions: Transactions
    clock: Clock

    def close(self) -> int:
        """Record what was not confirmed or not received; returns how many broadcasts."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            if not _due(uow, now):
                return 0
        with self.transactions.writing() as uow:
            new = witness(uow, _due(uow, now), now)
            uow.commit()
        return new


def _due(uow: UnitOfWork, now: datetime) -> tuple[Evidence, ...]:
    ended = uow.broadcasts.live_ended_before(now - NODE_WITHIN)
    if not ended:
        return ()
    communes = sorted({broadcast.commune for broadcast in ended})
    nodes = uow.stations.nodes(communes)
    hands = by_hand(uow.stations.get(communes).values(), nodes)
    told = {(row.broadcast, row.by) for row in uow.evidence.of([b.id for b in ended]) if row.kind in _SETTLED}
    return tuple(
        absence
        for broadcast in ended
        for absence in (
            *_of_people(broadcast, hands[broadcast.commune], now),
            *_of_nodes(broadcast, [node for node in nodes if node.commune == broadcast.commune], now),
        )
        if (absence.broadcast, absence.by) not in told
    )


_SETTLED = (EvidenceKind.ENDED, EvidenceKind.SKIPPED, EvidenceKind.UNCONFIRMED, EvidenceKind.NOT_RECEIVED)


def _of_people(broadcast: Broadcast, hand: tuple[str, ...], now: datetime) -> Iterator[Evidence]:
    """A day without a word about the clusters that people operate."""
    if hand and now >= broadcast.span.end + CONFIRM_WITHIN:
        key, note = f"{broadcast.id}:{EvidenceKind.UNCONFIRMED}", "Quá 24 giờ không ai xác nhận."
        yield Evidence(key, broadcast.id, EvidenceKind.UNCONFIRMED, SYSTEM, now, clusters=hand, note=note)


def _of_nodes(broadcast: Broadcast, driving: Sequence[Node], now: datetime) -> Iterator[Evidence]:
    """A node's log that is whole past the broadcast and does not hold it. Until then the node may have played it."""
    for node in driving:
        if node.log_through and node.log_through > broadcast.latest_start + broadcast.length:
            key = f"{broadcast.id}:{EvidenceKind.NOT_RECEIVED}:{node.id}"
            note = "Nhật ký của máy đã đủ mà không có lượt phát này."
            yield Evidence(
                key, broadcast.id, EvidenceKind.NOT_RECEIVED, node.id, now, clusters=node.clusters, note=note
            )

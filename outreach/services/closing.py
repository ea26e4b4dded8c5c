"""The sweep that settles broadcasts of which nobody has spoken: absence becomes a row, never a guessed play."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import Broadcast, BroadcastState, Evidence, EvidenceKind
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.domain.stations import Node, Station
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
    return tuple(_absences(ended, uow.stations.get(communes), uow.stations.nodes(communes), now))


def _absences(
    ended: Sequence[Broadcast], stations: dict[str, Station], nodes: Sequence[Node], now: datetime
) -> Iterator[Evidence]:
    for broadcast in ended:
        driving = [node for node in nodes if node.commune == broadcast.commune]
        driven = {cluster for node in driving for cluster in node.clusters}
        by_hand = set(stations[broadcast.commune].clusters) - driven
        if by_hand and now >= broadcast.span.end + CONFIRM_WITHIN:
            yield _absence(broadcast, EvidenceKind.UNCONFIRMED, now, "Quá 24 giờ không ai xác nhận.")
        elif not by_hand and (why := _not_received(broadcast, driving)):
            yield _absence(broadcast, EvidenceKind.NOT_RECEIVED, now, why)


def _not_received(broadcast: Broadcast, driving: Sequence[Node]) -> str:
    if broadcast.state is BroadcastState.PLANNED:
        return "Máy chưa nhận được lịch phát này."
    if all(node.log_through and node.log_through > broadcast.latest_start + broadcast.length for node in driving):
        return "Nhật ký của máy đã đủ mà không có lượt phát này."
    return ""


def _absence(broadcast: Broadcast, kind: EvidenceKind, now: datetime, note: str) -> Evidence:
    return Evidence(f"{broadcast.id}:{kind}", broadcast.id, kind, SYSTEM, now, note=note)

"""What a station consists of: its clusters, and the nodes that drive some of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from outreach.domain.errors import RuleBroken
from outreach.domain.ports import Clock, Transactions
from outreach.domain.stations import Node, Station


@dataclass(frozen=True, slots=True)
class Equipping:
    transactions: Transactions
    clock: Clock

    def equip(self, stations: Sequence[Station], nodes: Sequence[Node]) -> None:
        """Set stations and register nodes; a node that is known keeps what it has reported."""
        clusters = {station.commune: set(station.clusters) for station in stations}
        with self.transactions.writing() as uow:
            uow.stations.put(stations)
            for node in nodes:
                if set(node.clusters) - clusters.get(node.commune, set()):
                    raise RuleBroken("Máy «{node}» điều khiển cụm loa mà đài không có.", node=node.id)
                known = uow.stations.node(node.id)
                fresh = replace(known, commune=node.commune, clusters=node.clusters) if known else node
                uow.stations.put_node(fresh)
            uow.commit()

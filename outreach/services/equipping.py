"""What a station consists of: its clusters, and the nodes that drive some of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from outreach.domain.calendar import local
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions
from outreach.domain.stations import Node, Station
from outreach.services.permitting import require
from outreach.services.weeks import settle

MOST_CLUSTERS = 60
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Equipping:
    transactions: Transactions
    clock: Clock

    def declare_clusters(self, by: Person, commune: str, clusters: tuple[str, ...]) -> Station:
        """What the commune says that it has, instead of what the plan supposed."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            require(uow, by, Action.ARRANGE, commune, local(now).date())
            uow.stations.lock([commune])
            station = uow.stations.get([commune]).get(commune)
            if station is None:
                raise NotFound("Không có đài nào ở «{commune}».", commune=commune)
            _refuse_clusters(clusters, uow.stations.nodes([commune]))
            fresh = replace(station, clusters=clusters)
            uow.stations.put([fresh])
            for campaign in uow.campaigns.all():
                for duty in campaign.plan.duties:
                    cells = uow.ledger.of_communes(campaign.duty_id(duty), [commune])
                    settle(uow, [cell.key for cell in cells], now)
            uow.commit()
        return fresh

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


def _refuse_clusters(clusters: tuple[str, ...], nodes: Sequence[Node]) -> None:
    if not clusters:
        raise RuleBroken("Đài phải có ít nhất một cụm loa.")
    if len(clusters) > MOST_CLUSTERS:
        raise RuleBroken("Quá nhiều cụm loa: {count}; ghi nhiều nhất {most}.", count=len(clusters), most=MOST_CLUSTERS)
    twice = next((name for name in clusters if clusters.count(name) > 1), None)
    if twice:
        raise RuleBroken("Cụm loa «{name}» ghi hai lần; mỗi cụm một tên riêng.", name=twice)
    long = next((name for name in clusters if len(name) > LONGEST_NAME), None)
    if long:
        raise RuleBroken("Tên cụm loa «{name}» quá dài; nhiều nhất {most} ký tự.", name=long, most=LONGEST_NAME)
    driven = next((name for node in nodes for name in node.clusters if name not in clusters), None)
    if driven:
        raise RuleBroken("Cụm loa «{name}» đang do máy điều khiển nên không bỏ được.", name=driven)

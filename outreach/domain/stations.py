"""A commune's loudspeakers: windows, relayed programmes, clusters, and the nodes that drive some of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.calendar import Window


@dataclass(frozen=True, slots=True)
class Station:
    """What the commune has and when it may be heard. Clusters that no node drives are operated by hand."""

    commune: str
    windows: tuple[Window, ...]
    relays: tuple[Window, ...]
    clusters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A speaker box. ``manifest`` is the version it last said it holds, ``log_through`` up to when its log is in."""

    id: str
    commune: str
    clusters: tuple[str, ...]
    manifest: int = 0
    last_seen: datetime | None = None
    log_through: datetime | None = None


def by_hand(stations: Iterable[Station], nodes: Iterable[Node]) -> dict[str, tuple[str, ...]]:
    """The clusters of each commune that no node drives: a person must switch them on."""
    driven = {(node.commune, cluster) for node in nodes for cluster in node.clusters}
    return {s.commune: tuple(c for c in s.clusters if (s.commune, c) not in driven) for s in stations}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The schedule for one node, frozen: ``payload`` is the exact JSON text that ``sha256`` names."""

    node: str
    version: int
    sha256: str
    payload: str
    made_at: datetime

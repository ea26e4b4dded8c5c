"""Finding the places of communes, in Vietnamese order, and how they are operated. Used inside a unit of work."""

from collections.abc import Iterable, Sequence
from datetime import date

from outreach.domain.errors import NotFound
from outreach.domain.ports import UnitOfWork
from outreach.domain.stations import by_hand
from outreach.domain.units import Place, sorting_key


def places_of(uow: UnitOfWork, communes: Sequence[str], day: date) -> dict[str, Place]:
    """The communes as they were named on a day; a code that the register lacks is shown by itself."""
    known = uow.places.get(list(communes), day)
    return {code: known.get(code) or Place(code, "Mã", code, None, day) for code in communes}


def place_of(uow: UnitOfWork, commune: str, day: date) -> Place:
    place = uow.places.get([commune], day).get(commune)
    if place is None:
        raise NotFound("Không có xã, thị trấn nào mang mã «{code}».", code=commune)
    return place


def chains_of(uow: UnitOfWork, places: Iterable[Place], day: date) -> dict[str, tuple[str, ...]]:
    """Of each place its own code and those of all above it, lowest first: a few questions, however many places."""
    chains = {place.code: [place.code] for place in places}
    parents = {place.code: place.parent for place in places}
    while True:
        tops = {code: parents.get(chain[-1]) for code, chain in chains.items()}
        higher = {code: top for code, top in tops.items() if top is not None and top not in chains[code]}
        if not higher:
            return {code: tuple(chain) for code, chain in chains.items()}
        for code, top in higher.items():
            chains[code].append(top)
        unknown = sorted(set(higher.values()) - parents.keys())
        parents.update({code: place.parent for code, place in uow.places.get(unknown, day).items()})


def in_order(places: Sequence[Place]) -> tuple[Place, ...]:
    """Towns before communes, each by name."""
    return tuple(sorted(places, key=lambda place: (place.kind != "Thị trấn", sorting_key(place.name), place.code)))


def hand_operated(uow: UnitOfWork, communes: Sequence[str]) -> frozenset[str]:
    """Communes in which some cluster has no node: a person must switch it on. Most have no node at all."""
    nodes = uow.stations.nodes(communes)
    equipped = {node.commune for node in nodes}
    hands = by_hand(uow.stations.get(sorted(equipped)).values(), nodes)
    return frozenset(commune for commune in communes if commune not in equipped or hands.get(commune))

"""Finding the places of communes, in Vietnamese order, and how they are operated. Used inside a unit of work."""

from collections.abc import Sequence
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


def in_order(places: Sequence[Place]) -> tuple[Place, ...]:
    """Towns before communes, each by name."""
    return tuple(sorted(places, key=lambda place: (place.kind != "Thị trấn", sorting_key(place.name), place.code)))


def hand_operated(uow: UnitOfWork, communes: Sequence[str]) -> frozenset[str]:
    """Communes in which some cluster has no node: a person must switch it on."""
    hands = by_hand(uow.stations.get(communes).values(), uow.stations.nodes(communes))
    return frozenset(commune for commune, clusters in hands.items() if clusters)

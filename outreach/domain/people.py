"""Roles, and what each may do where. A person acts in a place and everything below it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    COMMUNE_OFFICER = "commune_officer"
    COMMUNE_LEADER = "commune_leader"
    MEDIA_CENTRE = "media_centre"
    POWER_COMPANY = "power_company"
    DISTRICT_OFFICE = "district_office"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    VIEW = "view"
    ARRANGE = "arrange"  # move, add, cancel broadcasts; set windows
    CONFIRM = "confirm"  # state that a broadcast was played
    COUNTERSIGN = "countersign"
    EXCUSE = "excuse"
    MANAGE_PEOPLE = "manage_people"
    COMPOSE = "compose"  # write notices, put them before the second person, pause and cancel them
    APPROVE = "approve"  # be that second person
    TEND = "tend"  # note what a phone call or a visit came to; take down refusals
    MANAGE_CUSTOMERS = "manage_customers"  # bring lists of customers in
    RECORD = "record"  # bring sounds, make recordings of them, put them before the second person
    APPROVE_RECORDINGS = "approve_recordings"  # be that second person
    SEE_PHONES = "see_phones"  # whole numbers anywhere; officers see those of people they have to call on


_MAY: dict[Role, frozenset[Action]] = {
    Role.COMMUNE_OFFICER: frozenset({Action.VIEW, Action.ARRANGE, Action.CONFIRM, Action.COUNTERSIGN, Action.TEND}),
    Role.COMMUNE_LEADER: frozenset({Action.VIEW, Action.ARRANGE, Action.CONFIRM, Action.COUNTERSIGN, Action.TEND}),
    Role.MEDIA_CENTRE: frozenset({Action.VIEW, Action.ARRANGE, Action.COUNTERSIGN, Action.RECORD}),
    Role.POWER_COMPANY: frozenset(
        {Action.VIEW, Action.COMPOSE, Action.APPROVE, Action.TEND, Action.MANAGE_CUSTOMERS, Action.SEE_PHONES}
    ),
    Role.DISTRICT_OFFICE: frozenset({Action.VIEW, Action.EXCUSE, Action.APPROVE, Action.APPROVE_RECORDINGS}),
    Role.ADMINISTRATOR: frozenset(Action) - {Action.CONFIRM, Action.COUNTERSIGN},
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in. ``place`` is the code of the place in which the role holds; None: everywhere."""

    username: str
    name: str
    role: Role
    place: str | None
    active: bool = True
    must_change_password: bool = False

    def may(self, action: Action, where: tuple[str, ...] = ()) -> bool:
        """Whether the person may do this in a place, given as the codes of the place and all above it.

        An empty ``where`` asks whether the role may do it anywhere at all.
        """
        if not self.active or action not in _MAY[self.role]:
            return False
        return self.place is None or not where or self.place in where

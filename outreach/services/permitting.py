"""Who may do this here: asked by every service before it changes anything."""

from datetime import date

from outreach.domain.errors import NotAllowed
from outreach.domain.people import Action, Person
from outreach.domain.ports import UnitOfWork


def require(uow: UnitOfWork, person: Person, action: Action, commune: str, day: date) -> None:
    """Refuse unless the person's role reaches this action in this place, as places were on the day it is about."""
    where = uow.places.above(commune, day)
    if not person.may(action, where):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person.username)

"""Who may do this here: asked by every service before it changes anything."""

from datetime import datetime

from outreach.domain.calendar import local
from outreach.domain.errors import NotAllowed
from outreach.domain.people import Action, Person
from outreach.domain.ports import UnitOfWork


def require(uow: UnitOfWork, person: Person, action: Action, commune: str, now: datetime) -> None:
    """Refuse unless the person's role reaches this action in this place."""
    where = uow.places.above(commune, local(now).date()) or (commune,)
    if not person.may(action, where):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person.username)

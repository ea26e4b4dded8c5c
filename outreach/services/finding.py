"""Finding one customer among hundreds of thousands, by code, number or name, within one's own place."""

from dataclasses import dataclass

from outreach.domain.calendar import local
from outreach.domain.customers import Customer
from outreach.domain.errors import NotAllowed
from outreach.domain.people import Action, Person
from outreach.domain.phones import masked, national
from outreach.domain.ports import Clock, Transactions
from outreach.domain.units import Place
from outreach.services.reach import sees_phones
from outreach.services.reading_places import places_of

MOST = 50
"""More answers help nobody: one writes more of the name."""


@dataclass(frozen=True, slots=True)
class Found:
    customer: Customer
    place: Place
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerFinding:
    transactions: Transactions
    clock: Clock

    def find(self, by: Person, text: str) -> tuple[Found, ...]:
        """In the order of their codes; numbers are masked for those who need not know them."""
        if not by.may(Action.VIEW):
            raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=by.username)
        today = local(self.clock.now()).date()
        with self.transactions.reading() as uow:
            communes = None if by.place is None else sorted(uow.places.below(by.place, today))
            customers = uow.customers.search(text, MOST, communes)
            codes = sorted({customer.commune for customer in customers})
            places = places_of(uow, codes, today)
            shown = {code: national if sees_phones(uow, by, code, today) else masked for code in codes}
        return tuple(
            Found(one, places[one.commune], tuple(shown[one.commune](phone.number) for phone in one.phones))
            for one in customers
        )

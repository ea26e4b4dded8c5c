"""Letting a commune off a week: by a district office, on a named document."""

from dataclasses import dataclass

from outreach.domain.duties import Cell, CellKey
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.ledger import Excuse
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions
from outreach.services.permitting import require
from outreach.services.weeks import settle


@dataclass(frozen=True, slots=True)
class Excusing:
    transactions: Transactions
    clock: Clock

    def excuse(self, by: Person, key: CellKey, document: str, reason: str, granted: bool = True) -> Cell:
        """Excuse a week (or, with ``granted`` False, take the excuse back); both stay on record."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            require(uow, by, Action.EXCUSE, key.commune, key.week)
            if not document.strip() or not reason.strip():
                raise RuleBroken("Ghi số văn bản cho miễn và lý do.")
            uow.stations.lock([key.commune])
            if not uow.ledger.lock([key]):
                raise NotFound("Không có tuần {week} của {commune} trong sổ.", week=key.week, commune=key.commune)
            uow.matters.add_excuse(Excuse(key, by.username, document.strip(), reason.strip(), now, granted))
            settle(uow, [key], now)
            cell = uow.ledger.get(key)
            uow.commit()
        assert cell is not None  # locked above
        return cell

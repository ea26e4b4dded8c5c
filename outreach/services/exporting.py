"""Everything known of a campaign, for export: the ledger with its versions, broadcasts, evidence."""

from dataclasses import dataclass

from outreach.domain.broadcasts import Broadcast, Evidence
from outreach.domain.calendar import DAY, instant
from outreach.domain.duties import Cell
from outreach.domain.ports import Transactions
from outreach.domain.units import Place
from outreach.services.reading_places import places_of
from outreach.services.reporting import get_campaign


@dataclass(frozen=True, slots=True)
class Export:
    places: dict[str, Place]
    cells: tuple[Cell, ...]
    broadcasts: tuple[Broadcast, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Exporting:
    transactions: Transactions

    def export(self, slug: str) -> Export:
        """The campaign's cells (every version, oldest first), its broadcasts by time, and their evidence."""
        with self.transactions.reading() as uow:
            campaign = get_campaign(uow, slug)
            duties = [campaign.duty_id(duty) for duty in campaign.plan.duties]
            current = [cell for duty in duties for cell in uow.ledger.of_duty(duty)]
            start, end = instant(campaign.plan.first), instant(campaign.plan.last + DAY)
            broadcasts = tuple(b for b in uow.broadcasts.between(start, end) if b.campaign == slug)
            return Export(
                places=places_of(uow, campaign.plan.communes, campaign.plan.last),
                cells=tuple(version for cell in current for version in uow.ledger.history(cell.key)),
                broadcasts=broadcasts,
                evidence=uow.evidence.of([broadcast.id for broadcast in broadcasts]),
            )

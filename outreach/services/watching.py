"""The sweep over the ledger: looks again at cells that time alone may have changed, and calls for help in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.calendar import DutyWeek
from outreach.domain.campaigns import CampaignState
from outreach.domain.ledger import Escalation
from outreach.domain.people import Role
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.weeks import settle

LEVELS = ((1, 3 / 7, Role.COMMUNE_LEADER), (2, 5 / 7, Role.DISTRICT_OFFICE))
"""(level, part of the week gone, who is called): Thursday the commune's leader, Saturday the district."""


@dataclass(frozen=True, slots=True)
class Watching:
    transactions: Transactions
    clock: Clock

    def watch(self) -> int:
        """Judge what is due for another look, raise escalations; returns how many cells changed."""
        now = self.clock.now()
        with self.transactions.reading() as uow:
            if not uow.ledger.to_review(now) and not _calls_for_help(uow, now):
                return 0
        with self.transactions.writing() as uow:
            changed = settle(uow, uow.ledger.to_review(now), now)
            uow.matters.escalate(_calls_for_help(uow, now))
            uow.commit()
        return len(changed)


def _calls_for_help(uow: UnitOfWork, now: datetime) -> tuple[Escalation, ...]:
    """Escalations that are due and not yet raised."""
    active = [campaign for campaign in uow.campaigns.all() if campaign.state is CampaignState.ACTIVE]
    return tuple(
        escalation
        for campaign in active
        for duty in campaign.plan.duties
        for week in duty.weeks
        if now in week.span
        for escalation in _levels(uow, campaign.duty_id(duty), week, now)
    )


def _levels(uow: UnitOfWork, duty_id: str, week: DutyWeek, now: datetime) -> Iterator[Escalation]:
    span = week.span
    for level, part, role in LEVELS:
        if now >= span.start + (span.end - span.start) * part:
            for key in uow.ledger.to_escalate(duty_id, week.monday, level):
                yield Escalation(key, level, role, now)

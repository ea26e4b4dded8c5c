"""The sweep over the ledger: looks again at cells that time alone may have changed, and calls for help in time."""

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.calendar import DutyWeek
from outreach.domain.campaigns import Campaign, CampaignState
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
        with self.transactions.writing() as uow:
            changed = settle(uow, uow.ledger.to_review(now), now)
            for campaign in uow.campaigns.all():
                _escalate(uow, campaign, now)
            uow.commit()
        return len(changed)


def _escalate(uow: UnitOfWork, campaign: Campaign, now: datetime) -> None:
    if campaign.state is not CampaignState.ACTIVE:
        return
    for duty in campaign.plan.duties:
        week = next((week for week in duty.weeks if now in week.span), None)
        if week is not None:
            _raise_levels(uow, campaign.duty_id(duty), week, now)


def _raise_levels(uow: UnitOfWork, duty_id: str, week: DutyWeek, now: datetime) -> None:
    span = week.span
    for level, part, role in LEVELS:
        if now >= span.start + (span.end - span.start) * part:
            keys = uow.ledger.to_escalate(duty_id, week.monday, level)
            uow.matters.escalate(Escalation(key, level, role, now) for key in keys)

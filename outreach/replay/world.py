"""Everybody and everything outside the desk, at one simulated instant: boxes, officers, leaders, the district,
the power company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from outreach.domain.campaigns import Plan
from outreach.domain.duties import CellKey
from outreach.domain.errors import RuleBroken
from outreach.domain.people import Person
from outreach.replay.machines import Machine, act, machine
from outreach.replay.notices import Correspondents
from outreach.replay.officers import Officers
from outreach.replay.people import Cast
from outreach.replay.scenario import Leave, Scenario
from outreach.services.desk import Desk

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class World:
    """Acts through the desk alone. Acting twice at one instant is the same as acting once, also when the first time
    was broken off half-way: every act has a key of its own, and none depends on those before it in the same step.
    """

    desk: Desk
    scenario: Scenario
    plan: Plan
    district: Person
    officers: Officers
    correspondents: Correspondents
    boxes: tuple[Machine, ...]

    def act(self, now: datetime) -> None:
        """What happens in the step that ends now."""
        since = now - self.scenario.step
        act(self.boxes, self.desk.gathering, now)
        self.officers.act(since, now)
        self.correspondents.act(since, now)
        for leave in self.scenario.leaves:
            if since < leave.at <= now:
                self._grant(leave)

    def _grant(self, leave: Leave) -> None:
        weekly = [duty for duty in self.plan.duties if any(week.monday == leave.week for week in duty.weeks)]
        for duty in weekly:
            key = CellKey(f"{self.plan.slug}.{duty.slug}", leave.commune, leave.week)
            try:
                self._grant_once(key, leave)
            except RuleBroken as refusal:  # the plan no longer asks for that week
                log.info("refused in the replay", cell=key, why=str(refusal))

    def _grant_once(self, key: CellKey, leave: Leave) -> None:
        if all(excuse.document != leave.document for excuse in self.desk.reporting.cell(key).excuses):
            self.desk.excusing.excuse(self.district, key, leave.document, leave.reason)


def world_of(desk: Desk, scenario: Scenario, plan: Plan, cast: Cast, epoch: datetime) -> World:
    stations = {commune: scenario.equipment(commune) for commune in plan.communes}
    nodes = sorted((node for station in stations.values() for node in station.machines), key=lambda node: node.id)
    boxes: Sequence[Machine] = [machine(node, scenario, epoch, desk.gathering) for node in nodes]
    officers, correspondents = Officers(desk, scenario, cast, stations), Correspondents(desk, scenario, plan, cast)
    return World(desk, scenario, plan, cast.district, officers, correspondents, tuple(boxes))

"""What is remembered beside the ledger's cells: excuses, reminders, escalations, versions of plans and cells."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from outreach.domain.duties import CellKey
from outreach.domain.people import Role


@dataclass(frozen=True, slots=True)
class Excuse:
    """A commune let off one week: by whom and on which document. A later row with ``granted`` False takes it back."""

    cell: CellKey
    by: str
    document: str
    reason: str
    recorded_at: datetime
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something an officer is told once: ``kind`` is "before", "confirm" or "confirm_again"."""

    broadcast: str
    commune: str
    kind: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Escalation:
    """A week that needs somebody higher up; raised once for each level."""

    cell: CellKey
    level: int
    role: Role
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One loading of a plan that changed something."""

    campaign: str
    number: int
    sha256: str
    loaded_at: datetime
    loaded_by: str
    changes: tuple[str, ...]
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many cells of a week are in a state."""

    week: date
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A node's event that we could not take as evidence: kept as it came, with why."""

    node: str
    seq: int
    content: str
    why: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SweepRun:
    """How a sweep last went; ``result`` is a figure or the failure's own words."""

    name: str
    began_at: datetime
    ended_at: datetime | None
    result: str
    failed: bool

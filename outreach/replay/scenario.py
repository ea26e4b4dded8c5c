"""What happens in a replay besides the plan: who has which equipment, how people behave, what breaks, and when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.domain.calendar import Span
from outreach.domain.stations import Node
from outreach.replay.chance import between


@dataclass(frozen=True, slots=True)
class Equipment:
    """A commune's speaker clusters and the machines that drive some of them."""

    commune: str
    clusters: tuple[str, ...]
    machines: tuple[Node, ...] = ()

    @property
    def by_hand(self) -> tuple[str, ...]:
        driven = {cluster for machine in self.machines for cluster in machine.clusters}
        return tuple(cluster for cluster in self.clusters if cluster not in driven)


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of all broadcasts, 0–1. The first five exclude each other; whoever does none of them does all in time."""

    late: float  # played, confirmed many hours later
    forgets_to_confirm: float
    forgets_to_play: float
    too_few_clusters: float
    power_cut: float  # not played, and says so
    photo: float
    recording: float
    countersigned: float
    latest: timedelta  # how long a late confirmation takes at most


@dataclass(frozen=True, slots=True)
class Absence:
    """An officer away, and nobody in the officer's place."""

    commune: str
    span: Span


@dataclass(frozen=True, slots=True)
class Offline:
    """A machine without network; it plays on by what it holds."""

    machine: str
    span: Span


@dataclass(frozen=True, slots=True)
class PowerCut:
    communes: tuple[str, ...]
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The district office lets a commune off a week, given by its Monday."""

    commune: str
    week: date
    at: datetime
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeRun:
    """A notice of the plan, by its slug: when it is put before the second person, and when that person says yes."""

    notice: str
    submitted_at: datetime
    approved_at: datetime
    zalo_template: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """``name`` tells scenarios apart; stations that ``equipped`` does not name are operated by hand."""

    name: str
    title: str
    seed: int
    step: timedelta
    days_before: int
    settle_days: int
    clusters_by_hand: tuple[int, int]
    equipped: tuple[Equipment, ...]
    habits: Habits
    absences: tuple[Absence, ...] = ()
    offline: tuple[Offline, ...] = ()
    power_cuts: tuple[PowerCut, ...] = ()
    leaves: tuple[Leave, ...] = ()
    customers_per_commune: int = 0
    notices: tuple[NoticeRun, ...] = ()

    def equipment(self, commune: str) -> Equipment:
        named = next((equipment for equipment in self.equipped if equipment.commune == commune), None)
        return named or Equipment(commune, clusters(between(self.seed, *self.clusters_by_hand, "clusters", commune)))

    def away(self, commune: str, at: datetime) -> bool:
        return any(absence.commune == commune and at in absence.span for absence in self.absences)

    def cuts(self, commune: str) -> tuple[PowerCut, ...]:
        return tuple(cut for cut in self.power_cuts if commune in cut.communes)

    def cut_at(self, commune: str, at: datetime) -> PowerCut | None:
        return next((cut for cut in self.cuts(commune) if at in cut.span), None)


def clusters(count: int) -> tuple[str, ...]:
    """Clusters are called by the number of their hamlet."""
    return tuple(f"Cụm {number}" for number in range(1, count + 1))

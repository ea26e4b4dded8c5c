"""What screens, the API and the command line show: plain values, read once, with no words in them."""

from dataclasses import dataclass
from datetime import date, datetime

from outreach.domain.broadcasts import Broadcast, Evidence
from outreach.domain.calendar import DutyWeek
from outreach.domain.campaigns import Campaign, Duty
from outreach.domain.duties import Cell
from outreach.domain.ledger import Escalation, Excuse, PlanVersion, Reminder
from outreach.domain.planning import Slot
from outreach.domain.recordings import Recording
from outreach.domain.stations import Node, Station
from outreach.domain.units import Place


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign in a list."""

    campaign: Campaign
    days_left: int
    counts: dict[str, int]
    this_week: dict[str, int]


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One row of the grid: a commune and its cells in the order of the weeks (None: the plan has no such cell).

    ``above`` are its own code and those of all places above it.
    """

    place: Place
    above: tuple[str, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Pressing:
    """A cell that somebody should see to, with its place and the codes of that and of all places above it."""

    place: Place
    above: tuple[str, ...]
    cell: Cell
    week: DutyWeek


@dataclass(frozen=True, slots=True)
class DutyGrid:
    """A duty's ledger. ``counts`` are over all weeks, ``by_week`` for each Monday, over all communes, not one page."""

    id: str
    duty: Duty
    weeks: tuple[DutyWeek, ...]
    rows: tuple[CommuneRow, ...]
    counts: dict[str, int]
    by_week: dict[date, dict[str, int]]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CampaignView:
    """``as_of`` is the past instant that the grid shows, or None for now; ``current`` the running week, if any."""

    campaign: Campaign
    now: datetime
    as_of: datetime | None
    days_left: int
    current: DutyWeek | None
    grids: tuple[DutyGrid, ...]
    pressing: tuple[Pressing, ...]
    recordings: tuple[Recording, ...]
    versions: tuple[PlanVersion, ...]


@dataclass(frozen=True, slots=True)
class DutyOfCommune:
    """One duty in one commune: all its cells, the week shown, its broadcasts and the openings still ahead."""

    id: str
    duty: Duty
    weeks: tuple[DutyWeek, ...]
    cells: tuple[Cell | None, ...]
    shown: DutyWeek | None
    broadcasts: tuple[Broadcast, ...]
    openings: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class CommuneView:
    place: Place
    above: tuple[str, ...]
    now: datetime
    monday: date
    station: Station
    nodes: tuple[Node, ...]
    duties: tuple[DutyOfCommune, ...]
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True)
class BroadcastView:
    """A broadcast with all that is known of it, oldest first."""

    broadcast: Broadcast
    place: Place
    above: tuple[str, ...]
    now: datetime
    campaign: Campaign
    duty: Duty
    cell: Cell | None
    station: Station
    by_hand: bool
    recording: Recording | None
    evidence: tuple[Evidence, ...]
    openings: tuple[Slot, ...]
    instead: Broadcast | None


@dataclass(frozen=True, slots=True)
class CellView:
    """One commune-week with every version of its judgement, its broadcasts and their evidence."""

    place: Place
    above: tuple[str, ...]
    now: datetime
    campaign: Campaign
    duty: Duty
    week: DutyWeek
    history: tuple[Cell, ...]
    broadcasts: tuple[Broadcast, ...]
    evidence: tuple[Evidence, ...]
    excuses: tuple[Excuse, ...]


@dataclass(frozen=True, slots=True)
class TodayItem:
    """A broadcast of today, or an older one that waits for somebody's word."""

    broadcast: Broadcast
    place: Place
    by_hand: bool
    needs_word: bool


@dataclass(frozen=True, slots=True)
class TodayTotals:
    """How much there is of each kind in the person's place; the lists beside hold only the first of them."""

    to_confirm: int
    coming: int
    done: int
    at_risk: int


@dataclass(frozen=True, slots=True)
class TodayView:
    """What a person has to do: ``to_confirm`` first, then what comes, then what is done; for a whole nation too."""

    now: datetime
    totals: TodayTotals
    to_confirm: tuple[TodayItem, ...]
    coming: tuple[TodayItem, ...]
    done: tuple[TodayItem, ...]
    reminders: tuple[Reminder, ...]
    pressing: tuple[Pressing, ...]
    escalations: tuple[tuple[Place, Escalation], ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The ledger in figures and in full: what `status --json` prints."""

    campaign: str
    version: int
    state: str
    as_of: datetime
    counts: dict[str, int]
    cells: tuple[Cell, ...]

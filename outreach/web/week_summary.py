"""A duty in one sentence: how its running week stands, or all of it before the first week and after the last."""

from dataclasses import dataclass

from outreach.domain.calendar import DutyWeek
from outreach.domain.duties import CellState
from outreach.services.views import CampaignView, DutyGrid

NAMED = 6
"""So many communes at risk are named; the list below the sentence has the rest."""


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """``week`` is None when the figures are of all weeks; ``at_risk`` names communes."""

    week: DutyWeek | None
    total: int
    counts: dict[str, int]
    at_risk: tuple[str, ...]
    unnamed: int
    over: bool

    def count(self, state: str) -> int:
        return self.counts.get(state, 0)


def summarize(view: CampaignView, grid: DutyGrid) -> WeekSummary:
    at = view.as_of or view.now
    week = next((week for week in grid.weeks if at in week.span), None)
    counts = grid.by_week.get(week.monday, {}) if week else grid.counts
    names = _at_risk(grid, week) if week else ()
    return WeekSummary(
        week=week,
        total=sum(counts.values()),
        counts=counts,
        at_risk=names[:NAMED],
        unnamed=max(0, counts.get(CellState.AT_RISK, 0) - len(names[:NAMED])) if week else 0,
        over=at >= grid.weeks[-1].span.end,
    )


def _at_risk(grid: DutyGrid, week: DutyWeek) -> tuple[str, ...]:
    column = grid.weeks.index(week)
    cells = [(row.place, row.cells[column]) for row in grid.rows]
    return tuple(place.name for place, cell in cells if cell and cell.state is CellState.AT_RISK)

"""A commune's week arranged for reading: day by day, what the station may and will play; and what to do first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from outreach.domain.broadcasts import LIVE, Broadcast
from outreach.domain.calendar import DAY, Window, local, monday_of
from outreach.domain.duties import Cell, CellState
from outreach.services.views import CommuneView, DutyOfCommune


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day: a window or a relayed programme with what is broadcast in it, or a broadcast by itself."""

    starts: time
    window: Window | None
    relayed: bool
    broadcasts: tuple[Broadcast, ...]


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    day: date
    today: bool
    over: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do first on the page: confirm a broadcast, add one, or see the next one."""

    kind: str
    broadcast: Broadcast | None = None


def days_of(view: CommuneView) -> tuple[DayOfWeek, ...]:
    today = local(view.now).date()
    broadcasts = [b for duty in view.duties for b in duty.broadcasts]
    return tuple(_day(view, day, today, broadcasts) for day in (view.monday + n * DAY for n in range(7)))


def _day(view: CommuneView, day: date, today: date, broadcasts: list[Broadcast]) -> DayOfWeek:
    here = sorted((b for b in broadcasts if _shown_on(b, view.monday) == day), key=lambda b: b.starts_at)
    entries = [*_windows(view, day, here), *_strays(view, day, here)]
    return DayOfWeek(day, day == today, day < today, tuple(sorted(entries, key=lambda entry: entry.starts)))


def _shown_on(broadcast: Broadcast, monday: date) -> date:
    """The day it was planned for; where that lies in another week, the day on which it was played after all."""
    planned = local(broadcast.starts_at).date()
    elsewhere = monday_of(planned) != monday
    return local(broadcast.played_at).date() if elsewhere and broadcast.played_at else planned


def _windows(view: CommuneView, day: date, broadcasts: list[Broadcast]) -> Iterator[Entry]:
    for window in view.station.windows:
        if day.weekday() in window.weekdays:
            yield Entry(window.opens, window, False, tuple(b for b in broadcasts if _in(b, window)))
    for relay in view.station.relays:
        if day.weekday() in relay.weekdays:
            yield Entry(relay.opens, relay, True, ())


def _strays(view: CommuneView, day: date, broadcasts: list[Broadcast]) -> Iterator[Entry]:
    """Broadcasts outside every window: a person may place one there."""
    windows = [window for window in view.station.windows if day.weekday() in window.weekdays]
    for broadcast in broadcasts:
        if not any(_in(broadcast, window) for window in windows):
            yield Entry(local(broadcast.starts_at).time(), None, False, (broadcast,))


def _in(broadcast: Broadcast, window: Window) -> bool:
    return window.opens <= local(broadcast.starts_at).time() < window.closes


def shown_cell(duty: DutyOfCommune) -> Cell | None:
    """The judgement of the week shown."""
    weeks = zip(duty.weeks, duty.cells, strict=True)
    return next((cell for week, cell in weeks if week == duty.shown), None)


def operated_by_hand(view: CommuneView) -> bool:
    driven = {cluster for node in view.nodes for cluster in node.clusters}
    return bool(set(view.station.clusters) - driven)


def next_step(view: CommuneView, may_arrange: bool, to_confirm: Broadcast | None) -> NextStep | None:
    if to_confirm:
        return NextStep("confirm", to_confirm)
    if may_arrange and any(_lacks_plan(duty, view.now) for duty in view.duties):
        return NextStep("add")
    return next((NextStep("see", b) for b in _ahead(view)), None)


def _lacks_plan(duty: DutyOfCommune, now: datetime) -> bool:
    cell = shown_cell(duty)
    ahead = [b for b in duty.broadcasts if b.state in LIVE and b.starts_at > now]
    return cell is not None and cell.state is CellState.AT_RISK and not ahead


def _ahead(view: CommuneView) -> list[Broadcast]:
    live = [b for duty in view.duties for b in duty.broadcasts if b.state in LIVE and b.starts_at > view.now]
    return sorted(live, key=lambda broadcast: broadcast.starts_at)

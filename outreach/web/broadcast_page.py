"""What the page of a broadcast shows to its reader: forms, rights, and what a word of theirs did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState, Evidence, EvidenceKind, standing
from outreach.domain.calendar import DAY, DutyWeek, local, week_of
from outreach.domain.duties import Cell, CellKey, CellState
from outreach.domain.errors import NotFound
from outreach.domain.people import Action, Person
from outreach.services.views import BroadcastView
from outreach.web import wording
from outreach.web.broadcast_forms import cancel_form, not_played_form, placing_form, statement_form
from outreach.web.evidence_files import shown_file
from outreach.web.house import desk
from outreach.web.overdue import state_now

CHANGEABLE = LIVE[:2]
WORDS_OF_PEOPLE = (EvidenceKind.STATEMENT, EvidenceKind.NOT_PLAYED)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may do with this broadcast, now."""

    confirm: bool
    countersign: bool
    change: bool
    excuse: bool


def rights_in(view: BroadcastView, person: Person) -> Rights:
    broadcast, ahead = view.broadcast, view.broadcast.starts_at > view.now
    return Rights(
        confirm=person.may(Action.CONFIRM, view.above) and broadcast.state is not BroadcastState.CANCELLED,
        countersign=person.may(Action.COUNTERSIGN, view.above) and _awaits_countersign(view, person),
        change=person.may(Action.ARRANGE, view.above) and broadcast.state in CHANGEABLE and ahead,
        excuse=person.may(Action.EXCUSE, view.above),
    )


def _awaits_countersign(view: BroadcastView, person: Person) -> bool:
    rows = standing(view.evidence)
    authors = {row.by for row in rows if row.kind is EvidenceKind.STATEMENT}
    signed = any(row.kind is EvidenceKind.COUNTERSIGN and row.by == person.username for row in rows)
    return bool(authors) and person.username not in authors and not signed


def _nobody_spoke(view: BroadcastView) -> bool:
    """No person has said how it went; true also of one that was taken for missed because nobody had."""
    spoken = any(row.kind in WORDS_OF_PEOPLE for row in standing(view.evidence))
    return not spoken and view.broadcast.state in (*LIVE, BroadcastState.MISSED)


def own_word(view: BroadcastView, person: Person) -> Evidence | None:
    """What the reader said of this broadcast, if it still stands."""
    return next(
        (row for row in standing(view.evidence) if row.kind in WORDS_OF_PEOPLE and row.by == person.username), None
    )


def page_of(view: BroadcastView, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    """All that the template needs; ``sent`` holds the form that came back with something to put right."""
    rights = rights_in(view, person)
    forms = {
        "statement": sent.get("statement") or statement_form(view),
        "not_played": sent.get("not_played") or not_played_form(),
        "placing": sent.get("placing") or placing_form(view.openings, view.broadcast.week),
        "cancelling": sent.get("cancelling") or cancel_form(),
    }
    begun = view.broadcast.starts_at <= view.now
    return {
        "view": view,
        "rights": rights,
        "forms": forms,
        "sent": next(iter(sent), ""),
        "begun": begun,
        "said": own_word(view, person),
        "asks": rights.confirm and begun and view.by_hand and _nobody_spoke(view),
        "corrected": {row.corrects for row in view.evidence},
        "files": [shown for row in view.evidence if (shown := shown_file(view.broadcast.id, row.attachment))],
        "shown_state": state_now(view.broadcast, view.now),
        "week": _week_of(view),
        "today": local(view.now).date(),
    }


def _week_of(view: BroadcastView) -> DutyWeek:
    """The week of the duty; whole, if a changed plan no longer has it."""
    monday = view.broadcast.week
    whole = DutyWeek(monday, monday, monday + 6 * DAY)
    return next((week for week in view.duty.weeks if week.monday == monday), whole)


def effect_of(after: Broadcast) -> str:
    """What a person's word did: to the broadcast, and to the week."""
    cell = _settled_cell(after)
    return f"{_outcome(after)} {_week(cell)}" if cell else str(_outcome(after))


def _outcome(after: Broadcast) -> Any:
    if after.state is BroadcastState.PLAYED:
        return _("Đã ghi: phát trọn bản.") if after.counts else _("Đã ghi: đã phát, nhưng chưa đủ bằng chứng.")
    if after.state is BroadcastState.INTERRUPTED:
        return _("Đã ghi: phát dở dang hoặc thiếu cụm loa, chưa tính là một lượt.")
    if after.state is BroadcastState.MISSED:
        return _("Đã ghi: không phát được.")
    return _("Đã ghi.")


def _week(cell: Cell) -> Any:
    if cell.state is CellState.KEPT:
        return _("Tuần này đã đạt (%(kept)s/%(needed)s lượt).", kept=cell.kept, needed=cell.needed)
    return _("Tuần này %(state)s: %(why)s", state=wording.CELL[cell.state].word, why=wording.REASON[cell.reason])


def _settled_cell(broadcast: Broadcast) -> Cell | None:
    """The week that the broadcast counts for: a play belongs to the week in which it began."""
    week = week_of(broadcast.played_at) if broadcast.played_at else broadcast.week
    try:
        return desk().reporting.cell(CellKey(broadcast.duty, broadcast.commune, week)).history[-1]
    except NotFound:
        return None

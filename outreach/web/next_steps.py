"""The one thing to do next about a cell that presses, by what the reader may do."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from outreach.domain.duties import Cell, CellState, Reason
from outreach.domain.people import Action, Person
from outreach.web.wording import NEXT_STEP

TO_ARRANGE = (Reason.NOTHING_PLANNED, Reason.NO_SLOT_LEFT)


@dataclass(frozen=True, slots=True)
class Step:
    label: Any
    address: str


def next_step(person: Person, cell: Cell, above: tuple[str, ...]) -> Step:
    """Arranging and confirming for those who may in this place (``above``: its own code and all above it); letting off
    for those who may; for the others, look and call."""
    if cell.reason in TO_ARRANGE and person.may(Action.ARRANGE, above):
        return Step(NEXT_STEP[cell.reason], week_of_commune(cell, "them"))
    if cell.reason is Reason.AWAITING_STATEMENT and person.may(Action.CONFIRM, above):
        return Step(_("Xác nhận ngay"), url_for("today.show"))
    if cell.reason in (Reason.NO_SLOT_LEFT, Reason.NOT_PLAYED) and person.may(Action.EXCUSE, above):
        return Step(_("Xét cho miễn"), url_for("excuse.edit", **_key(cell)))
    if cell.reason in TO_ARRANGE:
        return Step(_("Gọi xã xếp lịch"), cell_address(cell))
    return Step(NEXT_STEP.get(cell.reason, _("Xem bằng chứng")), cell_address(cell))


def cell_address(cell: Cell) -> str:
    return url_for("cell.show", **_key(cell))


def week_of_commune(cell: Cell, anchor: str | None = None) -> str:
    return url_for("commune.week", code=cell.key.commune, tuan=cell.key.week, _anchor=anchor)


def presses(cell: Cell) -> bool:
    return cell.state in (CellState.AT_RISK, CellState.PENDING)


def _key(cell: Cell) -> dict[str, Any]:
    return {"duty": cell.key.duty, "commune": cell.key.commune, "monday": cell.key.week}

"""One commune-week of the ledger: how it was judged and when, and every piece of evidence behind it."""

from datetime import date

from flask import Blueprint, render_template

from outreach.domain.duties import CellKey
from outreach.domain.people import Action
from outreach.services.views import CellView
from outreach.web.guards import may, person, require_view
from outreach.web.house import desk
from outreach.web.next_steps import Step, cell_address, next_step, presses, week_of_commune
from outreach.web.overdue import state_now

blueprint = Blueprint("cell", __name__)


@blueprint.get("/so/<code:duty>/<code:commune>/<day:monday>")
def show(duty: str, commune: str, monday: date) -> str:
    view = desk().reporting.cell(CellKey(duty, commune, monday))
    require_view(view.above)
    return render_template(
        "pages/cell/show.html",
        view=view,
        state_now=state_now,
        now=view.history[-1],
        step=_step(view),
        evidence={b.id: [row for row in view.evidence if row.broadcast == b.id] for b in view.broadcasts},
        corrected={row.corrects for row in view.evidence if row.corrects},
        may_excuse=may(Action.EXCUSE, view.above),
        week_of_commune=week_of_commune,
    )


def _step(view: CellView) -> Step | None:
    """What to do next, unless that is to look at this very page."""
    cell = view.history[-1]
    step = next_step(person(), cell, view.place) if presses(cell) else None
    return step if step and step.address != cell_address(cell) else None

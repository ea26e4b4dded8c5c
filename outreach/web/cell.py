"""One commune-week of the ledger: how it was judged and when, and every piece of evidence behind it."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from outreach.domain.broadcasts import LIVE
from outreach.domain.duties import CellKey
from outreach.domain.people import Action
from outreach.services.views import CellView
from outreach.web.formats import brief
from outreach.web.guards import may, person, require_view
from outreach.web.house import desk
from outreach.web.next_steps import Step, cell_address, next_step, presses, week_of_commune
from outreach.web.overdue import state_now

blueprint = Blueprint("cell", __name__)


@blueprint.get("/so/<code:duty>/<code:commune>/<day:monday>")
def show(duty: str, commune: str, monday: date) -> str:
    view = desk().reporting.cell(CellKey(duty, commune, monday))
    require_view(view.above)
    advice, step = _next(view)
    return render_template(
        "pages/cell/show.html",
        view=view,
        state_now=state_now,
        now=view.history[-1],
        advice=advice,
        step=step,
        evidence={b.id: [row for row in view.evidence if row.broadcast == b.id] for b in view.broadcasts},
        corrected={row.corrects for row in view.evidence if row.corrects},
        may_excuse=may(Action.EXCUSE, view.above),
        week_of_commune=week_of_commune,
    )


def _next(view: CellView) -> tuple[Any, Step | None]:
    """What to do about a cell that presses, in words, and where: on this very page there is the next broadcast."""
    cell = view.history[-1]
    if not presses(cell):
        return "", None
    step = next_step(person(), cell, view.above)
    if step.address != cell_address(cell):
        return "", step
    live = min((b for b in view.broadcasts if b.state in LIVE), key=lambda b: b.starts_at, default=None)
    if live is None:
        return step.label, None
    label = _("Mở lượt %(when)s", when=brief(live.starts_at))
    return step.label, Step(label, url_for("broadcast.show", broadcast=live.id))

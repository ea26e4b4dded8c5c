"""One commune-week of the ledger: how it was judged and when, and every piece of evidence behind it."""

from datetime import date

from flask import Blueprint, render_template

from outreach.domain.duties import CellKey
from outreach.web.guards import require_view
from outreach.web.house import desk

blueprint = Blueprint("cell", __name__)


@blueprint.get("/so/<code:duty>/<code:commune>/<day:monday>")
def show(duty: str, commune: str, monday: date) -> str:
    view = desk().reporting.cell(CellKey(duty, commune, monday))
    require_view(view.above)
    evidence = {b.id: [row for row in view.evidence if row.broadcast == b.id] for b in view.broadcasts}
    return render_template("pages/cell/show.html", view=view, evidence=evidence, now=view.history[-1])

"""The campaigns: their list, and one with its letter, its figures and its ledger."""

from flask import Blueprint, render_template, request

from outreach.domain.duties import CellState
from outreach.domain.people import Action
from outreach.services.views import CampaignView
from outreach.web.asked import asked_day, asked_page
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.next_steps import cell_address, next_step
from outreach.web.week_summary import summarize

blueprint = Blueprint("campaign", __name__)


@blueprint.get("/chien-dich")
def index() -> str:
    return render_template("pages/campaign/index.html", lines=desk().reporting.campaigns())


@blueprint.get("/chien-dich/<code:slug>")
def show(slug: str) -> str:
    day, as_of = asked_day(request.args)
    view = desk().reporting.campaign(slug, as_of, asked_page(request.args))
    return render_template(
        "pages/campaign/show.html",
        view=view,
        day=day,
        summaries=[summarize(view, grid) for grid in view.grids],
        pressing=[(p, next_step(person(), p.cell, p.above)) for p in view.pressing],
        may_open=_may_open(view),
        cell_address=cell_address,
        CellState=CellState,
    )


def _may_open(view: CampaignView) -> frozenset[str]:
    """Communes on the page whose cells the reader may open: those that lie in the reader's place."""
    return frozenset(row.place.code for grid in view.grids for row in grid.rows if may(Action.VIEW, row.above))

"""The campaigns: their list, and one with its letter, its figures and its ledger."""

from flask import Blueprint, render_template, request

from outreach.domain.duties import CellState
from outreach.domain.people import Action
from outreach.services.notice_views import NoticeLine
from outreach.services.views import CampaignView
from outreach.web.asked import asked_day, asked_page
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.next_steps import Step, cell_address, next_step
from outreach.web.notice_steps import Sums, sums_of
from outreach.web.notice_steps import next_step as following_step
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
        notices=_notices(slug),
        cell_address=cell_address,
        CellState=CellState,
    )


def _notices(slug: str) -> list[tuple[NoticeLine, Sums, Step]]:
    """The campaign's notices that the reader may see, but for those sent to one's own phone."""
    lines = [line for line in desk().following.notices(person(), slug) if not line.trial]
    return [(line, sums_of(line.counts), following_step(person(), line.notice, line.counts)) for line in lines]


def _may_open(view: CampaignView) -> frozenset[str]:
    """Communes on the page whose cells the reader may open: those that lie in the reader's place."""
    return frozenset(row.place.code for grid in view.grids for row in grid.rows if may(Action.VIEW, row.above))

"""Every screen's facts, for programs."""

from datetime import date, datetime
from typing import Any

from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields
from werkzeug.exceptions import NotFound

from outreach.domain.duties import CellKey
from outreach.domain.ledger import SweepRun
from outreach.services.views import (
    BroadcastView,
    CampaignLine,
    CampaignView,
    CellView,
    CommuneView,
    Status,
    TodayView,
)
from outreach.web.api.asked import GridQuery, StatusQuery, WeekQuery
from outreach.web.api.documented import ApiRoutes
from outreach.web.api.page_shapes import (
    BroadcastPageShape,
    CellPageShape,
    CommuneShape,
    ReplayShape,
    SweepRunShape,
    TodayShape,
)
from outreach.web.api.shapes import CampaignLineShape, CampaignShape, StatusShape
from outreach.web.guards import person, require_view
from outreach.web.house import desk, replay
from outreach.web.operations import sweep_runs
from outreach.web.replay_desk import ReplayState

blueprint = ApiRoutes("facts", __name__, description="What stands in the ledger, and why")


class TokenShape(Schema):
    token = fields.String()


@blueprint.get("/token")
@blueprint.response(200, TokenShape)
def token() -> dict[str, str]:
    """What requests that change something send in the header X-CSRFToken, good for this session."""
    return {"token": generate_csrf()}


@blueprint.get("/campaigns")
@blueprint.response(200, CampaignLineShape(many=True))
def campaigns() -> list[CampaignLine]:
    """All campaigns, with their commune-weeks by state."""
    return list(desk().reporting.campaigns())


@blueprint.get("/campaigns/<code:slug>")
@blueprint.arguments(GridQuery, location="query")
@blueprint.response(200, CampaignShape)
def campaign(query: dict[str, Any], slug: str) -> CampaignView:
    """One campaign: its letter, its grid of communes by weeks, what presses. Communes come 60 to a page."""
    return desk().reporting.campaign(slug, query["as_of"], query["page"])


@blueprint.get("/campaigns/<code:slug>/status")
@blueprint.arguments(StatusQuery, location="query")
@blueprint.response(200, StatusShape)
def status(query: dict[str, datetime | None], slug: str) -> Status:
    """The whole ledger of a campaign in figures and in full."""
    return desk().reporting.status(slug, query["as_of"])


@blueprint.get("/cells/<code:duty>/<code:commune>/<day:monday>")
@blueprint.response(200, CellPageShape)
def cell(duty: str, commune: str, monday: date) -> CellView:
    """One commune-week with every judgement, its broadcasts and their evidence."""
    view = desk().reporting.cell(CellKey(duty, commune, monday))
    require_view(view.above)
    return view


@blueprint.get("/communes/<code:code>")
@blueprint.arguments(WeekQuery, location="query")
@blueprint.response(200, CommuneShape)
def commune(query: dict[str, date | None], code: str) -> CommuneView:
    """One commune's week: its station, its broadcasts, its ledger, the openings that are left."""
    view = desk().viewing.commune(code, query["week"])
    require_view(view.above)
    return view


@blueprint.get("/broadcasts/<code:broadcast>")
@blueprint.response(200, BroadcastPageShape)
def broadcast(broadcast: str) -> BroadcastView:
    """One broadcast with all that is known of it."""
    view = desk().viewing.broadcast(broadcast)
    require_view(view.above)
    return view


@blueprint.get("/today")
@blueprint.response(200, TodayShape)
def today() -> TodayView:
    """The day of the person who is signed in: what needs their word, what comes, what is done."""
    return desk().viewing.today(person())


@blueprint.get("/replay")
@blueprint.response(200, ReplayShape)
@blueprint.alt_response(404, description="this is no replay: time is real")
def replay_state() -> ReplayState:
    """Where the replay stands; there is none on the real clock."""
    controls = replay()
    if controls is None:
        raise NotFound
    return controls.state()


@blueprint.get("/operations")
@blueprint.response(200, SweepRunShape(many=True))
def operations() -> list[SweepRun]:
    """How each sweep last went, for the administrator."""
    return list(sweep_runs())

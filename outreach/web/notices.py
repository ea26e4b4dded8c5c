"""The list of notices: how each stands and the one thing to do next."""

from flask import Blueprint, render_template, request

from outreach.domain.people import Action
from outreach.web.asked import asked_code
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.notice_steps import next_step, sums_of

blueprint = Blueprint("notices", __name__)


@blueprint.get("/thong-bao")
def index() -> str:
    campaign = asked_code(request.args, "chien-dich")
    lines = desk().following.notices(person(), campaign or None)
    return render_template(
        "pages/notices/index.html",
        lines=[(line, sums_of(line.counts), next_step(person(), line.notice, line.counts)) for line in lines],
        writes_for=desk().drafting.campaigns(person()) if may(Action.COMPOSE) else (),
    )

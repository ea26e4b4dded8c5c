"""The controls of a replay, on every page's banner; everybody who is signed in may use them there."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from outreach.web.guards import with_any_password
from outreach.web.house import replay
from outreach.web.replay_desk import ReplayDesk
from outreach.web.sessions import own_address

blueprint = Blueprint("replay", __name__)
SPEEDS = (60, 600, 3600, 14400, 28800, 86400)
"""Simulated seconds for each real one: from a minute to a day."""


@blueprint.get("/dien-lai/luc-nay")
@with_any_password
def now() -> str:
    """Only the banner's date, for pages that must not be renewed under somebody's hands."""
    _controls()
    return render_template("replay_now.html")


@blueprint.post("/dien-lai/tam-dung")
@with_any_password
def pause() -> Response:
    wanted = request.form.get("paused", "")
    if wanted not in ("0", "1"):
        raise BadRequest
    _controls().pause(wanted == "1")
    return _back()


@blueprint.post("/dien-lai/toc-do")
@with_any_password
def speed() -> Response:
    wanted = request.form.get("speed", "")
    if wanted not in map(str, SPEEDS):
        raise BadRequest
    _controls().set_speed(int(wanted))
    return _back()


def _controls() -> ReplayDesk:
    controls = replay()
    if controls is None:
        raise NotFound
    return controls


def _back() -> Response:
    return redirect(own_address(request.form.get("tiep", "")) or url_for("home.show"))

"""What people may do on the screens, for programs. Who may do it where is asked by the services."""

from datetime import date
from typing import Any

from flask import url_for

from outreach.domain.broadcasts import Broadcast
from outreach.domain.duties import Cell, CellKey
from outreach.domain.stations import Station
from outreach.services.confirming import Statement
from outreach.web.api.asked import (
    AddBody,
    CancelBody,
    ExcuseBody,
    HoursBody,
    MoveBody,
    NotPlayedBody,
    StatementBody,
)
from outreach.web.api.documented import ApiRoutes
from outreach.web.api.shapes import BroadcastShape, CellShape, StationShape
from outreach.web.guards import person
from outreach.web.house import desk

blueprint = ApiRoutes("actions", __name__, description="What people do; each needs the header X-CSRFToken")
Body = dict[str, Any]


@blueprint.post("/broadcasts/<code:broadcast>/statement")
@blueprint.arguments(StatementBody)
@blueprint.response(200, BroadcastShape)
def state_played(body: Body, broadcast: str) -> Broadcast:
    """State that a broadcast was played; a second statement by the same person corrects the first."""
    statement = Statement(
        broadcast=broadcast,
        token=body["token"],
        started_at=body["started_at"],
        clusters=tuple(dict.fromkeys(body["clusters"])),
        whole=body["whole"],
        note=body["note"],
    )
    return desk().confirming.state_played(person(), statement)


@blueprint.post("/broadcasts/<code:broadcast>/not-played")
@blueprint.arguments(NotPlayedBody)
@blueprint.response(200, BroadcastShape)
def state_not_played(body: Body, broadcast: str) -> Broadcast:
    """State that a broadcast was not played, and why; a make-up is then looked for."""
    return desk().confirming.state_not_played(person(), broadcast, body["token"], body["why"])


@blueprint.post("/broadcasts/<code:broadcast>/countersign")
@blueprint.response(200, BroadcastShape)
def countersign(broadcast: str) -> Broadcast:
    """Vouch, as a second person, for what an officer stated."""
    return desk().confirming.countersign(person(), broadcast)


@blueprint.post("/broadcasts/<code:broadcast>/move")
@blueprint.arguments(MoveBody)
@blueprint.response(201, BroadcastShape)
def move(body: Body, broadcast: str) -> tuple[Broadcast, int, dict[str, str]]:
    """Cancel a broadcast that has not begun and place another in the same week; answers with the new one."""
    return _placed(desk().arranging.move(person(), broadcast, body["starts_at"]))


@blueprint.post("/broadcasts/<code:broadcast>/cancel")
@blueprint.arguments(CancelBody)
@blueprint.response(200, BroadcastShape)
def cancel(body: Body, broadcast: str) -> Broadcast:
    """Cancel a broadcast that has not begun."""
    desk().arranging.cancel(person(), broadcast, body["why"])
    return desk().viewing.broadcast(broadcast).broadcast


@blueprint.post("/communes/<code:code>/broadcasts")
@blueprint.arguments(AddBody)
@blueprint.response(201, BroadcastShape)
def add(body: Body, code: str) -> tuple[Broadcast, int, dict[str, str]]:
    """Place one more broadcast of a duty."""
    return _placed(desk().arranging.add(person(), body["duty"], code, body["starts_at"]))


@blueprint.put("/communes/<code:code>/hours")
@blueprint.arguments(HoursBody)
@blueprint.response(200, StationShape)
def set_hours(body: Body, code: str) -> Station:
    """Set when a station may be heard and when it relays others; what no longer fits is planned anew."""
    return desk().arranging.set_hours(person(), code, tuple(body["windows"]), tuple(body["relays"]))


@blueprint.post("/cells/<code:duty>/<code:commune>/<day:monday>/excuse")
@blueprint.arguments(ExcuseBody)
@blueprint.response(200, CellShape)
def excuse(body: Body, duty: str, commune: str, monday: date) -> Cell:
    """Let a commune off a week, on a named document; or take that back."""
    key = CellKey(duty, commune, monday)
    return desk().excusing.excuse(person(), key, body["document"], body["reason"], body["granted"])


def _placed(new: Broadcast) -> tuple[Broadcast, int, dict[str, str]]:
    return new, 201, {"Location": url_for("facts.broadcast", broadcast=new.id)}

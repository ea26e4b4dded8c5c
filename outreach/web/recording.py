"""The bytes of a recording, by their hash, so that a browser may keep them for ever."""

from flask import Blueprint, Response, request

from outreach.web.guards import person
from outreach.web.house import desk
from outreach.web.sound_files import heard_file

blueprint = Blueprint("recording", __name__)


@blueprint.get("/ban-ghi/<code:sha256>")
def show(sha256: str) -> Response:
    """Only a file of a recording, and only for who may see its campaign: the same folder keeps people's photos."""
    heard = desk().audio.library.file(person(), sha256)
    return heard_file(heard, sha256, download="tai" in request.args)

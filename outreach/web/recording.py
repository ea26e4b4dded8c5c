"""The sound of a recording, by the hash of its bytes, so that a browser may keep it for ever."""

from flask import Blueprint, Response, send_file
from werkzeug.exceptions import NotFound

from outreach.web.evidence_files import kind_at
from outreach.web.house import desk

blueprint = Blueprint("recording", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.get("/ban-ghi/<code:sha256>")
def show(sha256: str) -> Response:
    """Only what a plan named: the same folder keeps people's photos, which have a stricter way out."""
    path = desk().attachments.path(sha256) if desk().reporting.recording(sha256) else None
    if path is None:
        raise NotFound
    response = send_file(path, mimetype=kind_at(path), conditional=True, etag=sha256, max_age=A_YEAR)
    response.cache_control.private = True
    return response

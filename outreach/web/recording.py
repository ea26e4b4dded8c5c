"""The sound of a recording, by the hash of its bytes, so that a browser may keep it for ever."""

from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from flask import Blueprint, Response, send_file
from werkzeug.exceptions import NotFound

from outreach.config import content_root
from outreach.domain.campaigns import RecordingPlan
from outreach.web.house import desk

blueprint = Blueprint("recording", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.get("/ban-ghi/<code:sha256>")
def show(sha256: str) -> Response:
    path = next((path for path in _files(sha256) if _is(path, sha256)), None)
    if path is None:
        raise NotFound
    response = send_file(path, mimetype="audio/mpeg", conditional=True, etag=sha256, max_age=A_YEAR)
    response.cache_control.private = True
    return response


def _files(sha256: str) -> list[Path]:
    """Files that campaigns name for this content; only names from plans are looked up, never a reader's own."""
    plans = [line.campaign.plan for line in desk().reporting.campaigns()]
    named: list[RecordingPlan] = [r for plan in plans for r in plan.recordings if r.sha256 == sha256]
    paths = [content_root() / "audio" / Path(recording.file).name for recording in named]
    return [path for path in paths if path.is_file()]


def _is(path: Path, sha256: str) -> bool:
    return _digest(path, path.stat().st_mtime_ns) == sha256


@lru_cache(maxsize=64)
def _digest(path: Path, changed: int) -> str:
    """``changed`` makes another version of the file another entry."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

"""Sounds handed out: in parts, with a type that follows from their bytes, and under a name that any machine takes."""

from flask import Response, send_file

from outreach.domain.message_text import unaccented
from outreach.services.library_views import Heard
from outreach.web.evidence_files import ENOUGH, kind_of

A_YEAR = 365 * 24 * 3600
UNKNOWN = "application/octet-stream"
NOTHING_ELSE = "sandbox; default-src 'none'; media-src 'self'"
"""What people brought may play as sound and do nothing else, whatever it is."""
_SIGNS, _BARE = frozenset("-_.() "), " .-"
NAMELESS = "ban-ghi"


def heard_file(heard: Heard, sha256: str, download: bool = False) -> Response:
    """For ever the same under its address, so that a phone fetches it once; only for who signed in."""
    kind = _kind(heard)
    response = send_file(
        heard.path,
        mimetype=kind,
        conditional=True,
        etag=sha256,
        max_age=A_YEAR,
        as_attachment=download or kind == UNKNOWN,
        download_name=plain_name(heard.name),
    )
    response.headers["Content-Security-Policy"] = NOTHING_ELSE
    response.cache_control.public, response.cache_control.private = False, True
    return response


def _kind(heard: Heard) -> str:
    with heard.path.open("rb") as file:
        return sound_kind(file.read(ENOUGH))


def sound_kind(beginning: bytes) -> str:
    """The type of a sound; anything else is bytes to be saved, never shown."""
    if beginning.startswith(b"fLaC"):
        return "audio/flac"
    kind = kind_of(beginning) or UNKNOWN
    return kind if kind.startswith("audio/") else UNKNOWN


def plain_name(name: str) -> str:
    """A name that a car radio's USB socket takes too: letters without accents, no path, no quotes."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in _SIGNS) else "-" for sign in unaccented(name))
    stem, dot, ending = plain.rpartition(".")
    if not dot or not ending.isalnum():
        return plain.strip(_BARE) or NAMELESS
    return f"{stem.strip(_BARE) or NAMELESS}.{ending}"

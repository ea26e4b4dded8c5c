"""Photos and recordings that officers send as evidence: what may come in, and who may see it again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, send_file, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from outreach.domain.errors import RuleBroken
from outreach.web.guards import require_view
from outreach.web.house import desk, secret

blueprint = Blueprint("evidence_files", __name__)
LARGEST_FILE = 8 * 2**20
LIGHT = 400_000
A_YEAR = 365 * 24 * 3600
ENOUGH = 64
"""Bytes that tell a file's type."""

_BEGINNINGS: Sequence[tuple[bytes, str]] = (
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"RIFF....WEBP", "image/webp"),
    (rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1|heif)", "image/heic"),
    (rb"....ftyp(3gp|3g2)", "audio/3gpp"),
    (rb"....ftyp", "audio/mp4"),
    (rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "audio/mpeg"),
    (rb"\xff[\xf0\xf1\xf8\xf9]", "audio/aac"),
    (rb"OggS", "audio/ogg"),
    (rb"RIFF....WAVE", "audio/wav"),
    (rb"#!AMR", "audio/amr"),
    (rb"\x1aE\xdf\xa3", "audio/webm"),
)


def kind_of(content: bytes) -> str | None:
    """The type of a photo or recording by its first bytes, whatever its name says; None for anything else."""
    return next((kind for mark, kind in _BEGINNINGS if re.match(mark, content[:ENOUGH], re.DOTALL)), None)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on the page of its broadcast. A heavy photo is only linked: pages are read on poor 4G."""

    address: str
    audible: bool
    light: bool
    kilobytes: int


def shown_file(broadcast: str, sha256: str) -> ShownFile | None:
    path = desk().attachments.path(sha256) if sha256 else None
    if path is None:
        return None
    kind, size = kind_at(path), path.stat().st_size
    address = url_for("evidence_files.show", broadcast=broadcast, sha256=sha256)
    light = size <= LIGHT and kind != "image/heic"
    return ShownFile(address, kind.startswith("audio/"), light, max(1, size // 1000))


@blueprint.get("/bang-chung/<code:broadcast>/<code:sha256>")
def show(broadcast: str, sha256: str) -> Response:
    """A file belongs to the broadcast that it was sent for, and is seen by those who may see that."""
    view = desk().viewing.broadcast(broadcast)
    require_view(view.above)
    path = desk().attachments.path(sha256) if any(row.attachment == sha256 for row in view.evidence) else None
    if path is None:
        raise NotFound
    response = send_file(path, mimetype=kind_at(path), conditional=True, etag=sha256, max_age=A_YEAR)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'"
    response.cache_control.private = True
    return response


def kind_at(path: Path) -> str:
    with path.open("rb") as file:
        return kind_of(file.read(ENOUGH)) or "application/octet-stream"


def received(upload: FileStorage | None, kept: str, broadcast: str) -> str:
    """The stored file of a form: the one just sent, else the one kept from an attempt before; "" for none."""
    content = upload.stream.read(LARGEST_FILE + 1) if upload and upload.filename else b""
    if not upload or not upload.filename:
        return _opened(kept, broadcast)
    if not content:
        raise RuleBroken("Tệp «{name}» rỗng; chọn lại ảnh hoặc tệp ghi âm.", name=upload.filename)
    if len(content) > LARGEST_FILE:
        raise RuleBroken("Tệp «{name}» lớn hơn 8 MB; chụp nhỏ hơn hoặc ghi âm ngắn hơn.", name=upload.filename)
    if kind_of(content) is None:
        raise RuleBroken("«{name}» không phải ảnh hay ghi âm; chọn tệp JPG, PNG, MP3, M4A…", name=upload.filename)
    return desk().attachments.keep(content)


def sealed(sha256: str, broadcast: str) -> str:
    """A note in the form that this file was received, which nobody can write for a file of somebody else."""
    return str(_sealer().dumps([broadcast, sha256])) if sha256 else ""


def _opened(note: str, broadcast: str) -> str:
    try:
        owner, sha256 = _sealer().loads(note) if note else (broadcast, "")
    except (BadSignature, ValueError):
        return ""
    return str(sha256) if owner == broadcast else ""


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(secret(), salt="evidence kept between two attempts")

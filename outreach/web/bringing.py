"""Bringing a sound in: whole by a form, or piece by piece by its script, which goes on where a bad line broke off."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import IO, Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import FileField

from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.domain.people import Action
from outreach.services.taking_in import MEGABYTE, Taken
from outreach.web.asked import asked_code
from outreach.web.errors import status_of
from outreach.web.forms import refuse
from outreach.web.guards import person
from outreach.web.house import desk
from outreach.web.sound_forms import voices
from outreach.web.translating import told
from outreach.web.written import line

blueprint = Blueprint("bringing", __name__)
Page = str | tuple[str, int] | Response
PART = 1 << 16
LONGEST_NAME = 200
MOST_DIGITS = 12


class FileForm(FlaskForm):
    file = FileField()


@blueprint.get("/ban-ghi/them")
def new() -> Page:
    require_recording()
    return _page(FileForm(formdata=None))


@blueprint.post("/ban-ghi/them")
def upload() -> Page:
    """A whole file from a form; the body lies on the disk already, and is copied from there part by part."""
    require_recording()
    form, sent = FileForm(), request.files.get("file")
    form.validate()
    if not sent or not sent.filename:
        refuse(form.file, _("Chưa chọn tệp; chọn một tệp âm thanh hoặc phim."))
        return _page(form), 400
    try:
        taken = desk().audio.taking_in.receive(person(), sent.filename, _parts(sent.stream))
    except RuleBroken as broken:
        refuse(form.file, told(broken))
        return _page(form), status_of(broken)
    return redirect(_address(taken), 303)


def answering(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view for the page's script: what went wrong is said in JSON."""

    @wraps(view)
    def answer(**values: Any) -> Any:
        try:
            require_recording()
            return view(**values)
        except RuleBroken as broken:
            return jsonify(problem=told(broken)), status_of(broken)

    return answer


@blueprint.post("/ban-ghi/tai-len")
@answering
def begin() -> Response:
    upload = desk().audio.taking_in.begin(person())
    return jsonify(upload=upload, most=desk().audio.taking_in.most)


@blueprint.get("/ban-ghi/tai-len/<code:upload>")
@answering
def received(upload: str) -> Response:
    """From where an upload goes on."""
    return jsonify(size=desk().audio.taking_in.size(upload))


@blueprint.put("/ban-ghi/tai-len/<code:upload>")
@answering
def part(upload: str) -> Response:
    return jsonify(size=desk().audio.taking_in.append(upload, _offset(), _parts(request.stream)))


@blueprint.post("/ban-ghi/tai-len/<code:upload>")
@answering
def finish(upload: str) -> Response:
    name = line(request.form.get("name", ""), LONGEST_NAME)
    return jsonify(address=_address(desk().audio.taking_in.finish(person(), upload, name)))


def require_recording() -> None:
    if not person().may(Action.RECORD):
        raise NotAllowed("Tài khoản {user} không có quyền làm bản ghi âm.", user=person().username)


def _address(taken: Taken) -> str:
    if taken.known:
        flash(_("Tệp này đã có trong thư viện, không phải làm lại."))
    return url_for("sound.show", sha256=taken.sound.sha256, cho=wanted_place() or None)


def wanted_place() -> str:
    """The recording for which something is brought, as ``campaign/slug``, if the address names one."""
    campaign, _slash, slug = request.values.get("cho", "").partition("/")
    parts = {"campaign": campaign, "slug": slug}
    found = asked_code(parts, "campaign"), asked_code(parts, "slug")
    return "/".join(found) if campaign else ""


def _offset() -> int:
    text = request.args.get("tu", "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise RuleBroken("Địa chỉ này không đúng: mở lại danh sách từ đầu.")
    return int(text)


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(PART), b"")


def _page(form: FileForm) -> str:
    audio = desk().audio
    return render_template(
        "pages/library/add.html",
        form=form,
        place=wanted_place(),
        megabytes=audio.taking_in.most // MEGABYTE,
        speaks=bool(voices(audio.speaking.engines())),
    )

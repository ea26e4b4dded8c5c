"""A sound as it was brought: what the studio heard in it, and a recording made of it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.people import Action
from outreach.services.library_views import SoundLine
from outreach.services.versioning import DraftOf
from outreach.web import sound_words
from outreach.web.bringing import wanted_place
from outreach.web.forms import refuse
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.sound_files import heard_file
from outreach.web.sound_forms import Shelf, SoundForm, shelf_of
from outreach.web.sound_picture import picture_in
from outreach.web.translating import told

blueprint = Blueprint("sound", __name__)
Page = str | tuple[str, int] | Answer


@blueprint.get("/am-thanh/<code:sha256>")
def show(sha256: str) -> Page:
    line = desk().audio.library.sound(person(), sha256)
    shelf = shelf_of(person()) if may(Action.RECORD) else None
    return _page(line, shelf, _first_form(line, shelf) if shelf else None)


@blueprint.get("/am-thanh/<code:sha256>/nghe")
def listen(sha256: str) -> Response:
    return heard_file(desk().audio.library.source(person(), sha256), sha256)


@blueprint.post("/am-thanh/<code:sha256>")
def make(sha256: str) -> Page:
    line, shelf = desk().audio.library.sound(person(), sha256), shelf_of(person())
    form = _offered(SoundForm(), shelf)
    if not form.validate():
        return _page(line, shelf, form), 400
    campaign, slug = shelf.place(form.belongs.data, form.title.data)
    try:
        draft = desk().audio.versioning.draft(person(), campaign, slug, _content(form, line, shelf))
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        refuse(form.title, told(broken))
        return _page(line, shelf, form), 400
    return redirect(url_for("recording_page.show", campaign=campaign, slug=slug, ban=draft.version), 303)


def _content(form: SoundForm, line: SoundLine, shelf: Shelf) -> DraftOf:
    """One in place of another keeps its words, and its name too unless somebody has thought of a better one."""
    content, before = form.draft(line.sound.sha256), shelf.named(form.belongs.data)
    if before is None:
        return content
    title = before.title if content.title == _name(line) else content.title
    return replace(content, title=title, script=content.script or before.script)


def _name(line: SoundLine) -> str:
    """What a recording is called at first."""
    return line.sound.name.rpartition(".")[0] or line.sound.name


def _first_form(line: SoundLine, shelf: Shelf) -> SoundForm:
    """Filled from the recording that it may stand in for, or else named after its file."""
    place = wanted_place()
    first: dict[str, Any] = {"belongs": place, "title": _name(line)}
    if before := shelf.named(place):
        first |= {"title": before.title, "language": before.language, "script": before.script}
    return _offered(SoundForm(formdata=None, data=first), shelf)


def _offered(form: SoundForm, shelf: Shelf) -> SoundForm:
    form.offer(language=form.language.data or "vi")
    form.belongs.offered = shelf.options()
    return form


def _page(line: SoundLine, shelf: Shelf | None, form: SoundForm | None) -> str:
    sound = line.sound
    return render_template(
        "pages/sound/show.html",
        line=line,
        sound=sound,
        busy=bool(line.work and line.work.open),
        trouble=line.work.trouble if line.work else "",
        picture=picture_in(sound.report) if sound.report else None,
        form=form if shelf and shelf.campaigns else None,
        sound_words=sound_words,
    )

"""Reading from the script: how long it takes is told while it is typed; a machine's voice makes a draft of it."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.sound import Manner, Reading
from outreach.web import sound_words
from outreach.web.bringing import require_recording, wanted_place
from outreach.web.comparing import whole_length
from outreach.web.forms import refuse
from outreach.web.guards import person
from outreach.web.house import desk
from outreach.web.sound_forms import LONGEST_SCRIPT, SPEEDS, SPOKEN_TEXT, USUAL, Shelf, SpeakForm, shelf_of, voices
from outreach.web.translating import told

blueprint = Blueprint("speaking", __name__)
Page = str | tuple[str, int] | Response
UNSURE_SHOWN = 12
MACHINE_SPEAKS = "vi"


@blueprint.get("/ban-ghi/doc")
def new() -> Page:
    require_recording()
    shelf, place = shelf_of(person()), wanted_place()
    before = shelf.named(place)
    first = {"belongs": place, "title": before.title, "script": before.script} if before else {"belongs": place}
    return _page(shelf, _offered(SpeakForm(formdata=None, data=first), shelf))


@blueprint.post("/ban-ghi/doc")
def speak() -> Page:
    """Spoken, put into the library under the name of its voice, and made ready for the horn as a draft."""
    require_recording()
    shelf = shelf_of(person())
    form = _offered(SpeakForm(), shelf)
    if request.form.get("action") == "estimate":
        return _page(shelf, form)
    if not form.validate(extra_validators={"script": [SPOKEN_TEXT]}):
        return _page(shelf, form), 400
    try:
        address = _made(form, shelf)
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        refuse(form.script, told(broken))
        return _page(shelf, form), 400
    return redirect(address, 303)


@blueprint.post("/ban-ghi/doc/dai")
def estimate() -> Response:
    """What stands below the script, for the script of the page."""
    require_recording()
    script = request.form.get("script", "")[:LONGEST_SCRIPT]
    return jsonify(
        html=render_template("pages/library/length.html", **_told_length(script, request.form.get("speed", "")))
    )


def _made(form: SpeakForm, shelf: Shelf) -> str:
    engine, _bar, voice = form.voice.data.partition("|")
    campaign, slug = shelf.place(form.belongs.data, form.title.data)
    manner = Manner(voice, float(form.speed.data))
    taken = desk().audio.speaking.speak(person(), form.title.data, form.script.data, engine, manner)
    draft = desk().audio.versioning.draft(person(), campaign, slug, form.draft(taken.sound.sha256))
    return url_for("recording_page.show", campaign=campaign, slug=slug, ban=draft.version)


def _offered(form: SpeakForm, shelf: Shelf) -> SpeakForm:
    form.offer()
    form.language.offered = [(MACHINE_SPEAKS, sound_words.LANGUAGE[MACHINE_SPEAKS])]
    form.belongs.offered, form.voice.offered = shelf.options(), voices(desk().audio.speaking.engines())
    if not form.is_submitted():
        form.voice.data = next((value for value, _label in form.voice.offered), "")
    return form


def _told_length(script: str, speed: str) -> dict[str, object]:
    if not script.strip():
        return {"reading": None}
    reading: Reading = desk().audio.speaking.read_out(script, float(speed) if speed in SPEEDS else 1.0)
    return {"reading": reading, "whole": whole_length(reading.length, USUAL), "unsure": reading.unsure[:UNSURE_SHOWN]}


def _page(shelf: Shelf, form: SpeakForm) -> str:
    length = _told_length(form.script.data or "", form.speed.data or "")
    return render_template("pages/library/speak.html", form=form, shelf=shelf, **length)

"""The library of recordings: found by words, campaign, language, state and length."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _

from outreach.domain.errors import RuleBroken
from outreach.domain.people import Action, Person
from outreach.domain.recordings import RecordingState
from outreach.domain.sound import Verdict
from outreach.services.library_views import SoundLine, Wanted
from outreach.web import sound_words
from outreach.web.asked import asked_code, asked_page
from outreach.web.guards import person
from outreach.web.house import desk
from outreach.web.written import line

blueprint = Blueprint("library", __name__)
LENGTHS = {
    "ngan": (_("dưới 1 phút"), None, timedelta(seconds=60)),
    "vua": (_("1 đến 2 phút"), timedelta(seconds=60), timedelta(seconds=120)),
    "dai": (_("trên 2 phút"), timedelta(seconds=120), None),
}
LONGEST_QUERY = 80
WAITING_SHOWN = 20


@blueprint.get("/ban-ghi")
def index() -> str:
    me, wanted = person(), asked()
    view = desk().audio.library.search(me, wanted, asked_page(request.args))
    return render_template(
        "pages/library/index.html",
        view=view,
        wanted=wanted,
        length=request.args.get("dai", ""),
        lengths=LENGTHS,
        narrowed=any(request.args.get(name) for name in ("chien-dich", "ngon-ngu", "trang-thai", "dai")),
        loose=(loose := _loose(me)),
        verdicts=_verdicts(me, [line.newest.source for line in view.lines] + [one.sound.sha256 for one in loose]),
        sound_words=sound_words,
        RecordingState=RecordingState,
    )


def _verdicts(me: Person, sources: Iterable[str]) -> dict[str, Verdict]:
    """What the studio thought of the sounds on the page, for who works on them."""
    if not (me.may(Action.RECORD) or me.may(Action.APPROVE_RECORDINGS)):
        return {}
    heard = {source: desk().audio.library.sound(me, source).sound.report for source in set(sources) - {""}}
    return {source: report.verdict for source, report in heard.items() if report}


def asked() -> Wanted:
    state, length = request.args.get("trang-thai", ""), request.args.get("dai", "")
    if (state and state not in set(RecordingState)) or (length and length not in LENGTHS):
        raise RuleBroken("Địa chỉ này không đúng: mở lại danh sách từ đầu.")
    _words, shortest, longest = LENGTHS.get(length, (None, None, None))
    return Wanted(
        text=line(request.args.get("q", ""), LONGEST_QUERY),
        campaign=asked_code(request.args, "chien-dich"),
        language=asked_code(request.args, "ngon-ngu"),
        state=RecordingState(state) if state else None,
        shortest=shortest,
        longest=longest,
    )


def _loose(me: Person) -> list[SoundLine]:
    """Sounds that were brought and of which nothing has been made yet."""
    if not me.may(Action.RECORD):
        return []
    return [one for one in desk().audio.library.brought(me) if not one.used_in][:WAITING_SHOWN]

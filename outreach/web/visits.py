"""Whom no message reached: a list to phone or to walk with, hamlet by hamlet, on a phone or on paper."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.errors import RuleBroken
from outreach.domain.people import Action
from outreach.services.tending import Word
from outreach.web.customer import number_in
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.notice_words import WORD
from outreach.web.written import line

blueprint = Blueprint("visits", __name__)
SAID = {word.value: word for word in (Word.PHONED, Word.VISITED, Word.NOT_MET, Word.TAKEN_BACK)}
EVERYBODY = "*"
LONGEST_HAMLET = 120
AT_ONCE = 60
"""More people than this are shown by hamlet, so that a phone does not choke on them."""


@blueprint.get("/can-gap")
def index() -> str | Response:
    wanted = request.args.get("thong-bao", "")
    places = [one for one in desk().visiting.places(person()) if wanted in ("", one.notice.slug)]
    if len(places) == 1:
        return redirect(url_for("visits.show", slug=places[0].notice.slug, commune=places[0].place.code))
    notices = {one.notice.slug: one.notice for one in places}
    return render_template("pages/visits/index.html", places=places, notices=notices.values())


@blueprint.get("/can-gap/<code:slug>/<code:commune>")
def show(slug: str, commune: str) -> str:
    asked = request.args.get("thon", "")
    view = desk().visiting.list(person(), slug, commune, "" if asked == EVERYBODY else line(asked, LONGEST_HAMLET))
    by_hamlet = not asked and len(view.rows) > AT_ONCE
    return render_template(
        "pages/visits/show.html",
        view=view,
        asked=asked,
        by_hamlet=by_hamlet,
        everybody=EVERYBODY,
        tends=may(Action.TEND),
    )


@blueprint.post("/can-gap/<code:slug>/<code:commune>")
def say(slug: str, commune: str) -> Response:
    """A button sends the word and the delivery in one: «phoned.123»."""
    word, _dot, delivery = request.form.get("word", "").partition(".")
    if word not in SAID:
        raise RuleBroken("Chọn một mục trong danh sách.")
    desk().tending.say(person(), number_in(delivery), SAID[word])
    flash(_("Đã ghi: %(word)s.", word=str(WORD[SAID[word]]).lower()))
    hamlet = line(request.form.get("thon", ""), LONGEST_HAMLET) or None
    return redirect(url_for("visits.show", slug=slug, commune=commune, thon=hamlet), 303)

"""Saying no to advertising, open to everybody: the answer is the same whether or not the number is known here."""

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _

from outreach.domain.errors import RuleBroken
from outreach.domain.phones import national
from outreach.web.guards import public
from outreach.web.house import desk
from outreach.web.throttle import Throttle
from outreach.web.translating import told

blueprint = Blueprint("refusal", __name__)
Page = str | tuple[str, int]
DOOR = "/tu-choi"
"""Stands where the throttle keeps names of accounts: no account is called so."""


@blueprint.get("/tu-choi")
@public
def ask() -> Page:
    return _form("")


@blueprint.post("/tu-choi")
@public
def take_down() -> Page:
    throttle: Throttle = current_app.extensions["throttle"]
    typed = request.form.get("number", "").strip()[:40]
    if minutes := throttle.attempt((DOOR, request.remote_addr or "")):
        return _form(_("Gửi quá nhiều lần. Chờ %(minutes)s phút rồi thử lại.", minutes=minutes), typed), 429
    try:
        number = desk().tending.refuse_by_web(typed)
    except RuleBroken as broken:
        return _form(told(broken), typed), 400
    return render_template("pages/refusal/done.html", number=national(number), at=desk().clock.now())


def _form(problem: str, typed: str = "") -> str:
    return render_template("pages/refusal/ask.html", problem=problem, typed=typed)
